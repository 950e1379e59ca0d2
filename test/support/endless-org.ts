import type { ServerResponse } from 'node:http';
import { json, RudeOrg, type Seen } from './rude-org.js';

export interface Endless {
  /** Milliseconds before an answer. */
  readonly latencyMs?: number;
  /** Entries of a page. */
  readonly entries?: number;
  /** Characters of a text that each entry carries. */
  readonly padding?: number;
  /** Pages after which the links lead back to the first; none when left out. */
  readonly circle?: number;
}

/** An org whose lists never end: every page has a link to the next. Single things are there under any id. */
export async function endlessOrg({ latencyMs = 0, entries = 3, circle = Infinity, padding = 0 }: Endless = {}): Promise<RudeOrg> {
  const org = await RudeOrg.start();
  org.behave = async ({ url }, response) => {
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    const { pathname, searchParams } = new URL(url, org.origin);
    const page = Number(searchParams.get('page') ?? 0);
    if (isSingle(pathname)) {
      json(response, 200, single(pathname, org.origin));
      return;
    }
    searchParams.set('page', String((page + 1) % circle));
    const next = `${org.origin}${pathname}?${searchParams.toString()}`;
    const items = Array.from({ length: entries }, (_, index) => entry(pathname, page * entries + index, 'x'.repeat(padding)));
    if (pathname.endsWith('/iam/assignees/users')) json(response, 200, { value: items, _links: { next: { href: next } } });
    else json(response, 200, items, { link: `<${next}>; rel="next"` });
  };
  return org;
}

/** The requests of an org as lists and objects, in their order. */
export const urls = (seen: readonly Seen[]): string[] => seen.map(({ url }) => url);

/** How many requests are being answered at once, at most. */
export function watchConcurrency(org: RudeOrg): { readonly most: () => number } {
  const { behave } = org;
  let [now, most] = [0, 0];
  org.behave = (request, response: ServerResponse, count) => {
    now += 1;
    most = Math.max(most, now);
    response.once('close', () => { now -= 1; });
    return behave(request, response, count);
  };
  return { most: () => most };
}

function isSingle(path: string): boolean {
  return /\/(00u|00g|0oa|rst|nzo)\w+$/.test(path) || path.startsWith('/.well-known/') || path.endsWith('/org');
}

function single(path: string, origin: string): Record<string, unknown> {
  const id = path.split('/').at(-1);
  return { id, status: 'ACTIVE', name: 'one', label: 'One', profile: { login: 'one@example.com', name: 'One' }, _links: { accessPolicy: { href: `${origin}/api/v1/policies/rst1234567890abcdefg` } } };
}

function entry(path: string, number: number, text: string): Record<string, unknown> {
  const prefix = path.includes('groups') ? '00g' : path.includes('apps') ? '0oa' : '00u';
  // Ids that are long say as much as any text.
  const id = `${prefix}${String(number).padStart(17, '0')}${path.endsWith('/iam/assignees/users') ? text : ''}`;
  const published = new Date(Date.now() - 86_400_000 + number).toISOString();
  return {
    id, uuid: `uuid-${number}`, status: 'ACTIVE', type: 'SUPER_ADMIN', name: `n${number}`, label: `l${number}`, signOnMode: 'SAML_2_0', published, eventType: 'user.session.start', outcome: { result: 'FAILURE' },
    profile: { login: `u${number}@example.com`, name: `g${number}` }, actor: { id, alternateId: `u${number}@example.com` }, client: { ipAddress: `192.0.2.${number % 250}`, userAgent: { rawUserAgent: text } }, target: [{ id, type: 'AppInstance' }],
  };
}
