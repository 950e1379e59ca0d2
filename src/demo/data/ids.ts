import type { Random } from './random.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const URL_SAFE = `${ALPHABET}-_`;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function letters(random: Random, count: number, alphabet: string): string {
  let text = '';
  for (let i = 0; i < count; i++) text += alphabet.charAt(random.int(0, alphabet.length - 1));
  return text;
}

/** An id as Okta makes them: a prefix that tells the kind, a part that grows with time, letters, the cell. 20 characters. */
export function oktaId(prefix: string, created: number, random: Random): string {
  const seconds = Math.floor(created / 1000).toString(36).padStart(6, '0').slice(-6);
  return prefix + seconds + letters(random, 17 - prefix.length - 6, ALPHABET) + '5d7';
}

/** Letters, digits, `-` and `_`: client secrets, key ids, session ids. */
export function token(random: Random, length: number): string {
  return letters(random, length, URL_SAFE);
}

/** A shared secret of a one-time password generator. */
export function base32Secret(random: Random): string {
  return letters(random, 16, BASE32);
}

function hex8(random: Random): string {
  return random.uint32().toString(16).padStart(8, '0');
}

/** 32 hexadecimal digits: request ids, device fingerprints. */
export function hex32(random: Random): string {
  return hex8(random) + hex8(random) + hex8(random) + hex8(random);
}

/** The uuid of a System Log event: version 1 in shape. */
export function uuid(random: Random): string {
  const a = hex8(random);
  const b = hex8(random);
  return `${a}-${b.slice(0, 4)}-11f1-${(0x8000 | (random.uint32() & 0x3fff)).toString(16)}-${hex8(random)}${b.slice(4)}`;
}

/** What Okta uses as the id of a standard role's assignment: its type in base 32, without padding. */
export function base32(text: string): string {
  let bits = '';
  for (const byte of new TextEncoder().encode(text)) bits += byte.toString(2).padStart(8, '0');
  let encoded = '';
  for (let at = 0; at < bits.length; at += 5) encoded += BASE32.charAt(parseInt(bits.slice(at, at + 5).padEnd(5, '0'), 2));
  return encoded;
}
