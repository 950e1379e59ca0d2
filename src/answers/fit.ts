import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import type { Locus } from './path.js';

/** A value that was made to fit, and the paths of what was cut from it. */
export interface Fitted {
  readonly value: JsonValue;
  /** Each names what is missing, so that it can be asked for as it stands. */
  readonly cut: readonly string[];
}

/** The least room, in characters as JSON, in which a cut value still says something. */
export const MIN_ROOM = 64;
/** What the mark of cut entries takes in a list or an object. */
const MARK_ROOM = 48;
/** A longer name of a property is cut. */
const MAX_KEY = 80;

/**
 * Makes values fit into a number of characters as JSON: the longest give way first, what is short stays whole. A cut value stays in its
 * place as text that says so; entries that do not fit are left out at the end of their list or object. No more of a value is looked at
 * than may be told of it.
 */
export class Fitter {
  readonly #sizes = new Map<JsonValue[] | JsonObject, number>();

  /** The characters of a value as compact JSON; for a longer one than `cap` any number above it. */
  size(value: JsonValue, cap = Infinity): number {
    if (typeof value === 'string' && value.length > cap) return value.length;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value).length;
    const known = this.#sizes.get(value);
    if (known !== undefined) return known;
    let size = 1;
    if (Array.isArray(value)) {
      for (const entry of value) {
        size += this.size(entry, cap - size) + 1;
        if (size > cap) return size;
      }
    } else {
      for (const key of Object.keys(value)) {
        size += JSON.stringify(key).length + 2;
        size += this.size(value[key] ?? null, cap - size);
        if (size > cap) return size;
      }
    }
    size = Math.max(2, size);
    this.#sizes.set(value, size);
    return size;
  }

  /** The value in at most `room` characters, MIN_ROOM or more. */
  fit(value: JsonValue, room: number, locus: Locus): Fitted {
    if (this.size(value, room) <= room) return { value, cut: [] };
    if (typeof value === 'string') return cutText(value, room, locus);
    if (Array.isArray(value)) return this.#fitArray(value, room, locus);
    return isJsonObject(value) ? this.#fitObject(value, room, locus) : { value, cut: [] };
  }

  /**
   * The longest that each of some values may be, so that all of them fit into `room` characters: short ones stay whole, long ones get an
   * equal share.
   */
  share(sizes: readonly number[], room: number): number {
    const ascending = sizes.toSorted((a, b) => a - b);
    let left = room;
    for (const [index, size] of ascending.entries()) {
      const equal = Math.floor(left / (ascending.length - index));
      if (size > equal) return Math.max(MIN_ROOM, equal);
      left -= size;
    }
    return Infinity;
  }

  #fitPart(value: JsonValue, room: number, locus: () => Locus): Fitted {
    return this.size(value, room) <= room ? { value, cut: [] } : this.fit(value, room, locus());
  }

  #fitArray(array: readonly JsonValue[], room: number, locus: Locus): Fitted {
    const sizes = keptSizes(array, room, (entry) => ({ own: 1, value: this.size(entry, room) }));
    const kept = sizes.length;
    if (kept === 0) return { value: `…[cut: ${array.length} entries]`, cut: [locus.path] };
    const share = this.share(sizes, room - 2 - MARK_ROOM - kept);
    const fitted = array.slice(0, kept).map((entry, index) => this.#fitPart(entry, share, () => locus.entry(index)));
    const all = kept === array.length;
    return {
      value: [...fitted.map(({ value }) => value), ...(all ? [] : [`…[cut: ${kept} of ${array.length} entries]`])],
      cut: [...fitted.flatMap(({ cut }) => cut), ...(all ? [] : [locus.behind(kept)])],
    };
  }

  #fitObject(object: JsonObject, room: number, locus: Locus): Fitted {
    const keys = Object.keys(object);
    const shown: string[] = [];
    let names = 0;
    const sizes = keptSizes(keys, room, (key, index) => {
      const name = shownKey(key, index);
      const own = JSON.stringify(name).length + 2;
      shown.push(name);
      return { own, value: this.size(object[key] ?? null, room) };
    }, (own) => { names += own; });
    const kept = sizes.length;
    if (kept === 0) return { value: `…[cut: ${keys.length} entries]`, cut: [locus.path] };
    const share = this.share(sizes, room - 2 - MARK_ROOM - names);
    const fitted = keys.slice(0, kept).map((key, index) => ({ name: shown[index] ?? key, ...this.#fitPart(object[key] ?? null, share, () => locus.property(key, index)) }));
    const all = kept === keys.length;
    return {
      value: Object.fromEntries([...fitted.map(({ name, value }): [string, JsonValue] => [name, value]), ...(all ? [] : [[unusedKey(object), `[cut: ${kept} of ${keys.length} entries]`] as const])]),
      cut: [...fitted.flatMap(({ cut }) => cut), ...(all ? [] : [locus.behind(kept)])],
    };
  }
}

/** The sizes of the values of the first entries that fit, each whole or in the least room; `own` is what an entry takes beside its value. */
function keptSizes<Entry>(entries: readonly Entry[], room: number, sizeOf: (entry: Entry, index: number) => { readonly own: number; readonly value: number }, keep: (own: number) => void = () => undefined): number[] {
  const sizes: number[] = [];
  let left = room - 2 - MARK_ROOM;
  for (const [index, entry] of entries.entries()) {
    const { own, value } = sizeOf(entry, index);
    left -= own + Math.min(value, MIN_ROOM);
    if (left < 0) break;
    keep(own);
    sizes.push(value);
  }
  return sizes;
}

function shownKey(key: string, index: number): string {
  return key.length <= MAX_KEY ? key : `${key.slice(0, MAX_KEY).toWellFormed()}…[cut: ${key.length} characters, entry ${index}]`;
}

function unusedKey(object: JsonObject): string {
  let key = '…';
  while (Object.hasOwn(object, key)) key += '…';
  return key;
}

function cutText(text: string, room: number, locus: Locus): Fitted {
  const mark = (kept: number): string => `…[cut: ${kept} of ${text.length} characters]`;
  const budget = room - 2 - mark(text.length).length;
  let kept = Math.max(1, budget);
  for (let size = escapedSize(text, kept); size > budget && kept > 1; size = escapedSize(text, kept)) kept = Math.max(1, Math.min(kept - 1, Math.floor((kept * budget) / size)));
  // Never between the halves of a surrogate pair.
  if (kept > 1 && /[\ud800-\udbff]/.test(text[kept - 1] ?? '')) kept -= 1;
  return { value: `${text.slice(0, kept)}${mark(kept)}`, cut: [locus.behind(kept)] };
}

function escapedSize(text: string, count: number): number {
  return JSON.stringify(text.slice(0, count)).length - 2;
}

/** The note's words beside the paths. */
const FIXED_WORDS = 170;

/** The note about what was cut: as many paths as have room. `askable`: the paths can be asked for by `fields`. */
export function cutNote(paths: readonly string[], room: number, askable = true): string[] {
  if (paths.length === 0) return [];
  const named: string[] = [];
  let left = room - FIXED_WORDS;
  for (const path of paths) {
    left -= JSON.stringify(path).length;
    if (left < 0) break;
    named.push(path);
  }
  const more = paths.length - named.length;
  const rest = more === 0 ? '' : `${named.length === 0 ? '' : ' and '}${more} more places, marked …[cut`;
  const advice = askable ? ' Ask for each by `fields`, as it stands here, with the same arguments.' : '';
  return [`Too long for one answer, so cut: ${named.join(', ')}${rest}.${advice}`];
}

/** Notes in at most `room` characters: long ones are cut, and what does not fit is counted. */
export function fitNotes(notes: readonly string[], room: number): string[] {
  const longest = Math.max(MIN_ROOM, Math.floor(room / 2));
  const kept: string[] = [];
  let left = room - MIN_ROOM;
  for (const [index, note] of notes.entries()) {
    const shown = note.length <= longest ? note : `${note.slice(0, longest - 1).toWellFormed()}…`;
    left -= JSON.stringify(shown).length + 1;
    if (left < 0) return [...kept, `${notes.length - index} more notes do not fit here.`];
    kept.push(shown);
  }
  return kept;
}
