import type { JsonObject, JsonValue } from '../json.js';
import { expandFields, fieldOfColumn, fieldsOf, MAX_COLUMN_NAME, rowOf, WHOLE, type Column } from './columns.js';
import { cutNote, fitNotes, Fitter, MIN_ROOM } from './fit.js';
import { Locus } from './path.js';
import { written, type Written } from './written.js';

/** The one form of a list in an answer. An interface would have no index signature; this is sent as structured content. */
export type ListAnswer = {
  columns: string[];
  rows: JsonValue[][];
  page: { returned: number; has_more: boolean; after?: string };
  notes?: string[];
};

export interface ListSource {
  /** The items that may be told, already bounded by `limit` and cleaned. */
  readonly items: readonly JsonObject[];
  /** Fields that were asked for; undefined for the default columns. */
  readonly fields?: readonly string[];
  readonly defaultColumns: readonly string[];
  /** More items follow the ones in `items`. */
  readonly more: boolean;
  /** The cursor that goes on after the first `shown` of `items`; undefined when it is longer than an argument may be. */
  readonly cursor: (shown: number) => string | undefined;
  readonly notes: readonly string[];
  /** Says what is hidden in the `shown` first rows. */
  readonly hiding?: (shown: number) => readonly string[];
  /** Says how far the answer reaches when more follows the `shown` first items. */
  readonly reach: (shown: number) => readonly string[];
  /** The most characters the answer may have as compact JSON. */
  readonly maxCharacters: number;
  /** How to fit more rows into one answer; empty when nothing does. */
  readonly narrower: string;
  /** False where the caller has no argument `fields` to ask for what was cut. */
  readonly askable?: boolean;
}

/** The shares of an answer that its notes, the note about what was cut, and the names of its columns may take. */
const SHARES = { notes: 0.2, notesBesideAllRows: 0.8, hiding: 0.1, cut: 0.2, columns: 0.25 };
/** Characters that a row has at the least, however much is to be said beside it. */
const FIRST_ROW = 400;

/** Projects items to rows and keeps as many as the budget allows; the cursor goes on exactly behind the last one. */
export function listAnswer(source: ListSource): Written<ListAnswer> {
  const { columns: wanted, beyond } = expandFields(source.fields ?? source.defaultColumns, source.items);
  const all = source.items.map((item) => rowOf(item, wanted));
  const kept = wanted.flatMap((column, index) => (column.name === WHOLE || all.some((row) => isFilled(row[index])) ? [index] : []));
  const notes = [...source.notes, ...unknownFields(source, wanted, kept), ...moreColumns(beyond)];
  const tableWith = (share: number): Table => ({
    columns: kept.flatMap((index) => wanted[index] ?? []),
    rows: all.map((row) => kept.map((index) => row[index] ?? null)),
    notes: fitNotes(notes, Math.floor(source.maxCharacters * share)),
  });
  const table = tableWith(SHARES.notes);
  const count = fitting(table, source.maxCharacters);
  if (count === table.rows.length) {
    // Where all rows have room, what is said beside them may have the rest.
    const whole = written(page(source, tableWith(SHARES.notesBesideAllRows), count));
    if (whole.text.length <= source.maxCharacters) return whole;
  }
  for (let shown = count; shown > 0 || table.rows.length === 0; shown -= 1) {
    const part = written(page(source, table, shown));
    if (part.text.length <= source.maxCharacters) return part;
    if (shown === 0) break;
  }
  return written(firstRow(source, table));
}

interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly JsonValue[])[];
  readonly notes: readonly string[];
}

/** The answer with the first `shown` rows. */
function page(source: ListSource, { columns, rows, notes }: Table, shown: number): ListAnswer {
  const cut = shown < source.items.length;
  const more = cut || source.more;
  const after = more ? source.cursor(shown) : undefined;
  const tooLong = more && (after === undefined || after.length > maxCursor(source.maxCharacters));
  const all = [
    ...notes,
    ...(source.hiding === undefined ? [] : fitNotes(source.hiding(shown), Math.floor(source.maxCharacters * SHARES.hiding))),
    ...(more && shown > 0 ? fitNotes(source.reach(shown), 200) : []),
    ...(cut ? [`Cut at ${source.maxCharacters} characters: ${shown} of ${source.items.length} rows are here; \`page.after\` goes on with the next one. ${source.narrower}`.trim()] : []),
    ...(tooLong ? ['There is more, but the cursor that goes on is too long for an answer: shorten the query, or the user has to raise OKTA_MAX_ANSWER_CHARACTERS.'] : []),
  ];
  return {
    columns: columns.map(shownName),
    rows: rows.slice(0, shown).map((row) => [...row]),
    page: { returned: shown, has_more: more, ...(after === undefined || tooLong ? {} : { after }) },
    ...(all.length === 0 ? {} : { notes: all }),
  };
}

