import { ToolError } from './tool.js';

/** What one investigation may keep in memory between its reads, in bytes by estimate: the holdings of a hundred thousand users fit. */
export const MAX_RETAINED_BYTES = 48 * 1024 * 1024;

/**
 * Counts what an investigation keeps in memory, in bytes by estimate, so that no org however large or hostile fills it. What is kept is
 * handed in as it is kept; what only passes by is not.
 */
export class Retained {
  readonly #max: number;
  #bytes = 0;
  /** Values for which there was no room. */
  refused = 0;

  constructor(max = MAX_RETAINED_BYTES) {
    this.#max = max;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** True when there is room for a value, which then counts; false when it must not be kept, which the answer has to tell. */
  fits(value: unknown): boolean {
    const size = sizeOf(value, this.#max - this.#bytes);
    if (this.#bytes + size > this.#max) {
      this.refused += 1;
      return false;
    }
    this.#bytes += size;
    return true;
  }

  /** A value that was counted is kept no more. */
  free(value: unknown): void {
    this.#bytes = Math.max(0, this.#bytes - sizeOf(value, Infinity));
  }

  /** Counts a value that the conclusion cannot do without, and returns it. Throws ToolError when there is no room for it. */
  add<T>(value: T): T {
    if (this.fits(value)) return value;
    throw new ToolError(`This investigation would keep more than ${this.#max / 1024 / 1024} MiB in memory.`, 'Narrow it: a smaller population (search, group_id), one app_id, or a shorter window (since, until).');
  }
}

/** Bytes in V8: a header and one byte a character, two where one is not Latin-1; objects and arrays by their slots. */
const HEADER = 16;
const SLOT = 16;

/** The estimated size of a JSON value or of a record of such in bytes; counting ends once it is beyond `enough`. */
function sizeOf(value: unknown, enough: number): number {
  let size = SLOT;
  const open: unknown[] = [value];
  while (open.length > 0 && size <= enough) {
    const next = open.pop();
    if (typeof next === 'string') size += HEADER + next.length * (/[^\u0000-\u00ff]/.test(next) ? 2 : 1);
    else if (typeof next === 'object' && next !== null) {
      const values: unknown[] = Object.values(next);
      size += 2 * HEADER + values.length * SLOT;
      for (const one of values) open.push(one);
    }
  }
  return size;
}
