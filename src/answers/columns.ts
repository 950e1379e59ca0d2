import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { TELLING } from './secret-names.js';

/** The field that stands for the whole object, exactly as Okta sent it. */
export const WHOLE = '*';

/**
 * The value at a dotted path; arrays on the way are walked, so that `target.displayName` of two targets is an array of two.
 * Undefined where there is none.
 */
export function valueAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  if (value === undefined || path === '') return value;
  if (Array.isArray(value)) {
    const found = value.map((entry) => valueAt(entry, path) ?? null);
    return found.every((entry) => entry === null) ? undefined : found;
  }
  if (!isJsonObject(value)) return undefined;
  if (Object.hasOwn(value, path)) return value[path];
  const dot = path.indexOf('.');
  if (dot < 0) return undefined;
  const head = path.slice(0, dot);
  return Object.hasOwn(value, head) ? valueAt(value[head], path.slice(dot + 1)) : undefined;
}

/** The text at a dotted path; undefined where there is none, or something else. */
export function stringAt(value: JsonValue | undefined, path: string): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : undefined;
}

/** The columns that a list of fields means for these items: `profile.*` becomes the keys that occur, in the order in which they do; `*` swallows all others. */
export function expandFields(fields: readonly string[], items: readonly JsonObject[]): string[] {
  if (fields.includes(WHOLE)) return [WHOLE];
  const columns = fields.flatMap((field) => {
    if (!field.endsWith('.*')) return [field];
    const parent = field.slice(0, -2);
    const keys = items.flatMap((item) => keysOf(valueAt(item, parent)));
    return [...new Set(keys)].map((key) => `${parent}.${key}`);
  });
  return [...new Set(columns)];
}

/**
 * The part of an item that fields can show, so that no work goes into the rest: what it leaves out is in no column. What tells which
 * members are secrets stays with them: the kind of a JSON Web Key, the name beside a value.
 */
export function picked(item: JsonObject, fields: readonly string[]): JsonObject {
  if (fields.includes(WHOLE)) return item;
  const inner = new Map<string, string[]>();
  const kept: JsonObject = {};
  const keep = (key: string): void => { if (Object.hasOwn(item, key)) kept[key] = item[key] ?? null; };
  for (const field of [...fields, ...TELLING]) {
    const path = field.endsWith('.*') ? field.slice(0, -2) : field;
    const dot = path.indexOf('.');
    if (dot > 0) inner.set(path.slice(0, dot), [...(inner.get(path.slice(0, dot)) ?? []), path.slice(dot + 1)]);
    keep(path);
  }
  for (const [key, paths] of inner) {
    const value = item[key];
    if (value !== undefined && Object.hasOwn(item, key) && !Object.hasOwn(kept, key)) kept[key] = pickedFrom(value, paths);
  }
  return kept;
}

/** Those of these paths that fields show: what stands there, inside, or around them. */
export function pathsShown(paths: ReadonlySet<string>, fields: readonly string[]): Set<string> {
  if (fields.includes(WHOLE)) return new Set(paths);
  const shown = fields.map((field) => (field.endsWith('.*') ? field.slice(0, -2) : field));
  return new Set([...paths].filter((path) => shown.some((field) => path === field || path.startsWith(`${field}.`))));
}

function pickedFrom(value: JsonValue, paths: readonly string[]): JsonValue {
  if (Array.isArray(value)) return value.map((entry) => pickedFrom(entry, paths));
  return isJsonObject(value) ? picked(value, paths) : value;
}

/** One row: a value a column, null where the item has none. */
export function rowOf(item: JsonObject, columns: readonly string[]): JsonValue[] {
  return columns.map((column) => (column === WHOLE ? item : (valueAt(item, column) ?? null)));
}

function keysOf(value: JsonValue | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  return isJsonObject(value) ? Object.keys(value) : [];
}
