/**
 * The paths that OKTA_REDACT names. A pattern holds at any depth, so that a user's phone is hidden where a user is embedded in something
 * else, too; `*` stands for any part of one name. Names compare without case. Matching takes time in proportion to the path's length.
 */
export class PathPatterns {
  readonly #patterns: readonly (readonly string[])[];
  /** The names that the longest pattern has: no more of a path's end is needed to judge it. */
  readonly longest: number;

  constructor(paths: readonly string[]) {
    this.#patterns = paths.map(namesOf);
    this.longest = this.#patterns.reduce((most, pattern) => Math.max(most, pattern.length), 0);
  }

  get none(): boolean {
    return this.#patterns.length === 0;
  }

  /** True where a pattern matches names in a row that end at `from` or behind it. */
  match(names: readonly string[], from = 0): boolean {
    return this.#patterns.some((pattern) => {
      for (let end = Math.max(from + 1, pattern.length); end <= names.length; end += 1) {
        if (pattern.every((part, index) => matchesName(part, names[end - pattern.length + index] ?? ''))) return true;
      }
      return false;
    });
  }

  /** True where a pattern names a path or something that it stands in. */
  hides(path: string): boolean {
    return this.match(namesOf(path));
  }

  /** True where a pattern goes through a path to something below it: `profile.mobilePhone` through `profile`. A `*` alone may be any path, so it names none. */
  hidesBelow(path: string): boolean {
    const names = namesOf(path);
    return this.#patterns.some((pattern) => {
      for (let count = Math.min(pattern.length - 1, names.length); count > 0; count -= 1) {
        const through = pattern.slice(0, count);
        if (through.some((part) => !/^\*+$/.test(part)) && through.every((part, index) => matchesName(part, names[names.length - count + index] ?? ''))) return true;
      }
      return false;
    });
  }
}

/** The names of a dotted path, as patterns compare them. */
export function namesOf(path: string): string[] {
  return path.toLowerCase().split('.');
}

/** Matches `*` greedily and goes back to the last one only: no pattern takes more steps than its length times the name's. */
function matchesName(pattern: string, name: string): boolean {
  let [at, next] = [0, 0];
  let [star, resume] = [-1, 0];
  while (at < name.length) {
    if (next < pattern.length && pattern[next] === '*') {
      [star, resume] = [next, at];
      next += 1;
    } else if (next < pattern.length && pattern[next] === name[at]) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      resume += 1;
      [at, next] = [resume, star + 1];
    } else return false;
  }
  while (pattern[next] === '*') next += 1;
  return next === pattern.length;
}
