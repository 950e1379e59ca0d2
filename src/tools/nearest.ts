import { distance } from 'fastest-levenshtein';

/** The names nearest to what was written, best first, none that is further off than half its length. Compared without case. */
export function nearest(written: string, names: readonly string[], count: number): string[] {
  const wanted = written.slice(0, 200).toLowerCase();
  return names
    .map((name) => ({ name, off: distance(wanted, name.toLowerCase()) }))
    .filter(({ name, off }) => off <= Math.max(2, Math.floor(Math.max(name.length, wanted.length) / 2)))
    .sort((a, b) => a.off - b.off || a.name.localeCompare(b.name))
    .slice(0, count)
    .map(({ name }) => name);
}
