import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { parseBracket, sliceOf, valueAt } from './path.js';
import { TELLING } from './secret-names.js';

/** The field that stands for the whole object, exactly as Okta sent it. */
export const WHOLE = '*';

export { valueAt };

/** The text at a dotted path; undefined where there is none, or something else. */
export function stringAt(value: JsonValue | undefined, path: string): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : undefined;
}

/** A column of an answer. */
export interface Column {
  /** A path, or `*`. */
  readonly name: string;
  /** The wildcard that it is one of, and its position there. */
  readonly wildcard?: { readonly field: string; readonly index: number };
}

const WILDCARD = /^(.*)\.\*(?:\[(\d{0,9}):(\d{0,9})\])?$/s;
/** More columns of one wildcard are asked for in parts: an org may have any number of them. */
const MAX_WILDCARD_COLUMNS = 500;

export interface Columns {
  readonly columns: readonly Column[];
  /** Fields that ask for the columns which a wildcard has beyond its bound. */
  readonly beyond: readonly string[];
}

/**
 * The columns that a list of fields means for these items: `profile.*` becomes the keys that occur, in the order in which they do, and
 * `profile.*[50:]` those of them from the 50th on; `*` swallows all others.
 */
export function expandFields(fields: readonly string[], items: readonly JsonObject[]): Columns {
  if (fields.includes(WHOLE)) return { columns: [{ name: WHOLE }], beyond: [] };
  const expanded = fields.map((field) => expandField(field, items));
  const columns = new Map<string, Column>();
  for (const column of expanded.flatMap((one) => one.columns)) if (!columns.has(column.name)) columns.set(column.name, column);
  return { columns: [...columns.values()], beyond: expanded.flatMap(({ beyond }) => beyond) };
}

function expandField(field: string, items: readonly JsonObject[]): Columns {
  const [, parent, from = '', to = ''] = WILDCARD.exec(field) ?? [];
  if (parent === undefined) return { columns: [{ name: field }], beyond: [] };
  const keys = new Set<string>();
  for (const item of items) for (const key of keysOf(valueAt(item, parent))) keys.add(key);
  const slice = sliceOf(from, to);
  const wanted = [...keys].slice(slice.from, slice.to);
  const wildcard = `${parent}.*`;
  const columns = wanted.slice(0, MAX_WILDCARD_COLUMNS).map((key, index) => ({ name: `${parent}.${key}`, wildcard: { field: wildcard, index: slice.from + index } }));
  return { columns, beyond: wanted.length > columns.length ? [`${wildcard}[${slice.from + columns.length}:${to}]`] : [] };
}

/** The fields that ask for these columns: those of a wildcard by the position of the first. */
export function fieldsOf(columns: readonly Column[]): string[] {
  const fields = new Map<string, string>();
  for (const { name, wildcard } of columns) {
    const key = wildcard?.field ?? name;
    if (!fields.has(key)) fields.set(key, wildcard === undefined ? name : `${wildcard.field}[${wildcard.index}:]`);
  }
  return [...fields.values()];
}

/** The field that a path of an item begins with, without parts in brackets and wildcards: what has to be there for it. */
function baseOf(field: string): string {
  if (!field.includes('*') && !field.includes('[')) return field;
  const path = WILDCARD.exec(field)?.[1] ?? field;
  return parseBracket(path)?.head ?? path;
}

/**
 * The part of an item that fields can show, so that no work goes into the rest: what it leaves out is in no column. What tells which
 * members are secrets stays with them: the kind of a JSON Web Key, the name beside a value.
 */
export function picked(item: JsonObject, fields: readonly string[]): JsonObject {
  const bases = fields.map((field) => (Object.hasOwn(item, field) ? field : baseOf(field)));
  if (bases.includes(WHOLE) || bases.includes('')) return item;
  const inner = new Map<string, string[]>();
  const kept: JsonObject = {};
  const keep = (key: string): void => { if (Object.hasOwn(item, key)) kept[key] = item[key] ?? null; };
  for (const path of [...bases, ...TELLING]) {
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
  const shown = fields.map(baseOf);
  if (shown.includes(WHOLE) || shown.includes('')) return new Set(paths);
  return new Set([...paths].filter((path) => shown.some((field) => path === field || path.startsWith(`${field}.`))));
}

function pickedFrom(value: JsonValue, paths: readonly string[]): JsonValue {
  if (Array.isArray(value)) return value.map((entry) => pickedFrom(entry, paths));
  return isJsonObject(value) ? picked(value, paths) : value;
}

/** One row: a value a column, null where the item has none. */
export function rowOf(item: JsonObject, columns: readonly Column[]): JsonValue[] {
  return columns.map(({ name }) => (name === WHOLE ? item : (valueAt(item, name) ?? null)));
}

function keysOf(value: JsonValue | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  return isJsonObject(value) ? Object.keys(value) : [];
}