/** The longest cursor that leaves room for a row beside all that is said. */
function maxCursor(maxCharacters: number): number {
  return Math.max(600, Math.min(0.6 * maxCharacters, 0.7 * maxCharacters - 1_000));
}

/** A first guess at how many rows fit, never too low: what has to be added to them is not counted. */
function fitting({ columns, rows }: Table, maxCharacters: number): number {
  const fitter = new Fitter();
  let size = columns.reduce((sum, column) => sum + shownName(column).length + 3, 0);
  if (size > maxCharacters) return 0;
  for (const [index, row] of rows.entries()) {
    for (const value of row) size += fitter.size(value, maxCharacters) + 1;
    if (size > maxCharacters) return index;
  }
  return rows.length;
}

/** The answer with the first row alone, where not even that fits: columns are left out from the end, then the longest values are cut. */
function firstRow(source: ListSource, table: Table): ListAnswer {
  const [item = {}] = source.items;
  const [row = []] = table.rows;
  const cutRoom = Math.floor(source.maxCharacters * SHARES.cut);
  const bare = JSON.stringify(page(source, { ...table, columns: [], rows: [[]], notes: [] }, 1)).length;
  const notes = fitNotes(table.notes, Math.min(source.maxCharacters * SHARES.notes, source.maxCharacters - cutRoom - bare - FIRST_ROW));
  const room = source.maxCharacters - cutRoom - bare - JSON.stringify(notes).length;
  const fitter = new Fitter();
  const count = countColumns(table, row, room, fitter);
  const columns = table.columns.slice(0, count);
  const names = columns.reduce((sum, column) => sum + JSON.stringify(shownName(column)).length + 1, 0);
  const values = row.slice(0, count);
  const share = fitter.share(values.map((value) => fitter.size(value, room) + 1), room - names) - 1;
  const fitted = values.map((value, index) => fitter.fit(value, share, Locus.of(fieldOfColumn(columns[index] ?? { name: WHOLE }, item), item)));
  const paths = [...fitted.flatMap(({ cut }) => cut), ...fieldsOf(table.columns.slice(count))];
  const answer = page(source, { ...table, columns, notes, rows: [fitted.map(({ value }) => value)] }, 1);
  return { ...answer, notes: [...(answer.notes ?? []), ...cutNote(paths, cutRoom, source.askable)] };
}

/** How many of the first columns fit with their names and, in the least room, their values. */
function countColumns({ columns }: Table, row: readonly JsonValue[], room: number, fitter: Fitter): number {
  let left = room;
  let names = room * SHARES.columns;
  for (const [index, column] of columns.entries()) {
    const name = JSON.stringify(shownName(column)).length + 1;
    names -= name;
    left -= name + Math.min(fitter.size(row[index] ?? null, MIN_ROOM) + 1, MIN_ROOM);
    if (index > 0 && (left < 0 || names < 0)) return index;
  }
  return columns.length;
}

function shownName({ name }: Column): string {
  return name.length <= MAX_COLUMN_NAME ? name : `${name.slice(0, MAX_COLUMN_NAME).toWellFormed()}…`;
}

function moreColumns(beyond: readonly string[]): string[] {
  return beyond.length === 0 ? [] : [`More columns: ask for them by \`fields\`: ${beyond.join(', ')}.`];
}

/** Fields that were asked for and are in no row: told, so that a misspelt path is not taken for an empty one. */
function unknownFields(source: ListSource, wanted: readonly Column[], kept: readonly number[]): string[] {
  if (source.fields === undefined || source.items.length === 0) return [];
  const filled = new Set(kept);
  const wildcards = source.fields.filter((field) => field.endsWith('.*') && !wanted.some(({ wildcard }) => wildcard?.field === field));
  const empty = [...wanted.filter((_, index) => !filled.has(index)).map(shownName), ...wildcards];
  return empty.length === 0 ? [] : [`Empty in every row, so left out: ${empty.join(', ')}. (Paths are case-sensitive; \`fields\`: ["*"] shows all there are.)`];
}

function isFilled(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
