import Table from 'cli-table3';
import stringWidth from 'string-width';
import type { Screen } from './screen.js';

/** Columns narrower than this say nothing; one that cannot have it is left out. */
const NARROWEST = 20;
/** A column is not widened beyond this on a terminal. */
const WIDEST = 80;
/** Across, where nothing is cut since cells are wrapped, and no screen says how wide it is. */
const PIPED_WIDTH = 140;
/** A border and a space on either side of each cell. */
const FRAME = 3;

export interface TableOptions {
  /** Breaks long cells into lines instead of cutting them. */
  readonly wrap?: boolean;
}

/** A table that fits the screen: the widest columns give way first; columns that do not fit at all are named below it. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[], { width, colours }: Pick<Screen, 'width' | 'colours'>, { wrap = false }: TableOptions = {}): string {
  const natural = heads.map((head, index) => rows.reduce((most, row) => Math.max(most, stringWidth(row[index] ?? '')), stringWidth(head)));
  const room = width ?? (wrap ? PIPED_WIDTH : undefined);
  const widths = room === undefined ? natural : fitted(natural, room);
  const made = new Table({ head: heads.slice(0, widths.length).map((head) => colours.bold(head)), colWidths: widths.map((one) => one + FRAME - 1), wordWrap: wrap, style: { head: [], border: [], compact: true } });
  for (const row of rows) made.push(row.slice(0, widths.length));
  const hidden = heads.slice(widths.length);
  return [made.toString(), ...(hidden.length === 0 ? [] : [`  … columns that do not fit: ${hidden.join(', ')}`])].join('\n');
}

function fitted(natural: readonly number[], width: number): number[] {
  const widths = natural.map((one) => Math.min(one, WIDEST));
  const used = (): number => widths.reduce((sum, one) => sum + one + FRAME, 1);
  while (used() > width) {
    const widest = largest(widths);
    if (widest > NARROWEST) widths[widths.indexOf(widest)] = Math.max(NARROWEST, widest - Math.max(1, Math.min(widest - NARROWEST, used() - width)));
    else if (widths.length > 1) widths.pop();
    else return [Math.max(1, width - FRAME - 1)];
  }
  return widths;
}

const largest = (numbers: readonly number[]): number => numbers.reduce((most, one) => Math.max(most, one), 0);

/** Rows without frames, the last column broken into lines where the screen is narrow: the form of help. */
export function layout(rows: readonly (readonly [string, string])[], { width }: Pick<Screen, 'width'>): string {
  const first = largest(rows.map(([name]) => stringWidth(name))) + 2;
  if (width === undefined || width - first < 2 * NARROWEST) return rows.map(([name, text]) => `  ${name.padEnd(first)}${text}`.trimEnd()).join('\n');
  const made = new Table({ chars: NO_FRAME, style: { 'padding-left': 0, 'padding-right': 0 }, colWidths: [2, first, width - first - 3], wordWrap: true });
  for (const row of rows) made.push(['', ...row]);
  return made.toString().split('\n').map((line) => line.trimEnd()).join('\n');
}

const NO_FRAME = Object.fromEntries(['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'].map((place) => [place, '']));
