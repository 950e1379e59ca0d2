import { createHmac } from 'node:crypto';
import type { JsonValue } from '../../json.js';
import { invalid, invalidPaging } from './errors.js';

/** A request as handlers see it. */
export interface ApiRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  /** Decoded ids of the path. */
  readonly ids: readonly string[];
}

/** What a handler answers with: the body, and the link to the next page. */
export interface ApiAnswer {
  readonly body: JsonValue;
  /** Undefined: no Link header at all, as some endpoints send. Null: a self link only. */
  readonly next?: string | null;
}

export interface PageBounds {
  readonly standard: number;
  readonly most?: number;
  readonly least?: number;
}

/** The `limit` of a request: the endpoint's default, and Okta's error when it is out of bounds. */
export function limitOf(query: URLSearchParams, { standard, most = 10_000, least = 1 }: PageBounds): number {
  const text = query.get('limit');
  if (text === null || text === '') return standard;
  const limit = Number(text);
  if (!Number.isInteger(limit)) throw invalid('limit', 'The limit must be an integer.');
  if (limit < least || limit > most) throw invalid('limit', `The limit must be between ${least} and ${most}.`);
  return limit;
}

/** One page of a list by an opaque cursor, with the query of the next page in its link. */
export function page<T extends JsonValue>(items: readonly T[], request: ApiRequest, bounds: PageBounds): ApiAnswer & { readonly body: T[] } {
  const limit = limitOf(request.query, bounds);
  const start = readCursor(request);
  const body = items.slice(start, start + limit);
  if (start + limit >= items.length) return { body, next: null };
  return { body, next: linkQuery(request, writeCursor(request.path, start + limit), limit) };
}

/** The query of a next link: the request's own, with the cursor and the limit that holds. `expand` is not echoed (okta-sdk-nodejs #439). */
export function linkQuery(request: ApiRequest, after: string, limit: number): string {
  const query = new URLSearchParams(request.query);
  query.delete('expand');
  query.set('after', after);
  query.set('limit', String(limit));
  return query.toString();
}

const KEY = 'demo-org-cursors';

/** A cursor says nothing to a client and holds for one path only. */
export function writeCursor(path: string, position: number): string {
  const plain = position.toString(36).padStart(6, '0');
  return `${Buffer.from(plain).toString('base64url')}${sign(path, plain)}`;
}

/** Where a request's cursor points; 0 without one. Throws Okta's error for one that was not given out here. */
export function readCursor({ path, query }: ApiRequest): number {
  const after = query.get('after');
  if (after === null) return 0;
  const plain = Buffer.from(after.slice(0, 8), 'base64url').toString('latin1');
  if (after.slice(8) !== sign(path, plain)) throw invalidPaging();
  return parseInt(plain, 36);
}

function sign(path: string, plain: string): string {
  return createHmac('sha256', KEY).update(`${path} ${plain}`).digest('base64url').slice(0, 12);
}
