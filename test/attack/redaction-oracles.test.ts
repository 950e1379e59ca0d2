import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDemoServer, type DemoServer } from '../../src/demo/server/server.js';
import type { JsonObject } from '../../src/json.js';
import { tools } from '../../src/tools/index.js';
import { Host } from '../support/host.js';
import { json, RudeOrg } from '../support/rude-org.js';
import { run } from '../support/run.js';
import { UNLIMITED } from '../support/unlimited.js';

/** One path of each kind that can be asked by: profile attributes, names, what the log has, states and times. */
const HIDDEN = [
  'profile.mobilePhone', 'profile.department', 'profile.login', 'profile.email', 'profile.firstName', 'profile.name', 'label', 'credentials.userName', 'actor.alternateId', 'actor.displayName', 'client.ipAddress', 'client.geographicalContext', 'lastLogin', 'factorType', 'priority',
];
let org: DemoServer;
let host: Host;
let sent: number;
beforeAll(async () => {
  org = await startDemoServer({ users: 1_000, rateLimits: UNLIMITED });
  host = await Host.start(env(HIDDEN));
}, 120_000);
afterAll(async () => {
  await host.close();
  await org.close();
});
beforeEach(() => { sent = org.requests.length; });

function env(paths: readonly string[], more: Record<string, string> = {}): Record<string, string> {
  return { OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: org.token, ...(paths.length === 0 ? {} : { OKTA_REDACT: paths.join(',') }), ...more };
}

const profileOf = (user: JsonObject | undefined): Record<string, string> => (user?.['profile'] ?? {}) as Record<string, string>;
const victim = (): JsonObject => org.org.users.find((user) => profileOf(user)['mobilePhone'] !== undefined && user['status'] === 'ACTIVE')!;
const groupName = (): string => profileOf(org.org.groups.find((group) => group['type'] === 'OKTA_GROUP'))['name']!;
const appLabel = (): string => String(org.org.applications[0]!['label']);

/** A call is refused for OKTA_REDACT, without a request, and tells nothing of the value it asked by. */
async function refused(tool: string, args: Record<string, unknown>, server = host): Promise<string> {
  const before = org.requests.length;
  const answer = await server.call(tool, args);
  expect([tool, args, answer.isError, answer.text.includes('OKTA_REDACT'), org.requests.length - before]).toEqual([tool, args, true, true, 0]);
  return answer.text;
}

/** What a call needs beside the argument that is tried. */
const NEEDED: Record<string, Record<string, unknown>> = {
  list_okta_application_users: { app_id: '0oa1234567890abcdefg' }, list_okta_application_group_assignments: { app_id: '0oa1234567890abcdefg' }, list_okta_policies: { type: 'ACCESS_POLICY' },
  summarize_okta_event_logs: { group_by: ['eventType'] }, compare_okta_users: { user_id: '00u1234567890abcdefg', other_user_id: '00u1234567890abcdefh' }, explain_okta_user_access: { user_id: '00u1234567890abcdefg' }, get_okta_user_timeline: { user_id: '00u1234567890abcdefg' }, explain_okta_sign_in_policy: { app_id: '0oa1234567890abcdefg' },
};

