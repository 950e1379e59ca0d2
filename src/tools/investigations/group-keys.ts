import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.js';

/** Combinations of the entries of different arrays that one event counts under: a real event has few targets, and one such array. */
export const MAX_COMBINATIONS = 1_000;
/** Of a value in a key, as JSON: a key is made for each entry of an array, however large what stands beside it is. */
const MAX_VALUE_CHARACTERS = 1_000;

/** What an event counts under. */
export interface GroupKeys {
  /** Each once; a value is null where the event has none. */
  readonly keys: readonly (readonly JsonValue[])[];
  /** There are more combinations than were made. */
  readonly bounded: boolean;
}

/**
 * The keys under which an object counts when it is grouped by some paths. Paths that walk the same array are taken entry by entry, so that
 * a target's id stands beside that target's name; different arrays are combined, {@link MAX_COMBINATIONS} times at most. Of a long value only the
 * length and a digest are told: cut, a secret in it could no longer be known by its form or its name.
 */
export function groupKeys(object: JsonObject, paths: readonly string[]): GroupKeys {
  const budget = { left: MAX_COMBINATIONS, bounded: false };
  return { keys: tuples(object, paths, budget), bounded: budget.bounded };
}

interface Budget {
  left: number;
  bounded: boolean;
}

/** Some columns of the keys: the values that they have together. */
interface Columns {
  readonly indexes: readonly number[];
  readonly tuples: readonly (readonly JsonValue[])[];
}

interface Walked {
  readonly entries: readonly JsonValue[];
  readonly indexes: number[];
  readonly paths: string[];
}

function tuples(value: JsonValue, paths: readonly string[], budget: Budget): readonly (readonly JsonValue[])[] {
  const plain: JsonValue[] = paths.map(() => null);
  const arrays = new Map<string, Walked>();
  for (const [index, path] of paths.entries()) {
    const met = follow(value, path);
    if (!('entries' in met)) {
      plain[index] = shortened(met.value);
      continue;
    }
    const walked = arrays.get(met.at) ?? { entries: met.entries, indexes: [], paths: [] };
    walked.indexes.push(index);
    walked.paths.push(met.rest);
    arrays.set(met.at, walked);
  }
  if (arrays.size === 0) return [plain];
  return combined(plain, [...arrays.values()].map((walked) => ({ indexes: walked.indexes, tuples: entriesOf(walked, budget) })), budget);
}

/** What the entries of an array have, each once; entries that have none of it are left out unless all are so. */
function entriesOf({ entries, paths }: Walked, budget: Budget): readonly (readonly JsonValue[])[] {
  const distinct = new Map<string, readonly JsonValue[]>();
  for (const entry of entries) {
    for (const tuple of tuples(entry, paths, budget)) if (tuple.some((one) => one !== null)) distinct.set(JSON.stringify(tuple), tuple);
  }
  return distinct.size === 0 ? [paths.map(() => null)] : [...distinct.values()];
}

/** Every tuple of each with every tuple of the others, as far as the budget goes; a single list with several takes nothing of it. */
function combined(plain: readonly JsonValue[], columns: readonly Columns[], budget: Budget): readonly (readonly JsonValue[])[] {
  const all = columns.reduce((product, one) => product * one.tuples.length, 1);
  const longest = columns.reduce((most, one) => Math.max(most, one.tuples.length), 1);
  const count = Math.min(all, Math.max(longest, budget.left));
  if (all > longest) budget.left = Math.max(0, budget.left - count);
  if (count < all) budget.bounded = true;
  return Array.from({ length: count }, (_, number) => {
    const tuple = [...plain];
    let rest = number;
    for (const { indexes, tuples: list } of columns) {
      const chosen = list[rest % list.length] ?? [];
      rest = Math.floor(rest / list.length);
      for (const [position, index] of indexes.entries()) tuple[index] = chosen[position] ?? null;
    }
    return tuple;
  });
}

type Met = { readonly value: JsonValue | undefined } | { readonly at: string; readonly entries: readonly JsonValue[]; readonly rest: string };

/** Follows a dotted path to its value or to the first array on it, by the rules of `valueAt`. */
function follow(value: JsonValue | undefined, path: string, at = ''): Met {
  if (path === '') return { value };
  if (Array.isArray(value)) return { at, entries: value, rest: path };
  if (!isJsonObject(value)) return { value: undefined };
  const dot = path.indexOf('.');
  const name = Object.hasOwn(value, path) || dot < 0 ? path : path.slice(0, dot);
  if (!Object.hasOwn(value, name)) return { value: undefined };
  const next = value[name];
  const rest = path.slice(name.length + 1);
  const here = `${at}.${name}`;
  return Array.isArray(next) ? { at: here, entries: next, rest } : follow(next, rest, here);
}

/** Okta writes `null` as text in some fields. */
function shortened(value: JsonValue | undefined): JsonValue {
  if (value === undefined || value === null || value === 'null') return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= MAX_VALUE_CHARACTERS) return value;
  return `(${text.length} characters, SHA-256 ${createHash('sha256').update(text).digest('hex').slice(0, 16)})`;
}
