import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { expandFields, fieldsOf, valueAt, WHOLE, type Column } from './columns.js';
import { cutNote, fitNotes, Fitter, MIN_ROOM, type Fitted } from './fit.js';
import { Locus } from './path.js';
import { written, type Written } from './written.js';

export interface ObjectSource {
  /** The key the object stands under, such as `user`. */
  readonly kind: string;
  readonly item: JsonObject;
  /** Fields that were asked for; undefined for all but `_links`. */
  readonly fields?: readonly string[];
  readonly notes: readonly string[];
  readonly maxCharacters: number;
}

/** The shares of an answer that its notes and the note about what was cut may take. */
const SHARES = { notes: 0.25, cut: 0.2 };

/** No longer name of a property can be asked for. */
const MAX_NAME = 200;

/** The one form of a single thing in an answer: `{"<kind>":{…},"notes":[…]}`. */
export function objectAnswer({ kind, item, fields, notes, maxCharacters }: ObjectSource): Written<JsonObject> {
  const { parts, missing, beyond } = chosen(item, fields);
  const told = [
    ...notes,
    ...(missing.length === 0 ? [] : [`Not there: ${missing.join(', ')}. (Paths are case-sensitive; \`fields\`: ["*"] shows all there are.)`]),
    ...(beyond.length === 0 ? [] : [`There is more: ask for it by \`fields\`: ${beyond.join(', ')}.`]),
  ];
  const fitting = fitNotes(told, Math.floor(maxCharacters * SHARES.notes));
  const cutRoom = Math.floor(maxCharacters * SHARES.cut);
  const frame = JSON.stringify(assemble(kind, {}, fitting)).length;
  const whole = assembleParts(parts);
  const fitter = new Fitter();
  if (fitter.size(whole, maxCharacters) + frame <= maxCharacters) return written(assemble(kind, whole, fitting));
  const fitted = fitParts(parts, item, maxCharacters - frame - cutRoom, fitter);
  return written(assemble(kind, fitted.object, [...fitting, ...cutNote(fitted.cut, cutRoom)]));
}

function assemble(kind: string, item: JsonObject, notes: readonly string[]): JsonObject {
  return { [kind]: item, ...(notes.length === 0 ? {} : { notes: [...notes] }) };
}

/** A value that was chosen by a column; one without a name is the object itself. */
interface Part {
  readonly column: Column;
  readonly value: JsonValue;
}

const ITSELF: Column = { name: '' };

/** What of an object the fields choose. `_links` comes last, so that positions are the same with and without it. */
function chosen(item: JsonObject, fields: readonly string[] | undefined): { parts: Part[]; missing: string[]; beyond: readonly string[] } {
  const { _links: links, ...rest } = item;
  if (fields === undefined) return { parts: [{ column: ITSELF, value: rest }], missing: [], beyond: [] };
  const ordered = links === undefined ? item : { ...rest, _links: links };
  const { columns, beyond } = expandFields(fields, [ordered]);
  if (columns[0]?.name === WHOLE) return { parts: [{ column: ITSELF, value: ordered }], missing: [], beyond };
  const found = columns.map((column) => ({ column: shortened(column), value: valueAt(ordered, column.name) }));
  return {
    parts: found.flatMap(({ column, value }) => (value === undefined ? [] : [{ column, value }])),
    missing: found.flatMap(({ column, value }) => (value === undefined ? [column.name] : [])),
    beyond,
  };
}

/** A column with a name that is too long to be told is named by its position. */
function shortened({ name, wildcard }: Column): Column {
  return name.length <= MAX_NAME || wildcard === undefined ? { name, wildcard } : { name: `${wildcard.field.slice(0, -2)}[${wildcard.index}]`, wildcard };
}

/** The parts, each where it stood, so that an answer reads like Okta's object. */
function assembleParts(parts: readonly Part[]): JsonObject {
  const [first] = parts;
  if (first?.column === ITSELF && isJsonObject(first.value)) return first.value;
  const object: JsonObject = {};
  for (const { column: { name }, value } of parts) place(object, name.includes('[') ? [name] : name.split('.'), value);
  return object;
}

function fitParts(parts: readonly Part[], item: JsonObject, room: number, fitter: Fitter): { object: JsonObject; cut: readonly string[] } {
  // The names on the way to a part take room, too.
  const names = ({ column: { name } }: Part): number => JSON.stringify(name).length + 4 * name.split('.').length;
  const kept = parts.slice(0, countParts(parts.map((part) => names(part) + Math.min(fitter.size(part.value, MIN_ROOM), MIN_ROOM)), room));
  const share = fitter.share(kept.map(({ value }) => fitter.size(value, room)), room - kept.reduce((sum, part) => sum + names(part), 0));
  const fitted = kept.map(({ column, value }): Part & Fitted => ({ column, ...fitter.fit(value, share, Locus.of(column.name, item)) }));
  return { object: assembleParts(fitted), cut: [...fitted.flatMap(({ cut }) => cut), ...fieldsOf(parts.slice(kept.length).map(({ column }) => column))] };
}

function countParts(sizes: readonly number[], room: number): number {
  let left = room;
  const over = sizes.findIndex((size) => (left -= size) < 0);
  return over < 0 ? sizes.length : Math.max(1, over);
}

/** Puts a value back where it stood. */
function place(target: JsonObject, path: readonly string[], value: JsonValue): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  const inner = Object.hasOwn(target, head) ? target[head] : undefined;
  // A value that was asked for by itself, and cut, stands there already.
  if (inner !== undefined && !isJsonObject(inner)) {
    target[path.join('.')] = value;
    return;
  }
  const next: JsonObject = inner ?? {};
  target[head] = next;
  place(next, rest, value);
}
