import { parse, type Filter } from 'scim2-parse-filter';

/** One thing that a filter compares. */
export interface Comparison {
  readonly path: string;
  /** Only whether there is a value (`pr`). */
  readonly presence: boolean;
  /** The text that it is told to equal or not to (`eq`, `ne`). */
  readonly equals?: string;
}

/**
 * Parses an expression of Okta's filter language (SCIM, RFC 7644 section 3.4.2.2; https://developer.okta.com/docs/api/#filter). Throws
 * where it is none. The parser takes exponential time over line breaks inside quotes, which stand for spaces here.
 */
export function parseFilter(expression: string): Filter {
  return parse(expression.replace(/[\r\n]/g, ' '));
}

/**
 * Everything that a filter compares, so that none goes unseen: where a backslash leaves it open where quoted text ends, the words within
 * it count, too. Undefined where the expression cannot be parsed.
 */
export function comparisonsOf(expression: string): Comparison[] | undefined {
  try {
    const found = compared(parseFilter(expression), '');
    if (found.some(({ path }) => path.includes('%'))) return undefined;
    return expression.includes('\\') ? [...found, ...wordsOf(expression)] : found;
  } catch {
    return undefined;
  }
}

function compared(filter: Filter, parent: string): Comparison[] {
  switch (filter.op) {
    case 'and':
    case 'or':
      return filter.filters.flatMap((part) => compared(part, parent));
    case 'not':
      return compared(filter.filter, parent);
    case '[]':
      return compared(filter.valFilter, joined(parent, filter.attrPath));
    case 'pr':
      return [{ path: joined(parent, filter.attrPath), presence: true }];
    default: {
      const equal = (filter.op === 'eq' || filter.op === 'ne') && typeof filter.compValue === 'string' ? { equals: filter.compValue } : {};
      return [{ path: joined(parent, filter.attrPath), presence: false, ...equal }];
    }
  }
}

function wordsOf(expression: string): Comparison[] {
  return [...expression.matchAll(/\w[\w.:/$-]*/g)].map(([word]) => ({ path: joined('', word), presence: false }));
}

function joined(parent: string, path: string): string {
  return plainPath(`${parent}.${path}`);
}

/** A path in the form of patterns: a schema's URN before it and doubled dots change nothing. */
export function plainPath(path: string): string {
  return path.split(/[.:/]/).filter((name) => name !== '').join('.');
}
