import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';

/** Room that one note about a cut value takes at most. */
const NOTE_ROOM = 700;
const SHORTEST = 40;

/** Cuts the longest values of one row until it has at most `room` characters as JSON; the notes name what was cut. */
export function shrinkRow(row: readonly JsonValue[], columns: readonly string[], room: number): { row: JsonValue[]; notes: string[] } {
  const names = columns.length === row.length ? columns : row.map(String);
  const { object, notes } = shrinkObject(Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])), room);
  return { row: names.map((name) => object[name] ?? null), notes };
}

/**
 * Cuts the longest values of an object, wherever they stand, until it has at most `room` characters as JSON. A cut value stays in its
 * place as text that says so; the notes name the paths, so that they can be asked for one by one.
 */
export function shrinkObject(object: JsonObject, room: number): { object: JsonObject; notes: string[] } {
  const copy = structuredClone(object);
  const cut: string[] = [];
  for (let size = JSON.stringify(copy).length; size > room - NOTE_ROOM; size = JSON.stringify(copy).length) {
    const longest = longestValue(copy, '');
    if (longest === undefined) break;
    longest.replace(shorten(longest.value, longest.size, size - (room - NOTE_ROOM)));
    if (!cut.includes(longest.path)) cut.push(longest.path);
  }
  if (cut.length === 0) return { object: copy, notes: [] };
  const named = cut.slice(0, 8).map((path) => path.slice(0, 60)).join(', ');
  return { object: copy, notes: [`Too long for one answer, so cut: ${named}${cut.length > 8 ? ` and ${cut.length - 8} more` : ''}. Ask for them by \`fields\`, one path at a time, as deep as needed.`] };
}

interface Place {
  readonly path: string;
  readonly value: JsonValue;
  readonly size: number;
  replace(value: JsonValue): void;
}

/** The longest value that is not mostly one longer value inside: cutting it loses the least. */
function longestValue(container: JsonObject | JsonValue[], path: string): Place | undefined {
  const places = Object.entries(container).map(([key, value]: [string, JsonValue]): Place => {
    const inner = Array.isArray(container) ? path : path === '' ? key : `${path}.${key}`;
    return { path: inner, value, size: JSON.stringify(value).length, replace: (next) => { Reflect.set(container, key, next); } };
  });
  const longest = places.reduce<Place | undefined>((best, place) => (best === undefined || place.size > best.size ? place : best), undefined);
  if (longest === undefined || longest.size <= SHORTEST * 2) return undefined;
  if (!Array.isArray(longest.value) && !isJsonObject(longest.value)) return longest;
  const inner = longestValue(longest.value, longest.path);
  return inner !== undefined && inner.size > longest.size / 2 ? inner : longest;
}

function shorten(value: JsonValue, size: number, over: number): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const keep = Math.max(SHORTEST, Math.floor(text.length * Math.max(0, 1 - (over + SHORTEST) / size)));
  return `${text.slice(0, keep).toWellFormed()}…[cut: ${text.length} characters]`;
}
