import type { Filter } from 'scim2-parse-filter';
import { parseFilter } from '../../answers/filter.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.js';
import { ApiError, invalidSearch } from './errors.js';

export type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'lt' | 'ge' | 'le' | 'pr';

/** What an endpoint's expressions may say. */
export interface Dialect {
  /** Throws ApiError for a path or operator that the endpoint does not support. */
  readonly check: (path: string, operator: Operator) => void;
  /** Values compare without case (search) or with it (filter). */
  readonly ignoreCase: boolean;
  readonly not: boolean;
  /** Values of an object that are not at their path: `user.id` of an application. */
  readonly virtual?: (path: string, value: string) => ((item: JsonObject) => boolean) | undefined;
}

export type Predicate = (item: JsonObject) => boolean;

/** Compiles a SCIM expression to a predicate. Throws ApiError E0000031, as Okta answers. */
export function compile(expression: string, dialect: Dialect): Predicate {
  let filter: Filter;
  try {
    filter = parseFilter(expression);
  } catch {
    throw invalidSearch(`Invalid syntax: ${expression.slice(0, 100)}`);
  }
  return build(filter, dialect);
}

function build(filter: Filter, dialect: Dialect): Predicate {
  switch (filter.op) {
    case 'and': {
      const parts = filter.filters.map((part) => build(part, dialect));
      return (item) => parts.every((part) => part(item));
    }
    case 'or': {
      const parts = filter.filters.map((part) => build(part, dialect));
      return (item) => parts.some((part) => part(item));
    }
    case 'not': {
      if (!dialect.not) throw invalidSearch('Operator not is not supported.');
      const inner = build(filter.filter, dialect);
      return (item) => !inner(item);
    }
    case '[]':
      throw invalidSearch('Value paths are not supported.');
    case 'pr':
      dialect.check(filter.attrPath, 'pr');
      return present(filter.attrPath.split('.'));
    default: {
      dialect.check(filter.attrPath, filter.op);
      const special = dialect.virtual?.(filter.attrPath, String(filter.compValue));
      return special ?? comparison(filter.attrPath.split('.'), filter.op, filter.compValue, dialect.ignoreCase);
    }
  }
}

function present(path: readonly string[]): Predicate {
  return (item) => anyAt(item, path, 0, (value) => value !== null && value !== '');
}

type Compared = string | number | boolean | null;

function comparison(path: readonly string[], operator: Exclude<Operator, 'pr'>, wanted: Compared, ignoreCase: boolean): Predicate {
  const fold = (value: Compared): string => (ignoreCase ? String(value).toLowerCase() : String(value));
  const target = fold(wanted);
  const instant = typeof wanted === 'string' && /^\d{4}-\d\d-\d\dT/.test(wanted) ? Date.parse(wanted) : NaN;
  const matches = (value: JsonValue): boolean => {
    if (value === null || typeof value === 'object') return false;
    return compare(operator, fold(value), target, typeof value === 'number' ? value - Number(wanted) : Number.isNaN(instant) ? undefined : Date.parse(String(value)) - instant);
  };
  if (operator === 'ne') return (item) => !anyAt(item, path, 0, (value) => value !== null && typeof value !== 'object' && fold(value) === target);
  return (item) => anyAt(item, path, 0, matches);
}

function compare(operator: Operator, value: string, target: string, difference: number | undefined): boolean {
  const order = difference ?? (value < target ? -1 : value > target ? 1 : 0);
  switch (operator) {
    case 'eq':
      return difference === undefined ? value === target : difference === 0;
    case 'co':
      return value.includes(target);
    case 'sw':
      return value.startsWith(target);
    case 'ew':
      return value.endsWith(target);
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
    case 'ne':
    case 'pr':
      return false;
  }
}

/** Any element of an array on the way counts, as the System Log's documents say of targets. */
function anyAt(value: JsonValue | undefined, path: readonly string[], depth: number, test: (value: JsonValue) => boolean): boolean {
  if (value === undefined) return false;
  if (Array.isArray(value)) return value.some((entry) => anyAt(entry, path, depth, test));
  if (depth === path.length) return test(value);
  const key = path[depth];
  return key !== undefined && isJsonObject(value) && anyAt(value[key], path, depth + 1, test);
}

const DATES = /^(created|activated|statusChanged|lastUpdated|lastMembershipUpdated)$/;

/** GET /users `search`: profile attributes and a few others; `co` on four, no `ne`, no `lastLogin`, no credentials. */
export const userSearch: Dialect = {
  ignoreCase: true,
  not: false,
  check: (path, operator) => {
    if (!/^profile\.[^.]+$/.test(path) && !/^(id|status|type\.id)$/.test(path) && !DATES.test(path)) throw invalidSearch(`Field ${path} is not searchable.`);
    if (operator === 'ne' || operator === 'ew') throw invalidSearch(`Operator ${operator} is not supported.`);
    if (operator === 'co' && !/^profile\.(firstName|lastName|email|login)$/.test(path)) throw invalidSearch(`Operator co is not supported for ${path}.`);
  },
};

/** GET /users `filter`: few attributes, `eq` only but for lastUpdated; values compare with case. */
export const userFilter: Dialect = {
  ignoreCase: false,
  not: false,
  check: (path, operator) => {
    if (!/^(status|lastUpdated|id|profile\.(login|email|firstName|lastName))$/.test(path)) throw invalidSearch(`Field ${path} cannot be filtered.`);
    if (operator !== 'eq' && !(path === 'lastUpdated' && /^[gl][te]$/.test(operator))) throw invalidSearch(`Operator ${operator} is not supported for ${path}.`);
  },
};

/** GET /groups `search`. */
export const groupSearch: Dialect = {
  ignoreCase: true,
  not: false,
  check: (path, operator) => {
    if (/^(_embedded|_links|objectClass)/.test(path)) throw invalidSearch(`Field ${path} is not searchable.`);
    if (operator === 'ne' || operator === 'ew') throw invalidSearch(`Operator ${operator} is not supported.`);
    if (operator === 'co' && !/^profile\.(name|description)$/.test(path)) throw invalidSearch(`Operator co is not supported for ${path}.`);
  },
};

/** GET /groups `filter`. */
export const groupFilter: Dialect = {
  ignoreCase: false,
  not: false,
  check: (path, operator) => {
    if (!/^(id|type|lastUpdated|lastMembershipUpdated)$/.test(path)) throw invalidSearch(`Field ${path} cannot be filtered.`);
    if (operator !== 'eq' && !(path.startsWith('last') && /^[gl][te]$/.test(operator))) throw invalidSearch(`Operator ${operator} is not supported for ${path}.`);
  },
};

/** GET /zones `filter`. */
export const zoneFilter: Dialect = {
  ignoreCase: false,
  not: false,
  check: (path, operator) => {
    if (!/^(id|usage|system)$/.test(path) || operator !== 'eq') throw invalidSearch(`Field ${path} cannot be filtered with ${operator}.`);
  },
};

/** GET /logs `filter`: every operator; not `published`, and no `co` on two fields. */
export const logFilter: Dialect = {
  ignoreCase: true,
  not: true,
  check: (path, operator) => {
    if (path === 'published') throw invalidSearch('Field published cannot be filtered: use since and until.');
    if (operator === 'co' && /^debugContext\.debugData\.(url|requestUri)$/i.test(path)) {
      throw new ApiError(400, 'E0000031', `The supplied combination of operator and field is not currently supported. Operator: co, Field: ${path}`);
    }
  },
};
