import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';

/** What stands in brackets: the entry at a position, or a part from the first (0) to before `to`. */
type Bracket = { readonly index: number } | { readonly from: number; readonly to: number | undefined };

interface Bracketed {
  /** The path before the bracket. */
  readonly head: string;
  readonly bracket: Bracket;
  /** The path behind it, without its dot. */
  readonly rest: string;
}

const BRACKETED = /^([^[\]]*)\[(?:(\d{1,9})|(\d{0,9}):(\d{0,9}))\](?:\.(?=[^.])|(?=\[)|$)(.*)$/s;

/**
 * The value at a dotted path; arrays on the way are walked, so that `target.displayName` of two targets is an array of two. Brackets take
 * an entry of a list or an object by its position (`rules[5].name`), or a part of a list, an object or a text (`rules[5:10]`,
 * `profile.note[2000:]`). Undefined where there is none.
 */
export function valueAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  const plain = plainValueAt(value, path);
  if (plain !== undefined || !path.includes('[')) return plain;
  const parsed = parseBracket(path);
  if (parsed === undefined) return undefined;
  // A piece of each of several texts would pass for a piece of the list.
  const ofMany = walkedPrefix(parsed.head, value) !== undefined;
  return walk(value, parsed.head, (found) => {
    if (ofMany && typeof found === 'string') return undefined;
    const part = bracketed(found, parsed.bracket);
    return parsed.rest === '' ? part : valueAt(part, parsed.rest);
  });
}

/** A path taken apart at its first bracket; undefined for one without. */
export function parseBracket(path: string): Bracketed | undefined {
  const [, head, index, from = '', to = '', rest = ''] = BRACKETED.exec(path) ?? [];
  if (head === undefined) return undefined;
  return { head, bracket: index === undefined ? sliceOf(from, to) : { index: Number(index) }, rest };
}

/** Reads the two numbers of a slice; an empty one is the beginning or the end. */
export function sliceOf(from: string, to: string): { readonly from: number; readonly to: number | undefined } {
  return { from: Number(from), to: to === '' ? undefined : Number(to) };
}

function plainValueAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  return walk(value, path, (found) => found);
}

function walk(value: JsonValue | undefined, path: string, then: (found: JsonValue) => JsonValue | undefined): JsonValue | undefined {
  if (value === undefined) return undefined;
  if (path === '') return then(value);
  if (Array.isArray(value)) {
    const found = value.map((entry) => walk(entry, path, then) ?? null);
    return found.every((entry) => entry === null) ? undefined : found;
  }
  if (!isJsonObject(value)) return undefined;
  if (Object.hasOwn(value, path)) return then(value[path] ?? null);
  const dot = path.indexOf('.');
  if (dot < 0) return undefined;
  const head = path.slice(0, dot);
  return Object.hasOwn(value, head) ? walk(value[head], path.slice(dot + 1), then) : undefined;
}

function bracketed(value: JsonValue, bracket: Bracket): JsonValue | undefined {
  if ('index' in bracket) return entryOf(value, bracket.index);
  const { from, to } = bracket;
  if (typeof value === 'string' || Array.isArray(value)) return value.slice(from, to);
  return isJsonObject(value) ? Object.fromEntries(Object.entries(value).slice(from, to)) : undefined;
}

function entryOf(value: JsonValue | undefined, index: number): JsonValue | undefined {
  if (Array.isArray(value)) return value[index];
  return isJsonObject(value) ? Object.values(value)[index] : undefined;
}

/** Names that stay apart from each other and from what brackets mean when they stand in a list of paths. */
const SIMPLE_KEY = /^[\p{L}\p{N}_$@:/-]+$/u;
/** A longer path goes on by positions, so that it fits into an argument. */
const MAX_NAMED_PATH = 300;

/**
 * Where a value stands in an object of the org, written so that `valueAt` finds it, or a part of it, again. Keys that a dotted path cannot
 * hold are told by their position.
 */
export class Locus {
  /**
   * @param root the object that the paths begin at
   * @param head the path of `source`
   * @param from the value is the part of `source` from here
   * @param to and to before here
   * @param rest what of each entry of that part; the value is then a list of it
   */
  private constructor(
    private readonly root: JsonObject,
    private readonly head: string,
    private readonly source: JsonValue | undefined,
    private readonly from = 0,
    private readonly to?: number,
    private readonly rest = '',
  ) {}

  /** The place of what a field names in an object; of the object itself for an empty one. */
  static of(field: string, item: JsonObject): Locus {
    return Locus.below(item, '', item, field);
  }

  private static below(root: JsonObject, head: string, source: JsonValue | undefined, path: string): Locus {
    if (path === '') return new Locus(root, head, source);
    const parsed = plainValueAt(source, path) === undefined ? parseBracket(path) : undefined;
    const plain = parsed?.head ?? path;
    const array = walkedPrefix(plain, source);
    if (array !== undefined) return new Locus(root, joined(head, array), plainValueAt(source, array), 0, undefined, array === '' ? path : path.slice(array.length).replace(/^\./, ''));
    const value = plainValueAt(source, plain);
    if (parsed === undefined) return new Locus(root, joined(head, plain), value);
    const { bracket, rest } = parsed;
    if ('index' in bracket) return Locus.below(root, `${joined(head, plain)}[${bracket.index}]`, entryOf(value, bracket.index), rest);
    return new Locus(root, joined(head, plain), value, bracket.from, bracket.to, rest);
  }

  /** The value whole. */
  get path(): string {
    return this.from === 0 && this.to === undefined ? joined(this.head, this.rest) : this.behind(0);
  }

  /** What follows behind the first characters or entries of the value. */
  behind(count: number): string {
    return joined(`${this.head}[${this.from + count}:${this.to ?? ''}]`, this.rest);
  }

  /** An entry of the value, which is a list. */
  entry(index: number): Locus {
    const at = this.from + index;
    return Locus.below(this.root, `${this.head}[${at}]`, entryOf(this.source, at), this.rest);
  }

  /** A property of the value, which is an object; `index` is its position there. */
  property(key: string, index: number): Locus {
    const value = isJsonObject(this.source) && Object.hasOwn(this.source, key) ? this.source[key] : undefined;
    const named = joined(this.head, key);
    const leadsBack = named.length <= MAX_NAMED_PATH && isSimpleKey(key) && valueAt(this.root, named) === value;
    return new Locus(this.root, leadsBack ? named : `${this.head}[${this.from + index}]`, value);
  }
}

/** True for a name that stands in a path as it is. */
export function isSimpleKey(key: string): boolean {
  return SIMPLE_KEY.test(key);
}

function joined(head: string, path: string): string {
  return head === '' || path === '' || path.startsWith('[') ? `${head}${path}` : `${head}.${path}`;
}

/** The beginning of a path at which an array stands that the rest of the path walks. */
function walkedPrefix(path: string, source: JsonValue | undefined): string | undefined {
  if (Array.isArray(source) && path !== '') return '';
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const prefix = path.slice(0, dot);
    if (Array.isArray(plainValueAt(source, prefix))) return prefix;
  }
  return undefined;
}
