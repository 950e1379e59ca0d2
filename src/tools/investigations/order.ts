/**
 * Orders texts by code units, the first pair that differs deciding. Rows end with the id: names that OKTA_REDACT hides are all the same,
 * and rows have to come in one order at every call.
 */
export function byTexts(...pairs: readonly (readonly [string, string])[]): number {
  for (const [a, b] of pairs) if (a !== b) return a < b ? -1 : 1;
  return 0;
}
