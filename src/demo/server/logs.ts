import type { JsonObject } from '../../json.js';
import { ApiError, invalid } from './errors.js';
import { limitOf, linkQuery, readCursor, writeCursor, type ApiAnswer, type ApiRequest } from './paging.js';
import { compile, logFilter } from './scim.js';
import { text, type Store } from './store.js';

const DAY_MS = 86_400_000;
const BOUNDS = { standard: 100, least: 0, most: 1000 };

/**
 * GET /logs (https://developer.okta.com/docs/reference/system-log-query/): bounded when `until` is given or the order is descending, else
 * a polling query, whose next link is there for ever.
 */
export function listLogEvents(store: Store, request: ApiRequest): ApiAnswer {
  const { query } = request;
  const limit = limitOf(query, BOUNDS);
  const order = query.get('sortOrder') ?? 'ASCENDING';
  if (order !== 'ASCENDING' && order !== 'DESCENDING') throw invalid('sortOrder', 'Must be ASCENDING or DESCENDING.');
  const until = instantOf(query, 'until') ?? Date.now();
  const since = instantOf(query, 'since') ?? until - 7 * DAY_MS;
  if (since < Date.now() - 180 * DAY_MS) throw new ApiError(400, 'E0000053', "Invalid 'since': it must not be more than 180 days in the past.");
  const matching = events(store, query, since, until);
  const ordered = order === 'DESCENDING' ? matching.toReversed() : matching;
  const start = readCursor(request);
  const body = ordered.slice(start, start + limit);
  const polling = order === 'ASCENDING' && !query.has('until');
  const more = polling || (limit > 0 && start + limit < ordered.length);
  return { body, next: more ? linkQuery(request, writeCursor(request.path, start + body.length), limit) : null };
}

function events(store: Store, query: URLSearchParams, since: number, until: number): readonly JsonObject[] {
  const filter = query.get('filter');
  const keywords = keywordsOf(query.get('q'));
  const matches = filter === null || filter === '' ? undefined : compile(filter, logFilter);
  return store.org.events.filter((event) => {
    const published = Date.parse(text(event['published']));
    if (published < since || published >= until) return false;
    return (matches?.(event) ?? true) && (keywords.length === 0 || hasAll(event, keywords));
  });
}

function instantOf(query: URLSearchParams, name: string): number | undefined {
  const given = query.get(name);
  if (given === null || given === '') return undefined;
  const instant = Date.parse(given);
  if (Number.isNaN(instant) || !/^\d{4}-\d\d-\d\d/.test(given)) throw invalid(name, `Invalid ISO 8601 date: ${given.slice(0, 40)}`);
  return instant;
}

function keywordsOf(q: string | null): string[] {
  const keywords = (q ?? '').split(/\s+/).filter((word) => word !== '');
  if (keywords.length > 10) throw new ApiError(400, 'E0000001', "Api validation failed: 'q': Freeform search cannot contain more than 10 items.");
  if (keywords.some((word) => word.length > 40)) {
    throw new ApiError(400, 'E0000001', "Api validation failed: 'q': Freeform search cannot contain items longer than 40 characters. Please shorten the items in your search or use an advanced filter to query by specific fields.");
  }
  return keywords.map((word) => word.toLowerCase());
}

/** Every keyword has to equal a value, or a part of a value between separators, without case. */
function hasAll(event: JsonObject, keywords: readonly string[]): boolean {
  const words = new Set<string>();
  JSON.stringify(event, (_, value: unknown) => {
    if (typeof value === 'string') {
      const lower = value.toLowerCase();
      words.add(lower);
      for (const word of lower.split(/[\s\-@,;:/]+/)) words.add(word);
    }
    return value;
  });
  return keywords.every((word) => words.has(word));
}
