import { createHmac, randomBytes } from 'node:crypto';

/**
 * Stand-ins for redacted values: the same for the same text as long as the process lives. Without the key, which nobody knows, a stand-in
 * cannot be traced back by trying values.
 */
export function pseudonyms(): (text: string) => string {
  const key = randomBytes(32);
  return (text) => createHmac('sha256', key).update(text).digest('base64url').slice(0, 8);
}
