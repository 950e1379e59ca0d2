import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoServer, type DemoServer } from '../../src/demo/server/server.js';
import type { JsonObject } from '../../src/json.js';
import { tools } from '../../src/tools/index.js';
import { Host, records, type ListAnswer } from '../support/host.js';
import { UNLIMITED } from '../support/unlimited.js';

let org: DemoServer;
let host: Host;

beforeAll(async () => {
  org = await startDemoServer({ rateLimits: UNLIMITED });
  host = await Host.start({ OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: org.token, LOG_LEVEL: 'debug' });
});
afterAll(async () => {
  expect(org.writes()).toBe(0);
  expect(org.requests.every(({ method }) => method === 'GET')).toBe(true);
  for (const line of host.stdout.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
  for (const line of host.stderr.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String), message: expect.any(String) });
  expect([...org.org.secrets, org.token].filter((secret) => (host.stdout + host.stderr).includes(secret))).toEqual([]);
  await host.close();
  await org.close();
});

/** The raw JSON of the org, as Okta would send it. */
async function raw(path: string): Promise<JsonObject> {
  return (await fetch(`${org.origin}${path}`, { headers: { authorization: `SSWS ${org.token}` } })).json() as Promise<JsonObject>;
}

async function walk(tool: string, args: Record<string, unknown>, limits: readonly number[]): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let after: string | undefined;
  for (let page = 0; page === 0 || after !== undefined; page += 1) {
    const answer: ListAnswer = await host.list(tool, { ...args, limit: limits[page % limits.length], ...(after === undefined ? {} : { after }) });
    expect(answer.page.returned).toBe(answer.rows.length);
    expect(answer.page.has_more).toBe(answer.page.after !== undefined);
    found.push(...records(answer));
    after = answer.page.after;
  }
  return found;
}

const idOf = (object: JsonObject): string => String(object['id']);
const sortedIds = (rows: readonly Record<string, unknown>[]): string[] => rows.map((row) => String(row['id'])).toSorted();
const login = (user: JsonObject): string => String((user['profile'] as JsonObject)['login']);
const largestGroup = (): [string, readonly string[]] => [...org.org.groupMembers].toSorted((a, b) => b[1].length - a[1].length)[0]!;
const busiestApp = (): string => [...org.org.applicationUsers].toSorted((a, b) => b[1].length - a[1].length)[0]![0];