test('every argument by which a value can be found out is refused, in every tool', async () => {
  const logs = ['actor.alternateId sw "a"', 'ACTOR.ALTERNATEID eq "a"', 'not (actor.alternateId eq "a")', 'eventType eq "x" or client.ipAddress sw "10."', 'client.geographicalContext.country eq "DE"', 'target.profile.login eq "x"'];
  const tried: Record<string, unknown[]> = {
    'list_okta_network_zones.filter': [], 'list_okta_applications.filter': ['label sw "S"', 'status eq "ACTIVE" and label eq "x"'],
    search: ['profile.mobilePhone sw "+4"', 'PROFILE.mobilephone gt "+49"', 'mobilePhone eq "1"', 'status eq "ACTIVE" and (id eq "x" or profile.department eq "Sales")', 'profile.mobilePhone pr', 'profile[department sw "S"]', 'profile.login lt "m"', 'profile..department eq "x"', 'urn:x:profile.department eq "x"', 'lastLogin lt "2026"', 'profile.name eq "x"', 'status eq "a\\" or profile.mobilePhone sw \\"1"', 'not a filter', '"profile.department" eq "S"', 'profile.dep%61rtment eq "S"'],
    filter: ['profile.login eq "a"', 'profile.email eq "a"', 'not a filter'],
    'get_okta_event_logs.filter': logs, 'summarize_okta_event_logs.filter': logs,
    'list_okta_policies.q': [], q: ['a', '+49'], sort_by: ['profile.mobilePhone', 'profile.Department', 'mobilePhone', 'profile', 'lastLogin'], group_by: [['client.ipAddress'], ['eventType', 'actor.alternateId'], ['client.geographicalContext.country'], ['client.geographicalContext'], ['ACTOR.displayName']],
    user_id: ['ann@example.com', 'ann', 'emea/ann', 'me', '00u', '00u1234567890abcdefgh'], group_id: ['Sales', '00g'], app_id: ['Salesforce', '0oa'], factor: ['push'], days: [30], 'review_okta_application_usage.days': [],
  };
  const names = new Set(Object.keys(tried).map((name) => name.split('.').at(-1)!));
  for (const tool of tools) {
    for (const [name, compared] of Object.entries(tool.compared)) {
      const argument = name === 'other_user_id' ? 'user_id' : name;
      if (compared.by === 'nothing' || (compared.by === 'value' && compared.paths.every((path) => ['published', 'status', 'type', 'eventType'].includes(path)))) continue;
      expect([tool.name, name, names.has(argument)]).toEqual([tool.name, name, true]);
      for (const value of tried[`${tool.name}.${argument}`] ?? tried[argument]!) {
        await refused(tool.name, { ...NEEDED[tool.name], ...(name === 'sort_by' ? { search: 'status eq "ACTIVE"' } : {}), [name]: value });
      }
    }
  }
  expect(org.requests.length).toBe(sent);
});

test.each([
  ['list_okta_policies', { type: 'PASSWORD' }, 'type'], ['list_okta_policies', { type: 'PASSWORD', status: 'ACTIVE' }, 'status'], ['list_okta_policies', { type: 'PASSWORD', q: 'D' }, 'name'], ['list_okta_applications', { include_non_deleted: true }, 'status'], ['list_okta_applications', { q: 'S' }, 'name'],
  ['get_okta_application', { app_id: 'Salesforce' }, 'name'], ['get_okta_event_logs', { since: 'yesterday' }, 'published'], ['get_okta_event_logs', { q: 'x' }, 'profile.mobilePhone'], ['summarize_okta_event_logs', { group_by: ['hour'] }, 'published'], ['find_okta_risky_changes', { category: 'mfa' }, 'eventType'],
  ['list_okta_network_zones', { filter: 'usage eq "BLOCKLIST"' }, 'usage'], ['list_okta_users', { search: 'status eq "x"' }, '*'], ['list_okta_users', { search: 'profile.department eq "x"' }, 'profile'], ['list_okta_users', { search: 'status eq "x"', sort_by: 'profile.department' }, 'pro*'],
  ['find_okta_dormant_users', {}, 'lastLogin'], ['audit_okta_mfa_coverage', {}, 'factorType'], ['list_okta_admins', {}, 'type'], ['review_okta_application_usage', {}, 'published'], ['find_okta_sign_in_threats', {}, 'debugContext.debugData.behaviors'], ['list_okta_application_group_assignments', { app_id: '0oa1234567890abcdefg', q: 'S' }, 'group.profile.name'],
])('%s %j is refused where OKTA_REDACT=%s', async (tool, args, path) => {
  const server = await Host.start(env([path]));
  await refused(tool, args, server);
  await server.close();
});

test('a path to sort by has one spelling', async () => {
  for (const tool of ['list_okta_users', 'list_okta_groups']) {
    for (const path of ['profile..department', 'profile.$department', 'profile-department', 'profile.department.', '.profile.department', 'profile:department', 'profile/department', 'profile.dep%61rtment', 'profile[department]', 'profile .department', 'profile.department\n', 'profile.départment']) {
      expect([path, await host.fails(tool, { search: 'status eq "ACTIVE"', sort_by: path })]).toEqual([path, expect.stringContaining('sort_by') as unknown]);
    }
  }
  expect(org.requests.length).toBe(sent);
});

