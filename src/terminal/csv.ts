import { stringify } from 'csv-stringify/sync';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { cell, leaves } from './answer-table.js';

/**
 * An answer as CSV (RFC 4180): a list's columns and rows, a single thing's paths and values. Strangers write the org's text: what a
 * spreadsheet would run is made text (`withoutFormulas`), and every text is quoted. Numbers stay numbers, below zero too.
 */
export function answerCsv(answer: JsonObject): string {
  const { columns, rows } = answer;
  const isList = Array.isArray(columns) && Array.isArray(rows);
  const lines = isList
    ? [columns.map(csvCell), ...rows.map((row) => (Array.isArray(row) ? row.map(csvCell) : []))]
    : [['path', 'value'], ...Object.entries(answer).flatMap(([kind, value]) => (kind === 'notes' || !isJsonObject(value) ? [] : leaves(value, '').map(([path, leaf]) => [csvCell(path), csvCell(leaf)])))];
  return stringify(lines, { quoted_string: true, quoted_empty: false }).replace(/\n$/, '');
}

function csvCell(value: JsonValue | undefined): string | number {
  return typeof value === 'number' ? value : withoutFormulas(cell(value));
}

/** What begins a formula, also written with a look-alike (full width, small, superscript): spreadsheets read some of them as the real one. */
const FORMULA = /^[=+\-@\u2212]/;
/** What spreadsheets pass over before a formula: white space, what cannot be seen, quotation marks. */
const PASSED_OVER = /[\s\p{C}\p{Z}\p{Pi}\p{Pf}"'`\u00b4\u201a\u201e\uff02\uff07]/u;
/**
 * What begins a new cell where the list separator of the machine is no comma. There a quotation mark counts only at the start of what the
 * semicolons part, so that quoting alone keeps nothing together.
 */
const SEPARATORS = new Set([';', '|', '\t', '\r', '\n']);

/**
 * Puts an apostrophe, which makes a cell text, before a cell that a spreadsheet would run as a formula, and before each part of it that
 * would be a cell of its own where semicolons, bars, tabs or line breaks part cells (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function withoutFormulas(text: string): string {
  let safe = '';
  let copied = 0;
  let start = 0;
  let mayBegin = true;
  let index = 0;
  for (const character of text) {
    const end = index + character.length;
    if (mayBegin && FORMULA.test(character.normalize('NFKC'))) {
      safe += `${text.slice(copied, start)}'`;
      copied = start;
      mayBegin = false;
    } else if (SEPARATORS.has(character)) {
      mayBegin = true;
      start = end;
    } else if (!PASSED_OVER.test(character)) mayBegin = false;
    index = end;
  }
  const result = safe + text.slice(copied);
  return /^[\t\r\n]/.test(result) ? `'${result}` : result;
}