describe('each paged tool, walked to its end, tells what the org holds: nothing lost, nothing doubled', () => {
  const visible = (): JsonObject[] => org.org.users.filter(({ status }) => status !== 'DEPROVISIONED');
  const cases: [string, string, () => Record<string, unknown>, () => string[]][] = [
    ['every user that is not deprovisioned', 'list_okta_users', () => ({}), () => visible().map(idOf)],
    ['a search with deprovisioned users', 'list_okta_users', () => ({ search: 'status eq "DEPROVISIONED"' }), () => org.org.users.filter(({ status }) => status === 'DEPROVISIONED').map(idOf)],
    ['a filter', 'list_okta_users', () => ({ filter: 'status eq "SUSPENDED"' }), () => org.org.users.filter(({ status }) => status === 'SUSPENDED').map(idOf)],
    ['q, which Okta does not page', 'list_okta_users', () => ({ q: 's' }), () => visible().filter((user) => ['firstName', 'lastName', 'email'].some((key) => String((user['profile'] as JsonObject)[key]).toLowerCase().startsWith('s'))).map(idOf).slice(0, 200)],
    ['groups', 'list_okta_groups', () => ({}), () => org.org.groups.map(idOf)],
    ['groups with counts', 'list_okta_groups', () => ({ include_stats: true }), () => org.org.groups.map(idOf)],
    ['groups by q', 'list_okta_groups', () => ({ q: 'office' }), () => org.org.groups.filter((group) => String((group['profile'] as JsonObject)['name']).startsWith('Office')).map(idOf)],
    ['the members of the largest group', 'list_okta_group_members', () => ({ group_id: largestGroup()[0] }), () => [...largestGroup()[1]]],
    ['applications', 'list_okta_applications', () => ({}), () => org.org.applications.map(idOf)],
    ['the users of an application', 'list_okta_application_users', () => ({ app_id: busiestApp() }), () => org.org.applicationUsers.get(busiestApp())!.map(idOf)],
    ['zones', 'list_okta_network_zones', () => ({}), () => org.org.zones.map(idOf)],
  ];
  test.each(cases)('%s', async (_, tool, args, expected) => {
    const found = await walk(tool, { ...args(), fields: ['id', 'status', 'type', 'profile.login'] }, [97, 13, 100]);
    expect(sortedIds(found)).toEqual(expected().toSorted());
    expect(expected().length).toBeGreaterThan(0);
  });

  test('the groups, applications and factors of users', async () => {
    for (const user of org.org.users.filter(({ status }) => status === 'ACTIVE').slice(0, 12)) {
      const id = idOf(user);
      expect(sortedIds(await walk('list_okta_user_groups', { user_id: id, fields: ['id'] }, [3, 7]))).toEqual([...org.org.groupMembers].filter(([, members]) => members.includes(id)).map(([group]) => group).toSorted());
      expect(sortedIds(await walk('list_okta_user_factors', { user_id: id, fields: ['id'] }, [1, 2]))).toEqual((org.org.factors.get(id) ?? []).map(idOf).toSorted());
      const apps = new Set((await walk('list_okta_user_applications', { user_id: id, fields: ['appInstanceId'] }, [2, 5])).map((row) => row['appInstanceId']));
      const assigned = [...org.org.applicationUsers].filter(([, users]) => users.some((candidate) => candidate['id'] === id)).map(([app]) => app);
      expect([...apps].every((app) => assigned.includes(String(app)))).toBe(true);
    }
  });

  test('group assignments, in both directions', async () => {
    for (const [app, groups] of org.org.applicationGroups) {
      expect(sortedIds(await walk('list_okta_application_group_assignments', { app_id: app, fields: ['id'] }, [2, 9]))).toEqual(groups.map(idOf).toSorted());
    }
    const [group] = largestGroup();
    expect(sortedIds(await walk('list_okta_assigned_applications_for_group', { group_id: group, fields: ['id'] }, [3]))).toEqual([...org.org.applicationGroups].filter(([, groups]) => groups.some((candidate) => candidate['id'] === group)).map(([app]) => app).toSorted());
  });

  test('policies of every type and their rules, in order', async () => {
    for (const type of new Set(org.org.policies.map((policy) => String(policy['type'])))) {
      const policies = org.org.policies.filter((policy) => policy['type'] === type);
      expect(sortedIds(await walk('list_okta_policies', { type, fields: ['id'] }, [1, 2]))).toEqual(policies.map(idOf).toSorted());
      for (const policy of policies) {
        const rules = await walk('list_okta_policy_rules', { policy_id: idOf(policy), fields: ['id', 'priority', 'system'] }, [2, 3]);
        expect(sortedIds(rules)).toEqual(org.org.policyRules.get(idOf(policy))!.map(idOf).toSorted());
        const own = rules.filter((rule) => rule['system'] !== true).map((rule) => Number(rule['priority']));
        expect(own).toEqual(own.toSorted((a, b) => a - b));
      }
    }
  });

  test('a week of System Log events, newest first and oldest first', async () => {
    const until = new Date(Date.now() - 86_400_000).toISOString();
    const since = new Date(Date.now() - 3 * 86_400_000).toISOString();
    const expected = org.org.events.filter((event) => String(event['published']) >= since && String(event['published']) < until).map((event) => String(event['uuid']));
    expect(expected.length).toBeGreaterThan(300);
    const newest = await walk('get_okta_event_logs', { since, until, fields: ['uuid'] }, [100]);
    expect(newest.map((row) => row['uuid'])).toEqual(expected.toReversed());
    const oldest = await walk('get_okta_event_logs', { since, until, sort_order: 'ASCENDING', fields: ['uuid'] }, [100, 41]);
    expect(oldest.map((row) => row['uuid'])).toEqual(expected);
    expect(org.requests.filter(({ path, query }) => path === '/api/v1/logs' && !query.includes('after=')).every(({ query }) => query.includes('since=') && query.includes('until='))).toBe(true);
  });
});

