import { afterEach, expect, test } from 'vitest';
import { Host } from '../support/host.js';
import { json, RudeOrg } from '../support/rude-org.js';

const USER = '00u1234567890abcdefg';
const APP = '0oa1234567890abcdefg';
/** More than a call can take as arguments. */
const MANY_RULES = 130_000;

interface Report {
  readonly summary: Record<string, unknown>;
  readonly columns: string[];
  readonly rows: unknown[][];
  readonly notes: string[];
}

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => { for (const one of open.splice(0).reverse()) await one.close(); });

/** A server whose org answers the log with these events, and other lists by the ends of their paths. */
async function serving(events: readonly unknown[], others: Record<string, unknown> = {}): Promise<Host> {
  const org = await RudeOrg.start(({ url }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const found = Object.entries(others).find(([end]) => pathname.endsWith(end));
    json(response, 200, found === undefined ? (pathname.endsWith('/logs') ? events : []) : found[1]);
  });
  open.push(org);
  const host = await Host.start(org.env);
  open.push(host);
  return host;
}

const report = async (host: Host, tool: string, args: Record<string, unknown>): Promise<Report> => (await host.one(tool, args)) as unknown as Report;

const start = Date.now() - 3_600_000;
function event(number: number, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { uuid: `e${number}`, published: new Date(start + number).toISOString(), eventType: 'user.session.start', outcome: { result: 'FAILURE' }, actor: { id: USER, alternateId: 'ann' }, client: { ipAddress: '192.0.2.1' }, ...fields };
}

test('one event of many targets counts under each of them, and under nothing that no target is', async () => {
  const target = Array.from({ length: 3_000 }, (_, index) => ({ id: `t${index}`, displayName: `T ${index}`, alternateId: `t${index}@example.com` }));
  const host = await serving([event(0, { target }), event(1, { target: target.slice(0, 1) })]);
  const { summary, columns, rows } = await report(host, 'summarize_okta_event_logs', { group_by: ['target.id', 'target.displayName', 'target.alternateId'], limit: 200 });
  expect(summary).toEqual({ events: 2, groups: 3_000 });
  expect(rows[0]!.slice(0, 4)).toEqual(['t0', 'T 0', 't0@example.com', 2]);
  expect(rows.every(([id, name]) => String(name) === `T ${String(id).slice(1)}`)).toBe(true);
  expect(rows.slice(1).every((row) => row[columns.indexOf('count')] === 1)).toBe(true);
});

test('different arrays of one event are combined as far as a bound, and the answer tells it', async () => {
  const list = (name: string): unknown[] => Array.from({ length: 3_000 }, (_, index) => ({ id: `${name}${index}` }));
  const host = await serving([event(0, { target: list('t'), first: list('a'), second: list('b') })]);
  const { summary, notes } = await report(host, 'summarize_okta_event_logs', { group_by: ['target.id', 'first.id', 'second.id'] });
  expect(summary).toMatchObject({ events: 1, groups: 3_000 });
  expect(notes.join(' ')).toContain('1 events have more than 1000 combinations of these fields');
});

test('failures and denials of one user without end, then a spray', async () => {
  const failures = Array.from({ length: 20_000 }, (_, index) => event(index));
  const denials = Array.from({ length: 5_000 }, (_, index) => event(20_000 + index, { eventType: 'user.mfa.okta_verify.deny_push' }));
  const spray = Array.from({ length: 9 }, (_, index) => event(30_000 + index, { actor: { id: `id${index}`, alternateId: `user${index}` } }));
  const host = await serving([...failures, ...denials, ...spray]);
  const { columns, rows } = await report(host, 'find_okta_sign_in_threats', {});
  expect(rows.map((row) => [row[columns.indexOf('kind')], row[columns.indexOf('count')]])).toEqual([['password_spray', 20_009], ['push_fatigue', 5_000]]);
});

test('a filter of many unknown event types is told in few sentences', async () => {
  const filter = Array.from({ length: 200 }, (_, index) => `eventType eq "x.y${index}"`).join(' or ');
  const host = await serving([]);
  const { notes } = await report(host, 'summarize_okta_event_logs', { group_by: ['eventType'], filter });
  expect(notes.filter((note) => note.includes('catalogue'))).toHaveLength(5);
  expect(notes.join(' ')).toMatch(/Nor has it: "x\.y5", .* and 175 more\./);
});

test('more rules than a call takes arguments', async () => {
  const group = '00g1234567890abcdefg';
  const many = (last: unknown): unknown[] => [...Array.from({ length: MANY_RULES - 1 }, () => ({ status: 'ACTIVE' })), last];
  const host = await serving([], {
    [`/users/${USER}`]: { id: USER, status: 'ACTIVE', profile: { login: 'ann' } }, '/groups/rules': many({ id: 'r7', status: 'ACTIVE', name: 'Sales', actions: { assignUserToGroups: { groupIds: [group] } } }),
    [`/users/${USER}/groups`]: [{ id: group, profile: { name: 'Sales' } }], [`/apps/${APP}/users/${USER}`]: { id: USER, scope: 'GROUP', status: 'ACTIVE' }, [`/apps/${APP}/groups`]: many({ id: group }),
    [`/apps/${APP}`]: { id: APP, label: 'App', _links: { accessPolicy: { href: 'https://x/api/v1/policies/rst1' } } }, '/policies/rst1': { id: 'rst1' }, '/policies/rst1/rules': many({ id: 'rul1', status: 'ACTIVE' }),
  });
  const access = await report(host, 'explain_okta_user_access', { user_id: USER, app_id: APP });
  expect(access.rows.map((row) => [row[access.columns.indexOf('access')], row[access.columns.indexOf('rule.id')]])).toEqual([['group rule', 'r7']]);
  expect((await report(host, 'explain_okta_sign_in_policy', { app_id: APP })).summary).toMatchObject({ rules: MANY_RULES });
});
