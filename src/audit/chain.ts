import { createHash } from 'node:crypto';

/*
 * Each line of an audit file ends in two members: `prev`, the SHA-256 of the line before it as it stands in the file (without its line
 * break), and `check`, the first half of a SHA-256 of the line itself without `check`. `prev` ties each line to all before it, so that
 * nothing can be changed, taken out or put in between without changing everything behind it. `check` tells a line that was changed from a
 * neighbour that is missing, and covers the last line, which no other line does yet; it is no secret, and proves nothing by itself.
 */

/** `prev` of the first line of a file. */
export const GENESIS = '0'.repeat(64);
/** `prev` behind a line that is too long to be one of this program, and is not read. */
export const NOT_READ = 'f'.repeat(64);
/** A longer line is none of this program. */
export const MAX_LINE_BYTES = 1024 * 1024;

const CHECK_LENGTH = 32;
const TAIL = new RegExp(`,"prev":"([0-9a-f]{64})","check":"([0-9a-f]{${CHECK_LENGTH}})"\\}$`);

/** The hash of a line, without its line break. */
export function lineHash(line: Buffer | string): string {
  return createHash('sha256').update(line).digest('hex');
}

/** Ties a line, the JSON text of an object that is not empty, to the one before it. */
export function chained(text: string, prev: string): string {
  const body = `${text.slice(0, -1)},"prev":"${prev}"}`;
  return `${body.slice(0, -1)},"check":"${checkOf(body)}"}`;
}

/** What a line says of itself. */
export type Link = { readonly kind: 'unchained' } | { readonly kind: 'changed' } | { readonly kind: 'linked'; readonly prev: string };

/** Reads the two members; `changed` when the line is not what `check` was made of. */
export function readLink(line: string): Link {
  const [tail = '', prev = '', check] = TAIL.exec(line.slice(-(64 + CHECK_LENGTH + 40))) ?? [];
  if (tail === '') return /"(prev|check)":/.test(line.slice(-200)) ? { kind: 'changed' } : { kind: 'unchained' };
  return checkOf(`${line.slice(0, line.length - tail.length)},"prev":"${prev}"}`) === check ? { kind: 'linked', prev } : { kind: 'changed' };
}

function checkOf(body: string): string {
  return lineHash(body).slice(0, CHECK_LENGTH);
}