describe('`fields: ["*"]` is the JSON that the org sent', () => {
  const hide = (value: unknown): unknown => JSON.parse(org.org.secrets.reduce((text, secret) => text.replaceAll(JSON.stringify(secret), '"[secret]"'), JSON.stringify(value)).replace(/("(?:extraField|optionalField\d)Value":)"[^"]*"/g, '$1"[secret]"'));

  async function same(tool: string, args: Record<string, unknown>, kind: string, path: string): Promise<void> {
    const answer = await host.one(tool, { ...args, fields: ['*'] });
    expect(answer[kind]).toEqual(hide(await raw(path)));
  }
  test('applications of every sign-on mode', async () => {
    expect(new Set(org.org.applications.map((app) => app['signOnMode'])).size).toBeGreaterThanOrEqual(10);
    for (const app of org.org.applications) await same('get_okta_application', { app_id: idOf(app) }, 'application', `/api/v1/apps/${idOf(app)}`);
  });
  test('policies and rules of every type', async () => {
    for (const policy of org.org.policies) {
      await same('get_okta_policy', { policy_id: idOf(policy) }, 'policy', `/api/v1/policies/${idOf(policy)}`);
      for (const rule of org.org.policyRules.get(idOf(policy)) ?? []) {
        await same('get_okta_policy_rule', { policy_id: idOf(policy), rule_id: idOf(rule) }, 'rule', `/api/v1/policies/${idOf(policy)}/rules/${idOf(rule)}`);
      }
    }
  });
  test('zones of every type, groups, users in every status', async () => {
    for (const zone of org.org.zones) await same('get_okta_network_zone', { zone_id: idOf(zone) }, 'zone', `/api/v1/zones/${idOf(zone)}`);
    for (const group of org.org.groups) await same('get_okta_group', { group_id: idOf(group) }, 'group', `/api/v1/groups/${idOf(group)}`);
    for (const status of new Set(org.org.users.map((user) => user['status']))) {
      const user = org.org.users.find((candidate) => candidate['status'] === status)!;
      await same('get_okta_user', { user_id: idOf(user) }, 'user', `/api/v1/users/${idOf(user)}`);
    }
  });
  test('factors of every type', async () => {
    const wanted = new Map<unknown, string>();
    for (const [user, factors] of org.org.factors) for (const factor of factors) if (!wanted.has(factor['factorType'])) wanted.set(factor['factorType'], user);
    expect(wanted.size).toBe(13);
    for (const user of new Set(wanted.values())) {
      const { rows } = await host.list('list_okta_user_factors', { user_id: user, fields: ['*'] });
      expect(rows.flat()).toEqual(hide(await raw(`/api/v1/users/${user}/factors`)));
    }
  });
  test('events of every type', async () => {
    const since = new Date(Date.now() - 31 * 86_400_000).toISOString();
    const typed: readonly string[] = org.org.stories.passwordsTypedAsUsernames.eventUuids;
    for (const type of new Set(org.org.events.map((event) => String(event['eventType'])))) {
      const { rows } = await host.list('get_okta_event_logs', { since, filter: `eventType eq "${type}"`, limit: 3, fields: ['*'] });
      const events = org.org.events.filter((event) => event['eventType'] === type).toReversed();
      expect(rows.flat(), type).toEqual(events.slice(0, rows.length).map((event) => (typed.includes(String(event['uuid'])) ? (expect.anything() as unknown) : event)));
      expect(rows.length).toBe(Math.min(3, events.length));
    }
  });
});

test('a password that was typed into the login field is masked, an unknown login is not', async () => {
  const { values, eventUuids } = org.org.stories.passwordsTypedAsUsernames;
  const found = await walk('get_okta_event_logs', { since: '30 days ago', filter: 'eventType eq "user.session.start" and outcome.result eq "FAILURE" and actor.id eq "unknown"', fields: ['uuid', 'actor.alternateId', 'actor', 'target', 'debugContext'] }, [20]);
  expect(eventUuids.every((uuid) => found.some((row) => row['uuid'] === uuid && row['actor.alternateId'] === '[masked: typed as a login]'))).toBe(true);
  expect(found.some((row) => String(row['actor.alternateId']).includes('@'))).toBe(true);
  expect(values.filter((value) => host.stdout.includes(value))).toEqual([]);
});

describe('logins, names and labels', () => {
  test('a user is found by any login, however it is written', async () => {
    const odd = org.org.users.filter((user) => user['status'] === 'ACTIVE' && /[^a-z0-9.@-]/.test(login(user)));
    expect(['+', "'", '/'].every((sign) => odd.some((user) => login(user).includes(sign)))).toBe(true);
    for (const user of odd.slice(0, 25)) expect(await host.one('get_okta_user', { user_id: login(user), fields: ['id'] })).toEqual({ user: { id: idOf(user) } });
  });
  test('a name that two groups or two applications have is answered with both', async () => {
    expect(await host.fails('get_okta_group', { group_id: 'Finance' })).toMatch(/2 groups are named "Finance": 00g\w{17} .*OKTA_GROUP.*; 00g\w{17} .*APP_GROUP|APP_GROUP.*OKTA_GROUP/);
    expect(await host.fails('get_okta_application', { app_id: 'Expenses' })).toMatch(/2 applications are named "Expenses"/);
  });
});

test('a quoted value in search and odd characters reach the org as they are', async () => {
  expect(await host.list('list_okta_users', { search: 'profile.lastName eq "O\'Brien" and profile.city ne "x"' }).catch((error: unknown) => String(error))).toContain('E0000031');
  expect((await host.list('list_okta_users', { search: 'profile.lastName eq "O\'Brien"', fields: ['profile.lastName'] })).rows.length).toBeGreaterThan(0);
});

test('a window in words is told as instants, an unknown event type with its neighbours', async () => {
  const { notes } = await host.list('get_okta_event_logs', { since: '24 hours ago', limit: 1 });
  const [, since = '', until = ''] = /Window: (\S+) to (\S+) /.exec(notes.join(' ')) ?? [];
  expect(Date.parse(until) - Date.parse(since)).toBe(86_400_000);
  const unknown = await host.list('get_okta_event_logs', { filter: 'eventType eq "user.authentication.auth_via_mf"' });
  expect(unknown.notes.join(' ')).toContain('user.authentication.auth_via_mfa');
  expect((await host.list('get_okta_event_logs', { filter: 'eventType eq "user.session.start"', limit: 1 })).notes.join(' ')).not.toContain('no event type');
  expect((await host.list('get_okta_event_logs', { since: '120 days ago', limit: 1 })).notes.join(' ')).toContain('90 days');
});

test('every tool answers, in text that is the same JSON as its structured content', async () => {
  const rule = [...org.org.policyRules].find(([, rules]) => rules.length > 0)!;
  const values: Record<string, unknown> = { user_id: idOf(org.org.users.find(({ status }) => status === 'ACTIVE')!), group_id: largestGroup()[0], app_id: busiestApp(), policy_id: rule[0], rule_id: idOf(rule[1][0]!), zone_id: idOf(org.org.zones[0]!), type: 'PASSWORD', time_expression: 'yesterday', group_by: ['eventType'], other_user_id: idOf(org.org.users[5]!), kind: 'group_rules' };
  for (const tool of tools) {
    const args = Object.fromEntries(Object.keys(tool.input().shape).filter((name) => name in values).map((name) => [name, values[name]]));
    const answer = await host.call(tool.name, args);
    expect(answer.isError, answer.text).toBe(false);
    expect(JSON.parse(answer.text)).toEqual(answer.structured);
    expect(tool.output().safeParse(answer.structured).success, tool.name).toBe(true);
    expect(answer.text.length).toBeLessThanOrEqual(25_000);
  }
});

test('--demo serves the same org without credentials and says so everywhere', async () => {
  const demo = new Host({}, ['--demo']);
  expect((await demo.initialize())['instructions']).toMatch(/^Demo org/);
  const answer = await demo.list('list_okta_users', { limit: 1 });
  expect([answer.rows.length, answer.notes[0]]).toEqual([1, expect.stringMatching(/^Demo org/)]);
  expect((await demo.one('get_current_time'))['notes']).toEqual([expect.stringMatching(/^Demo org/)]);
  expect(await demo.close()).toBe(0);
});