test('resources and completion find out no more than tools', async () => {
  const read = (uri: string) => host.request('resources/read', { uri });
  for (const uri of [`okta://users/${encodeURIComponent(profileOf(victim())['login']!)}`, `okta://groups/${encodeURIComponent(groupName())}`, `okta://applications/${encodeURIComponent(appLabel())}`]) {
    expect((await read(uri)).error?.message).toMatch(/compares [\w.]+, which OKTA_REDACT hides/);
  }
  for (const [uri, value] of [['okta://users/{id}', 'a'], ['okta://users/{id}', ''], ['okta://groups/{id}', groupName().slice(0, 2)], ['okta://applications/{id}', appLabel().slice(0, 2)]]) {
    expect((await host.request('completion/complete', { ref: { type: 'ref/resource', uri }, argument: { name: 'id', value } })).result).toMatchObject({ completion: { values: [], hasMore: false } });
  }
  expect(org.requests.length).toBe(sent);
});

test('completion searches only what is not hidden', async () => {
  const server = await Host.start(env(['profile.firstName', 'profile.email', 'name']));
  const complete = async (uri: string, value: string): Promise<unknown> => (await server.request('completion/complete', { ref: { type: 'ref/resource', uri }, argument: { name: 'id', value } })).result?.['completion'];
  const login = profileOf(victim())['login']!;
  expect(await complete('okta://users/{id}', login)).toMatchObject({ values: [login] });
  const [request] = org.requests.slice(sent);
  expect(new URLSearchParams(request!.query).get('search')).toBe(`profile.login sw "${login}" or profile.lastName sw "${login}"`);
  expect(await complete('okta://applications/{id}', appLabel().slice(0, 3))).toMatchObject({ values: [] });
  await server.close();
});

test('what is not hidden can be asked by as ever', async () => {
  const user = victim();
  expect((await host.list('list_okta_users', { search: 'status eq "ACTIVE" and profile.lastName gt "A"', sort_by: 'profile.lastName' })).rows.length).toBeGreaterThan(0);
  expect(await host.one('get_okta_user', { user_id: user['id'] })).toMatchObject({ user: { id: user['id'], profile: { mobilePhone: '[redacted]', login: '[redacted]' } } });
  // That users have a profile tells none of its values: it is Okta that does not search for it.
  expect(await host.fails('list_okta_users', { search: 'profile pr' })).toContain('E0000031');
  expect((await host.list('list_okta_groups', { search: 'type eq "OKTA_GROUP"' })).rows.length).toBeGreaterThan(0);
  expect((await host.list('get_okta_event_logs', { filter: 'eventType eq "user.session.start" and not (outcome.result eq "SUCCESS")' })).rows.length).toBeGreaterThan(0);
  expect((await host.list('summarize_okta_event_logs', { group_by: ['eventType', 'day'] })).rows.length).toBeGreaterThan(0);
});

test('investigations put hidden values in no order and under no other name', async () => {
  const admins = await host.call('list_okta_admins', { limit: 100 });
  expect(admins.text).toMatch(/OKTA_REDACT hides/);
  const server = await Host.start(env(['profile.login', 'profile.name', 'label', 'changeDetails', 'client.ipAddress', 'conditions.expression', 'priority', 'actor.alternateId']));
  const logins = org.org.users.map((user) => profileOf(user)['login']!);
  const shown = new Map<string, string>();
  for (const [tool, args] of [['list_okta_admins', { limit: 100 }], ['audit_okta_mfa_coverage', { limit: 100 }], ['find_okta_dormant_users', { days: 1 }], ['find_okta_risky_changes', { since: '60 days ago', limit: 100 }], ['get_okta_user_timeline', { user_id: victim()['id'] }], ['explain_okta_user_access', { user_id: victim()['id'] }], ['find_okta_sign_in_threats', { since: '60 days ago' }], ['summarize_okta_event_logs', { group_by: ['actor.id'] }]] as const) {
    const answer = await server.call(tool, args);
    expect([tool, answer.isError, logins.filter((login) => answer.text.includes(`"${login}"`))]).toEqual([tool, false, []]);
    shown.set(tool, answer.text);
  }
  expect(shown.get('find_okta_sign_in_threats')).toContain('password_spray was not looked for: it compares client.ipAddress');
  expect(JSON.parse(shown.get('summarize_okta_event_logs')!)).toMatchObject({ columns: expect.not.arrayContaining(['distinct_addresses']) as unknown });
  // Rows that were ordered by login before: now as ids come.
  const rows = JSON.parse(shown.get('audit_okta_mfa_coverage')!) as { columns: string[]; rows: unknown[][] };
  const byId = new Map(org.org.users.map((user) => [user['id'], profileOf(user)['login']!]));
  const factors = rows.columns.indexOf('factors');
  const none = rows.rows.filter((row) => row[factors] === 'none').map((row) => byId.get(row[rows.columns.indexOf('id')] as string)!);
  expect(none.length).toBeGreaterThan(3);
  expect(none).not.toEqual([...none].sort());
  await server.close();
});

