import type { Random } from './random.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const URL_SAFE = `${ALPHABET}-_`;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Text of so many characters. One buffer and not a sum of characters: the org has a million ids, and sums stay trees in memory. */
function letters(random: Random, count: number, alphabet: string): string {
  const bytes = Buffer.allocUnsafe(count);
  for (let at = 0; at < count; at++) bytes[at] = alphabet.charCodeAt(random.int(0, alphabet.length - 1));
  return bytes.toString('latin1');
}

const HEX = Buffer.alloc(16);

function hexBytes(random: Random): Buffer {
  for (let at = 0; at < 16; at += 4) HEX.writeUInt32BE(random.uint32(), at);
  return HEX;
}

/** An id as Okta makes them: a prefix that tells the kind, a part that grows with time, letters, the cell. 20 characters. */
export function oktaId(prefix: string, created: number, random: Random): string {
  const seconds = Math.floor(created / 1000).toString(36).padStart(6, '0').slice(-6);
  return Buffer.from(prefix + seconds + letters(random, 17 - prefix.length - 6, ALPHABET) + '5d7', 'latin1').toString('latin1');
}

/** Letters, digits, `-` and `_`: client secrets, key ids, session ids. */
export function token(random: Random, length: number): string {
  return letters(random, length, URL_SAFE);
}

/** A shared secret of a one-time password generator. */
export function base32Secret(random: Random): string {
  return letters(random, 16, BASE32);
}

/** 32 hexadecimal digits: request ids, device fingerprints. */
export function hex32(random: Random): string {
  return hexBytes(random).toString('hex');
}

/** The uuid of a System Log event: version 1 in shape. */
export function uuid(random: Random): string {
  const hex = hexBytes(random).toString('hex');
  const text = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-11f1-${(0x8000 | (parseInt(hex.slice(12, 16), 16) & 0x3fff)).toString(16)}-${hex.slice(20)}`;
  return Buffer.from(text, 'latin1').toString('latin1');
}

/** What Okta uses as the id of a standard role's assignment: its type in base 32, without padding. */
export function base32(text: string): string {
  let bits = '';
  for (const byte of new TextEncoder().encode(text)) bits += byte.toString(2).padStart(8, '0');
  let encoded = '';
  for (let at = 0; at < bits.length; at += 5) encoded += BASE32.charAt(parseInt(bits.slice(at, at + 5).padEnd(5, '0'), 2));
  return encoded;
}
