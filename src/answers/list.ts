import type { JsonObject, JsonValue } from '../json.js';
import { expandFields, rowOf, WHOLE } from './columns.js';
import { shrinkRow } from './shrink.js';
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
  /** The cursor that goes on after the first `shown` of `items`; undefined when the list cannot be paged further. */
  readonly cursor: (shown: number) => string | undefined;
  readonly notes: readonly string[];
  /** Says how far the answer reaches when more follows the `shown` first items. */
  readonly reach: (shown: number) => readonly string[];
  /** The most characters the answer may have as compact JSON. */
  readonly maxCharacters: number;
  /** How to fit more rows into one answer; empty when nothing does. */
  readonly narrower: string;
}

/** Projects items to rows and keeps as many as the budget allows; the cursor goes on exactly behind the last one. */
export function listAnswer(source: ListSource): Written<ListAnswer> {
  const wanted = expandFields(source.fields ?? source.defaultColumns, source.items);
  const rows = source.items.map((item) => rowOf(item, wanted));
  const columns = wanted.filter((column, index) => column === WHOLE || rows.some((row) => isFilled(row[index])));
  const notes = [...source.notes, ...unknownFields(source, wanted, columns)];
  const kept = columns.map((column) => wanted.indexOf(column));
  const filled = rows.map((row) => kept.map((index) => row[index] ?? null));
  const all = written(page(source, columns, filled, notes));
  if (all.text.length <= source.maxCharacters) return all;
  for (let shown = fitting(filled, source.maxCharacters); ; shown -= 1) {
    const part = written(page(source, columns, filled.slice(0, shown), notes));
    if (part.text.length <= source.maxCharacters) return part;
    if (shown <= 1) return written(withShrunkRow(part.answer, columns, source.maxCharacters));
  }
}

function page(source: ListSource, columns: readonly string[], rows: JsonValue[][], notes: readonly string[]): ListAnswer {
  const shown = rows.length;
  const cut = shown < source.items.length;
  const more = cut || source.more;
  const after = more ? source.cursor(shown) : undefined;
  const reached = more && shown > 0 ? [...notes, ...source.reach(shown)] : notes;
  const all = cut ? [...reached, `Cut at ${source.maxCharacters} characters: ${shown} of ${source.items.length} rows are here; \`page.after\` goes on with the next one. ${source.narrower}`.trim()] : reached;
  return {
    columns: [...columns],
    rows,
    page: { returned: shown, has_more: more, ...(after === undefined ? {} : { after }) },
    ...(all.length === 0 ? {} : { notes: [...all] }),
  };
}

/** A first guess at how many rows fit, at least one. */
function fitting(rows: readonly JsonValue[][], maxCharacters: number): number {
  let size = 0;
  for (const [index, row] of rows.entries()) {
    size += JSON.stringify(row).length + 1;
    if (size > maxCharacters) return Math.max(1, index);
  }
  return rows.length;
}

function withShrunkRow(answer: ListAnswer, columns: readonly string[], maxCharacters: number): ListAnswer {
  const [row] = answer.rows;
  if (row === undefined) return answer;
  const room = maxCharacters - (JSON.stringify(answer).length - JSON.stringify(row).length);
  const shrunk = shrinkRow(row, columns, room);
  return { ...answer, rows: [shrunk.row], notes: [...(answer.notes ?? []), ...shrunk.notes] };
}

/** Fields that were asked for and are in no row: told, so that a misspelt path is not taken for an empty one. */
function unknownFields(source: ListSource, wanted: readonly string[], columns: readonly string[]): string[] {
  if (source.fields === undefined || source.items.length === 0) return [];
  const wildcards = source.fields.filter((field) => field.endsWith('.*') && !wanted.some((column) => column.startsWith(field.slice(0, -1))));
  const empty = [...wanted.filter((column) => !columns.includes(column)), ...wildcards];
  return empty.length === 0 ? [] : [`Empty in every row, so left out: ${empty.join(', ')}. (Paths are case-sensitive; \`fields\`: ["*"] shows all there are.)`];
}

function isFilled(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