describe('what an investigation concludes from', () => {
  const names = ['scope', '_links.assignee', 'assignmentType', 'status', 'groupIds', 'visibility', 'signOnMode', 'type', 'target.type', 'outcome', 'lastLogin', 'id'];
  let plain: Map<string, string>;
  const calls: [string, Record<string, unknown>][] = [];
  beforeAll(async () => {
    const { stories, applicationUsers } = org.org;
    const holder = [...org.org.userRoles.entries()].find(([, roles]) => roles.some((role) => role['assignmentType'] === 'GROUP'))?.[0] ?? stories.dormantAdministrator.userId;
    const direct = [...applicationUsers.values()].flat().find((assignment) => assignment['scope'] === 'USER')!['id'] as string;
    const policy = stories.weakenedSignOnRule.policyId;
    const app = org.org.applications.find((one) => JSON.stringify(one['_links'] ?? {}).includes(policy))!['id'];
    const user = stories.pushFatigue.userId;
    calls.push(
      ['summarize_okta_event_logs', { group_by: ['actor.id'] }], ['get_okta_user_timeline', { user_id: user }], ['explain_okta_user_access', { user_id: stories.accessThroughGroupRule.userId }], ['explain_okta_user_access', { user_id: holder }], ['explain_okta_user_access', { user_id: direct }],
      ['compare_okta_users', { user_id: holder, other_user_id: user }], ['audit_okta_mfa_coverage', { search: 'profile.department eq "Finance"' }], ['list_okta_admins', {}], ['find_okta_dormant_users', {}], ['review_okta_application_usage', { days: 1 }], ['review_okta_application_usage', { app_id: stories.leaverWithApplication.applicationId }],
      ['find_okta_sign_in_threats', { since: '30 days ago' }], ['find_okta_risky_changes', { since: '30 days ago' }], ['explain_okta_sign_in_policy', { app_id: app, user_id: user }],
    );
    expect(new Set(calls.map(([tool]) => tool))).toEqual(new Set(tools.filter(({ answer }) => answer === 'report').map(({ name }) => name)));
    const server = await Host.start(env([], LONG));
    plain = new Map();
    for (const call of calls) {
      const answer = await server.call(call[0], { ...call[1], limit: 200 });
      expect([call, answer.isError]).toEqual([call, false]);
      plain.set(JSON.stringify(call), answer.text);
    }
    await server.close();
  }, 120_000);

  const LONG = { OKTA_MAX_ANSWER_CHARACTERS: '500000' };

  /** The numbers of the summary, and how often each value stands in a column that shows nothing hidden. */
  function conclusions(answer: string, columns: readonly string[]): unknown {
    const { summary, ...list } = JSON.parse(answer) as { summary: Record<string, unknown>; columns: string[]; rows: unknown[][] };
    const cells = columns.map((column) => [column, list.rows.map((row) => JSON.stringify(row[list.columns.indexOf(column)] ?? null)).sort()]);
    return { numbers: Object.entries(summary).filter(([, value]) => typeof value === 'number'), rows: list.rows.length, cells };
  }
  const open = (answer: string): string[] => {
    const { columns, rows } = JSON.parse(answer) as { columns: string[]; rows: unknown[][] };
    return columns.filter((_, index) => !JSON.stringify(rows.map((row) => row[index])).includes('[redacted'));
  };

  test.each(names)('%s is either not needed, or the question is refused: no conclusion is another one', async (path) => {
    const server = await Host.start(env([path], LONG));
    for (const [tool, args] of calls) {
      const hidden = await server.call(tool, { ...args, limit: 200 });
      if (hidden.isError) {
        expect([tool, hidden.text]).toEqual([tool, expect.stringMatching(/concludes from [\w.]+, which OKTA_REDACT hides|compares [\w.]+, which OKTA_REDACT hides/)]);
        continue;
      }
      const asked = plain.get(JSON.stringify([tool, args]))!;
      const columns = open(hidden.text).filter((column) => open(asked).includes(column));
      expect([tool, args, conclusions(hidden.text, columns)]).toEqual([tool, args, conclusions(asked, columns)]);
    }
    await server.close();
  }, 60_000);

  test('for a user: access is not explained without what it is decided by, and the org is not asked', async () => {
    for (const path of ['scope', 'assignee', 'status', 'groupIds', 'actions.assignUserToGroups', 'assignUserToGroups.*', '_links.*']) {
      const server = await Host.start(env([path]));
      expect(await refused('explain_okta_user_access', NEEDED['explain_okta_user_access']!, server)).toMatch(/^explain_okta_user_access concludes from [\w.]+, which OKTA_REDACT hides/);
      await server.close();
    }
  });
});

