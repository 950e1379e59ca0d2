/** Deeper than anything in Okta's API document (its deepest answers have 12 levels); code that walks a value may use a level of the stack for each. */
const MAX_DEPTH = 64;
/** A full page of 1,000 events has some 150,000 values. */
const MAX_VALUES = 400_000;

/** The longest name of a property: custom attributes have at most a few dozen characters, and what is made of a name is made for each of its values. */
const MAX_NAME_BYTES = 4_096;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
/** `[` and `]`; with this bit set they are `{` and `}`. */
const OPEN = 0x5b;
const CLOSE = 0x5d;
const BRACE = 0x20;

/**
 * Looks at JSON as it arrives, before anything is made of it: a few megabytes of brackets can become gigabytes of objects, or nesting that
 * overflows the stack. What is not JSON is left to the parser.
 */
export class JsonShape {
  #depth = 0;
  #values = 0;
  #inText = false;
  #escaped = false;
  /** Bytes of the text that was begun last. */
  #textBytes = 0;

  /** Takes the next bytes; returns what is wrong with the shape, undefined while nothing is. */
  push(bytes: Uint8Array): string | undefined {
    let depth = this.#depth;
    let values = this.#values;
    let inText = this.#inText;
    let escaped = this.#escaped;
    let textBytes = this.#textBytes;
    let deepest = depth;
    let longestName = 0;
    for (let index = 0; index < bytes.length; index += 1) {
      const byte = bytes[index];
      if (inText) {
        textBytes += 1;
        if (escaped) escaped = false;
        else if (byte === QUOTE) inText = false;
        else if (byte === BACKSLASH) escaped = true;
        continue;
      }
      if (byte === QUOTE) {
        inText = true;
        textBytes = 0;
      } else if (byte === COLON) {
        if (textBytes > longestName) longestName = textBytes;
      } else if (byte === COMMA) values += 1;
      else if (byte === OPEN || byte === (OPEN | BRACE)) {
        values += 1;
        depth += 1;
        if (depth > deepest) deepest = depth;
      } else if (byte === CLOSE || byte === (CLOSE | BRACE)) depth -= 1;
    }
    this.#depth = depth;
    this.#values = values;
    this.#inText = inText;
    this.#escaped = escaped;
    this.#textBytes = textBytes;
    if (deepest > MAX_DEPTH) return `it is nested more than ${MAX_DEPTH} levels deep`;
    if (longestName > MAX_NAME_BYTES) return `a name in it is longer than ${MAX_NAME_BYTES} bytes`;
    return values > MAX_VALUES ? `it holds more than ${MAX_VALUES} values` : undefined;
  }
}
