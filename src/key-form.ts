/** Whether a private key is given as itself, a JWK or a PEM; anything else is the path of a file that holds one. */
export function isInlineKey(text: string): boolean {
  const given = text.trim();
  return given.startsWith('{') || given.includes('-----BEGIN');
}
