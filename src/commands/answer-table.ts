import Table from 'cli-table3';
import { isJsonObject, type JsonValue } from '../json.js';

/** How much of an answer a terminal shows. */
export interface TableLimits {
  /** Characters across. */
  readonly width: number;
  readonly rows: number;
}

/** Characters of the widest cell. */
const WIDEST = 34;

/** An answer's structured content as a table for people: lists as they are, single things as paths and values. */
export function answerTable(answer: unknown, limits: TableLimits): string {
  if (!isJsonObject(answer)) return '';
  const { columns, rows, notes, page, summary } = answer;
  const lines = isJsonObject(summary) ? [cut(JSON.stringify(summary), limits.width)] : [];
  lines.push(Array.isArray(columns) && Array.isArray(rows) ? listTable(columns.map(cell), rows, limits) : objectTable(answer, limits));
  if (isJsonObject(page) && page['has_more'] === true) lines.push('  … page.has_more: page.after goes on from here');
  if (Array.isArray(notes)) lines.push(...notes.map((note) => `  note: ${cell(note)}`));
  return lines.join('\n');
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/** Shows the first columns whole, as many as the width takes, and names the others. */
function listTable(columns: readonly string[], rows: readonly JsonValue[], { width, rows: most }: TableLimits): string {
  const heads = columns.map((name) => name.split('.').slice(-2).join('.'));
  const cells = rows.slice(0, most).map((row) => columns.map((_, index) => cell(Array.isArray(row) ? row[index] : undefined)));
  const widths = heads.map((head, index) => Math.min(WIDEST, Math.max(head.length, ...cells.map((row) => row[index]?.length ?? 0))) + 2);
  let shown = 0;
  for (let used = 1; shown < widths.length && used + (widths[shown] ?? 0) + 1 <= width; shown += 1) used += (widths[shown] ?? 0) + 1;
  const table = new Table({ head: heads.slice(0, shown), colWidths: widths.slice(0, shown), style: { head: [], border: [], compact: true } });
  for (const row of cells) table.push(row.slice(0, shown));
  const hidden = [...(rows.length > most ? [`${rows.length - most} more rows`] : []), ...(columns.length > shown ? [`columns ${columns.slice(shown).join(', ')}`] : [])];
  return [table.toString(), ...(hidden.length === 0 ? [] : [`  … not shown here: ${hidden.join('; ')}`])].join('\n');
}

function objectTable(answer: JsonValue, { width, rows }: TableLimits): string {
  const pairs = leaves(answer, '').filter(([path]) => !path.startsWith('notes'));
  const table = new Table({ colWidths: [Math.min(42, Math.floor(width / 3)), width - Math.min(42, Math.floor(width / 3)) - 3], style: { head: [], border: [], compact: true } });
  for (const [path, value] of pairs.slice(0, rows)) table.push([path, cell(value)]);
  return [table.toString(), ...(pairs.length > rows ? [`  … not shown here: ${pairs.length - rows} more values`] : [])].join('\n');
}

function leaves(value: JsonValue, path: string): [string, JsonValue][] {
  if (!isJsonObject(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

function cell(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