test('rows that this server sorts are not sorted by a hidden value', async () => {
  const sends = [3, 1, 2].map((priority) => ({ id: `rul${priority}`, name: `rule ${priority}`, priority }));
  const rude = await RudeOrg.start((_, response) => { json(response, 200, sends); });
  const order = async (paths: Record<string, string>): Promise<unknown[]> => {
    const server = await Host.start({ ...rude.env, ...paths });
    const { rows } = await server.list('list_okta_policy_rules', { policy_id: 'rst1234567890abcdefg', fields: ['id'] });
    await server.close();
    return rows.flat();
  };
  expect(await order({})).toEqual(['rul1', 'rul2', 'rul3']);
  expect(await order({ OKTA_REDACT: 'priority' })).toEqual(['rul3', 'rul1', 'rul2']);
  await rude.close();
});

describe('with stand-ins', () => {
  test('hidden values can be grouped, in no order of theirs, and no other query opens', async () => {
    const server = await Host.start(env(HIDDEN, { OKTA_REDACT_PSEUDONYMS: 'true' }));
    const open = await Host.start(env([]));
    const count = async (one: Host): Promise<unknown[][]> => (await one.list('summarize_okta_event_logs', { group_by: ['actor.alternateId'], limit: 200 })).rows;
    const [hidden, plain] = [await count(server), await count(open)];
    expect(hidden.map((row) => row[1])).toEqual(plain.map((row) => row[1]));
    expect(hidden.every(([value]) => /^\[redacted:[\w-]{8}\]$|^\(none\)$/.test(String(value)))).toBe(true);
    expect(new Set(hidden.map(([value]) => value)).size).toBe(hidden.length);
    for (const count of new Set(hidden.map((row) => row[1]))) {
      const names = hidden.filter((row) => row[1] === count).map(([value]) => String(value));
      expect(names).toEqual([...names].sort());
    }
    await refused('list_okta_users', { search: 'profile.mobilePhone sw "+"' }, server);
    await refused('get_okta_event_logs', { filter: 'actor.alternateId eq "x"' }, server);
    await server.close();
    await open.close();
  });

  test('a caller has none made of a value of its own', async () => {
    const server = await Host.start(env(['timezone', 'local', 'understood'], { OKTA_REDACT_PSEUDONYMS: 'true' }));
    expect(await server.one('get_current_time', { timezone: 'Europe/Berlin' })).toMatchObject({ time: { timezone: 'Europe/Berlin' } });
    await server.close();
  });
});

