import { isJsonObject, type JsonValue } from '../json.js';
import type { Screen } from './screen.js';
import { table } from './table.js';

/** How much of an answer is shown: Infinity shows all rows. */
export interface AnswerLimits extends Pick<Screen, 'width' | 'colours'> {
  readonly rows: number;
}

/** An answer's structured content as a table for people: lists as they are, single things as paths and values. */
export function answerTable(answer: unknown, limits: AnswerLimits): string {
  if (!isJsonObject(answer)) return '';
  const { columns, rows, notes, page, summary } = answer;
  const lines = isJsonObject(summary) ? [pairs(leaves(summary, ''), { ...limits, rows: Infinity })] : [];
  lines.push(Array.isArray(columns) && Array.isArray(rows) ? listTable(columns.map(cell), rows, limits) : pairs(leaves(answer, '').filter(([path]) => !path.startsWith('notes')), limits));
  if (isJsonObject(page) && page['has_more'] === true) lines.push('  … there is more: page.after goes on from here');
  if (Array.isArray(notes)) for (const note of notes) lines.push(`  note: ${cell(note)}`);
  return lines.join('\n');
}

function listTable(columns: readonly string[], rows: readonly JsonValue[], limits: AnswerLimits): string {
  if (rows.length === 0) return '  no rows';
  const heads = columns.map((name) => name.split('.').slice(-2).join('.'));
  const shown = table(heads, rows.slice(0, limits.rows).map((row) => columns.map((_, index) => cell(Array.isArray(row) ? row[index] : undefined))), limits);
  return rows.length > limits.rows ? `${shown}\n  … ${rows.length - limits.rows} more rows` : shown;
}

function pairs(all: readonly [string, JsonValue][], limits: AnswerLimits): string {
  const shown = table(['path', 'value'], all.slice(0, limits.rows).map(([path, value]) => [path, cell(value)]), limits);
  return all.length > limits.rows ? `${shown}\n  … ${all.length - limits.rows} more values` : shown;
}

/** Every value of an object that is none itself, by its dotted path. */
export function leaves(value: JsonValue, path: string): [string, JsonValue][] {
  if (!isJsonObject(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

/** A value as one line of text. */
export function cell(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
