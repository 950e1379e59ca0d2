import { Buffer } from 'node:buffer';

const NEWLINE = 0x0a;

/**
 * Cuts a byte stream into lines. A line longer than `maxBytes` is dropped as it comes in, so that it costs no memory, and reported as
 * undefined when it ends.
 */
export class LineReader {
  readonly #maxBytes: number;
  readonly #encoding: 'utf8' | 'latin1';
  #parts: Buffer[] = [];
  #size = 0;
  #dropping = false;

  /** @param encoding with `latin1` each character of a line is a byte, so that none is lost; with `utf8` bytes that are no UTF-8 become U+FFFD */
  constructor(maxBytes: number, encoding: 'utf8' | 'latin1' = 'utf8') {
    this.#maxBytes = maxBytes;
    this.#encoding = encoding;
  }

  /** Takes the next bytes; returns the lines they complete. */
  push(chunk: Buffer): (string | undefined)[] {
    const lines: (string | undefined)[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#keep(chunk.subarray(start, end));
      lines.push(this.#take());
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  /** What stands behind the last line break when the stream ends; undefined when nothing does. */
  rest(): string | undefined {
    return this.#size > 0 ? this.#take() : undefined;
  }

  #keep(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > this.#maxBytes) {
      this.#dropping = true;
      this.#parts = [];
    } else if (part.length > 0) this.#parts.push(part);
  }

  #take(): string | undefined {
    const line = this.#dropping ? undefined : Buffer.concat(this.#parts).toString(this.#encoding);
    this.#parts = [];
    this.#size = 0;
    this.#dropping = false;
    return line;
  }
}
