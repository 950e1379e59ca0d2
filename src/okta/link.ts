import { OktaError } from './errors.js';

/**
 * The query of the `next` link in a Link header, or undefined on the last page. Only the query is kept: a page always goes on at the
 * same path of the same org, so a link can lead nowhere else (https://developer.okta.com/docs/api/#link-header).
 * Throws OktaError when a next link is there but leads to another path, since going on would then read something else.
 */
export function nextQuery(link: string | undefined, requestUrl: string): string | undefined {
  if (link === undefined) return undefined;
  const target = linkTarget(link, 'next');
  if (target === undefined) return undefined;
  const url = parse(target, requestUrl);
  const request = new URL(requestUrl);
  if (url === undefined || url.pathname !== request.pathname || url.search === '') {
    throw new OktaError({ kind: 'malformed', detail: 'its link to the next page leads elsewhere' });
  }
  if (url.search === request.search) throw new OktaError({ kind: 'malformed', detail: 'its link to the next page leads to the same page again' });
  const query = withRequested(url.searchParams, request.searchParams).toString();
  if (query.length > LONGEST_QUERY) throw new OktaError({ kind: 'malformed', detail: `its link to the next page is longer than ${LONGEST_QUERY} characters` });
  return query;
}

/** Okta's own are a few hundred characters; a longer one would crowd the rows out of the answer that has to carry it. */
const LONGEST_QUERY = 12_000;

/** Okta does not echo every parameter in its links: `expand` is lost from the second page on otherwise. */
function withRequested(next: URLSearchParams, requested: URLSearchParams): URLSearchParams {
  for (const name of ['expand', 'limit']) {
    const value = requested.get(name);
    if (value !== null && !next.has(name)) next.set(name, value);
  }
  return next;
}

function linkTarget(header: string, relation: string): string | undefined {
  for (const match of header.matchAll(/<([^<>]*)>((?:\s*;\s*[^\s=;,]+\s*=\s*(?:"[^"]*"|[^\s;,"]*))*)/g)) {
    if (new RegExp(`;\\s*rel\\s*=\\s*"?${relation}"?(\\s|;|$)`, 'i').test(match[2] ?? '')) return match[1];
  }
  return undefined;
}

function parse(target: string, base: string): URL | undefined {
  try {
    return new URL(target, base);
  } catch {
    return undefined;
  }
}
