/** A caller corrects so many at once; more is noise. */
const MAX_FAULTS = 10;

/** The faults of one input, each a sentence, at most ten of them; then how many more there are. */
export function boundedFaults(faults: readonly string[]): string[] {
  const further = faults.length - MAX_FAULTS;
  return further <= 0 ? [...faults] : [...faults.slice(0, MAX_FAULTS), `And ${further} more.`];
}