describe('cursors', () => {
  const forged = (cursor: unknown, key: string | Buffer = org.token): string => {
    const payload = Buffer.from(JSON.stringify(cursor));
    return Buffer.concat([payload, createHmac('sha256', key).update(payload).digest().subarray(0, 16)]).toString('base64url');
  };
  const sealed = (cursor: unknown, key: string | Buffer): string => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', createHash('sha256').update(key).digest(), nonce);
    return Buffer.concat([nonce, cipher.update(JSON.stringify(cursor)), cipher.final(), cipher.getAuthTag()]).toString('base64url');
  };
  const FEW = ['profile.mobilePhone', 'profile.department'];
  let server: Host;
  beforeAll(async () => { server = await Host.start(env(FEW)); });
  afterAll(() => server.close());
  const query = 'search=profile.mobilePhone+sw+%22%2B4%22&limit=50';

  test('that were made up are refused, whatever they hold', async () => {
    const lists = tools.filter(({ answer }) => answer !== 'object').map(({ name }) => name);
    const own = Buffer.from(await after(), 'base64url');
    sent = org.requests.length;
    const attempts = Array.from({ length: 2_000 }, (_, index): string => {
      const name = lists[index % lists.length]!;
      const changed = Buffer.from(own);
      changed[index % changed.length]! ^= 1 << (index % 8);
      const kinds = [
        () => Buffer.from(JSON.stringify({ t: name, a: {}, q: query })).toString('base64url'), () => forged({ t: name, a: {}, q: query }), () => forged({ t: name, a: {}, q: query }, ''), () => sealed({ t: name, a: {}, q: query }, org.token), () => sealed({ t: name, a: {}, q: query }, ''), () => forged({ t: name, a: {}, q: query, s: index }, randomBytes(32)),
        () => changed.toString('base64url'), () => randomBytes(1 + (index % 300)).toString('base64url'), () => `${own.toString('base64url')}${'A'.repeat(1 + (index % 5))}`, () => own.subarray(index % own.length || 1).toString('base64url'),
      ];
      return kinds[index % kinds.length]!();
    });
    for (const [index, text] of attempts.entries()) {
      const tool = index % 2 === 0 ? 'list_okta_users' : 'get_okta_event_logs';
      const answer = await server.call(tool, { after: text });
      if (!answer.isError || !answer.text.includes('not a cursor of this server')) expect([tool, text, answer.text]).toEqual([tool, text, 'refused']);
    }
    expect(org.requests.length).toBe(sent);
  }, 120_000);

  test('of another tool, redaction, org or credential are refused; of the same they go on, in another process too', async () => {
    const own = await after();
    for (const tool of tools.filter(({ answer, name }) => answer !== 'object' && name !== 'list_okta_users')) {
      expect(await server.fails(tool.name, { ...NEEDED[tool.name], ...needed(tool.name), after: own })).toMatch(/belongs to list_okta_users/);
    }
    const open = await Host.start(env([]));
    const hidden = (await open.list('list_okta_users', { search: 'profile.mobilePhone sw "+"', limit: 1 })).page.after!;
    await open.close();
    expect(await server.fails('list_okta_users', { after: hidden })).toMatch(/not a cursor of this server/);
    const other = await RudeOrg.start();
    for (const [settings, works] of [[env(FEW.toReversed()), true], [env(['label']), false], [{ ...env(FEW), OKTA_API_TOKEN: `${org.token}x` }, false], [{ ...env(FEW), OKTA_CLIENT_ORGURL: other.origin }, false]] as const) {
      const again = await Host.start(settings);
      const answer = await again.call('list_okta_users', { after: own });
      expect([answer.isError, answer.text.includes('not a cursor of this server')]).toEqual(works ? [false, false] : [true, true]);
      await again.close();
    }
    await other.close();
  });

  test('do not tell the values that the org writes into the links to its next pages', async () => {
    const instant = '1763632800123';
    const rude = await RudeOrg.start(({ url }, response) => {
      json(response, 200, [{ uuid: '11111111-2222-3333-4444-555555555555', published: new Date(Number(instant)).toISOString(), eventType: 'user.session.start' }], url.includes('after=') ? {} : { link: `<${rude.origin}/api/v1/logs?after=${instant}_1&limit=1>; rel="next"` });
    });
    const hiding = await Host.start({ ...rude.env, OKTA_REDACT: 'published' });
    const next = (await hiding.list('get_okta_event_logs', { limit: 1 })).page.after!;
    expect(`${next} ${Buffer.from(next, 'base64url').toString('latin1')}`).not.toContain(instant.slice(0, 6));
    await hiding.list('get_okta_event_logs', { limit: 1, after: next });
    expect(rude.seen.at(-1)!.url).toContain(`after=${instant}_1`);
    await hiding.close();
    await rude.close();
  });

  async function after(): Promise<string> {
    return (await server.list('list_okta_users', { search: 'status eq "ACTIVE"', limit: 2 })).page.after!;
  }

  function needed(tool: string): Record<string, unknown> {
    const shape = tools.find(({ name }) => name === tool)!.input().shape;
    return { ...('user_id' in shape && !(tool in NEEDED) ? { user_id: '00u1234567890abcdefg' } : {}), ...('group_id' in shape ? { group_id: '00g1234567890abcdefg' } : {}), ...('policy_id' in shape ? { policy_id: 'rst1234567890abcdefg' } : {}), ...('kind' in shape ? { kind: 'behaviors' } : {}) };
  }
});

test('the demo org on any port knows its own cursors', async () => {
  const call = (args: readonly string[]) => run(['call', 'list_okta_users', '--demo', '--json', '--limit', '2', ...args]);
  const first = JSON.parse((await call([])).stdout) as { rows: unknown[][]; page: { after: string } };
  const second = JSON.parse((await call(['--after', first.page.after])).stdout) as { rows: unknown[][] };
  expect(second.rows).toHaveLength(2);
  expect(second.rows[0]![0]).not.toBe(first.rows[0]![0]);
});
