import { stringify } from 'csv-stringify/sync';
import { isJsonObject, type JsonObject } from '../json.js';
import { cell, leaves } from './answer-table.js';

/** An answer as CSV (RFC 4180): a list's columns and rows, a single thing's paths and values. Cells that a spreadsheet would run as a formula are escaped, since strangers write the org's text. */
export function answerCsv(answer: JsonObject): string {
  const { columns, rows } = answer;
  const isList = Array.isArray(columns) && Array.isArray(rows);
  const lines = isList
    ? [columns.map(cell), ...rows.map((row) => (Array.isArray(row) ? row.map(cell) : []))]
    : [['path', 'value'], ...Object.entries(answer).flatMap(([kind, value]) => (kind === 'notes' || !isJsonObject(value) ? [] : leaves(value, '').map(([path, leaf]) => [path, cell(leaf)])))];
  return stringify(lines, { escape_formulas: true }).replace(/\n$/, '');
}
