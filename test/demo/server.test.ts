import { execFileSync, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.js';
import { MAIN } from '../support/host.js';
import { DEMO_LIMITED_TOKEN, startDemoServer, type DemoServer } from '../../src/demo/server/server.js';

let org: DemoServer;
beforeAll(async () => { org = await startDemoServer({ rateLimits: { '/api/v1/zones': 3, '/api/v1/apps': 1_000, '/api/v1/logs': 10_000 } }); });
afterAll(() => org.close());

interface Reply {
  readonly status: number;
  readonly body: JsonObject[] & JsonObject;
  readonly headers: Headers;
  readonly next: string | undefined;
}

async function ask(path: string, init: RequestInit & { token?: string } = {}): Promise<Reply> {
  const response = await fetch(`${org.origin}${path}`, { ...init, headers: { authorization: `SSWS ${init.token ?? org.token}` } });
  const next = /<([^>]*)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  return { status: response.status, body: (await response.json()) as Reply['body'], headers: response.headers, next };
}
const query = (path: string, values: Record<string, string>): string => `${path}?${new URLSearchParams(values).toString()}`;
const firstApp = (): string => String(org.org.applications[0]?.['id']);

describe('errors are Okta\'s', () => {
  test.each<[string, string, RequestInit & { token?: string }, number, string]>([
    ['a wrong token', '/api/v1/users', { token: 'wrong' }, 401, 'E0000011'],
    ['a token that may not', '/api/v1/logs', { token: DEMO_LIMITED_TOKEN }, 403, 'E0000006'],
    ['an unknown user', '/api/v1/users/00uzzzzzzzzzzzzzzzzz', {}, 404, 'E0000007'],
    ['an unknown endpoint', '/api/v1/nothing', {}, 404, 'E0000007'],
    ['a write', '/api/v1/users', { method: 'POST' }, 405, 'E0000022'],
    ['a deletion', '/api/v1/users/00uzzzzzzzzzzzzzzzzz', { method: 'DELETE' }, 405, 'E0000022'],
    ['a limit that is no number', '/api/v1/users?limit=abc', {}, 400, 'E0000001'],
    ['201 applications', '/api/v1/apps?limit=201', {}, 400, 'E0000001'],
    ['a bad cursor', '/api/v1/apps?after=00u1testcursorvalue', {}, 400, 'E0000029'],
    ['policies without a type', '/api/v1/policies', {}, 400, 'E0000001'],
    ['a path that is not encoded', '/api/v1/users/%zz', {}, 400, 'E0000001'],
  ])('%s', async (_, path, init, status, code) => {
    const writes = org.writes();
    const reply = await ask(path, init);
    expect([reply.status, reply.body['errorCode']]).toEqual([status, code]);
    expect(Object.keys(reply.body)).toEqual(['errorCode', 'errorSummary', 'errorLink', 'errorId', 'errorCauses']);
    expect(org.writes() - writes).toBe(init.method === undefined ? 0 : 1);
  });

  test.each<[string, Record<string, string>]>([
    ['/api/v1/users', { search: 'lastLogin gt "2026-01-01T00:00:00.000Z"' }],
    ['/api/v1/users', { search: 'profile.city co "x"' }],
    ['/api/v1/users', { search: 'status ne "ACTIVE"' }],
    ['/api/v1/users', { search: 'status eq' }],
    ['/api/v1/users', { filter: 'profile.city eq "x"' }],
    ['/api/v1/users', { filter: 'profile.lastName sw "x"' }],
    ['/api/v1/groups', { filter: 'profile.name eq "x"' }],
    ['/api/v1/groups', { search: 'profile.costCenter co "x"' }],
    ['/api/v1/apps', { filter: 'label eq "x"' }],
    ['/api/v1/logs', { filter: 'published gt "2026-01-01T00:00:00.000Z"' }],
    ['/api/v1/logs', { filter: 'debugContext.debugData.url co "x"' }],
  ])('%s refuses %j', async (path, values) => {
    expect(await ask(query(path, values))).toMatchObject({ status: 400, body: { errorCode: 'E0000031' } });
  });

  test('a spent rate limit is a 429 without Retry-After, told by the headers of each answer', async () => {
    const replies = [await ask('/api/v1/zones'), await ask('/api/v1/zones'), await ask('/api/v1/zones'), await ask('/api/v1/zones')];
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(replies.map(({ headers }) => headers.get('x-rate-limit-remaining'))).toEqual(['2', '1', '0', '0']);
    const [, , , last] = replies;
    expect(last?.headers.get('retry-after')).toBeNull();
    expect(Number(last?.headers.get('x-rate-limit-reset')) * 1000 - Date.parse(last?.headers.get('date') ?? '')).toBeLessThanOrEqual(61_000);
    expect(last?.body['errorCode']).toBe('E0000047');
  });
});

describe('lists', () => {
  test('a next link leads on with an opaque cursor; the last page has a self link only', async () => {
    const first = await ask('/api/v1/users?limit=200');
    expect(first.next).toMatch(/after=[\w-]{20}(&|$)/);
    expect(first.next).not.toContain('200u');
    let reply = first;
    let count = first.body.length;
    while (reply.next !== undefined) {
      reply = await ask(reply.next.slice(org.origin.length));
      count += reply.body.length;
    }
    expect(count).toBe(org.org.users.filter(({ status }) => status !== 'DEPROVISIONED').length);
    expect(reply.headers.get('link')).toContain('rel="self"');
  });
  test('limits: users 200, q 10, applications 20, users of an application 50, log 100', async () => {
    for (const [path, length] of [['/api/v1/users', 200], ['/api/v1/users?q=s', 10], ['/api/v1/apps', 20], ['/api/v1/logs', 100]] as const) expect((await ask(path)).body).toHaveLength(length);
    expect((await ask(`/api/v1/apps/${firstApp()}/groups?limit=19`)).status).toBe(400);
    expect((await ask(`/api/v1/apps/${firstApp()}/users?limit=501`)).status).toBe(400);
  });
  test('some lists send no Link header: factors, policy rules, groups by q', async () => {
    const user = [...org.org.factors.keys()][0] ?? '';
    for (const path of [`/api/v1/users/${user}/factors`, `/api/v1/policies/${String(org.org.policies[0]?.['id'])}/rules`, '/api/v1/groups?q=a']) expect((await ask(path)).headers.get('link')).toBeNull();
  });
  test('values in search compare without case, in filter with it; diacritics count', async () => {
    expect((await ask(query('/api/v1/users', { search: 'status eq "locked_out"' }))).body.length).toBeGreaterThan(0);
    expect((await ask(query('/api/v1/users', { filter: 'status eq "locked_out"' }))).body).toEqual([]);
    expect((await ask(query('/api/v1/users', { search: 'profile.lastName eq "Gros"' }))).body).toEqual([]);
  });
  test('sortBy works with search only', async () => {
    const names = (reply: Reply): string[] => reply.body.map((user) => String((user['profile'] as JsonObject)['lastName']).toLowerCase());
    const sorted = names(await ask(query('/api/v1/users', { search: 'status eq "ACTIVE"', sortBy: 'profile.lastName', sortOrder: 'desc' })));
    expect(sorted).toEqual(sorted.toSorted((a, b) => (a < b ? 1 : -1)));
    const unsorted = names(await ask(query('/api/v1/users', { sortBy: 'profile.lastName' })));
    expect(unsorted).not.toEqual(unsorted.toSorted());
  });
  test('expand=rules of a policy, expand=stats of groups, expand=user of an application\'s users', async () => {
    const policy = String(org.org.policies[0]?.['id']);
    expect((await ask(`/api/v1/policies/${policy}?expand=rules`)).body).toHaveProperty('_embedded.rules');
    expect((await ask('/api/v1/groups?expand=stats')).body[0]).toHaveProperty('_embedded.stats.usersCount');
    expect((await ask(`/api/v1/apps/${[...org.org.applicationUsers].find(([, users]) => users.length > 0)?.[0] ?? ''}/users?expand=user`)).body[0]).toHaveProperty('_embedded.user.profile');
  });
});

describe('the System Log', () => {
  test('a polling query always has a next link, a bounded one ends', async () => {
    const since = new Date(Date.now() - 60_000).toISOString();
    const empty = await ask(query('/api/v1/logs', { since, filter: 'eventType eq "no.such"' }));
    expect([empty.body, typeof empty.next]).toEqual([[], 'string']);
    expect((await ask(query('/api/v1/logs', { since, until: new Date().toISOString(), filter: 'eventType eq "no.such"' }))).next).toBeUndefined();
  });
  test('since of 181 days ago is E0000053, q has its bounds', async () => {
    expect(await ask(query('/api/v1/logs', { since: new Date(Date.now() - 181 * 86_400_000).toISOString() }))).toMatchObject({ status: 400, body: { errorCode: 'E0000053' } });
    expect(await ask(query('/api/v1/logs', { q: 'x'.repeat(41) }))).toMatchObject({ status: 400, body: { errorCode: 'E0000001' } });
  });
  test('any element of target counts', async () => {
    const event = org.org.events.findLast((candidate) => Array.isArray(candidate['target']) && candidate['target'].length > 1);
    const ids = (event?.['target'] as JsonObject[]).map((target) => String(target['id']));
    const found = await ask(query('/api/v1/logs', { since: new Date(Date.now() - 31 * 86_400_000).toISOString(), limit: '1000', filter: ids.map((id) => `target.id eq "${id}"`).join(' and ') }));
    expect(found.body.map((candidate) => candidate['uuid'])).toContain(event?.['uuid']);
  });
});

test('10,000 users are served within 400 MB', async () => {
  const child = spawn(process.execPath, [MAIN, '--demo', '--demo-users', '10000'], { env: {}, stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_okta_users', arguments: { search: 'status eq "ACTIVE"', limit: 100 } } })}\n`);
  const answer = await new Promise<string>((resolve) => child.stdout.once('data', (chunk: Buffer) => { resolve(chunk.toString()); }));
  const megabytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024;
  child.kill();
  expect(answer).toContain('has_more');
  expect(megabytes).toBeGreaterThan(50);
  expect(megabytes).toBeLessThan(400);
});
