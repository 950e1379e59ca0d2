import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valueAt } from '../../src/answers/columns.js';
import { TOOLSETS } from '../../src/settings.js';
import { startDemoServer, type DemoServer } from '../../src/demo/server/server.js';
import type { JsonObject } from '../../src/json.js';
import { tools } from '../../src/tools/index.js';
import { TOOLSET_NAMES } from '../../src/tools/toolsets.js';
import { Host } from '../support/host.js';
import { UNLIMITED } from '../support/unlimited.js';

interface Report {
  readonly summary: Record<string, unknown>;
  readonly columns: string[];
  readonly rows: unknown[][];
  readonly page: { readonly returned: number; readonly has_more: boolean; readonly after?: string };
  readonly examined: { readonly complete: boolean; readonly requests: number; readonly operations: string[]; readonly since?: string; readonly until?: string };
  readonly notes?: string[];
}

let small: DemoServer;
let large: DemoServer;
let host: Host;
let largeHost: Host;
beforeAll(async () => {
  small = await startDemoServer({ users: 1_000, rateLimits: UNLIMITED });
  large = await startDemoServer({ users: 10_000, rateLimits: UNLIMITED });
  host = await Host.start({ OKTA_CLIENT_ORGURL: small.origin, OKTA_API_TOKEN: small.token });
  largeHost = await Host.start({ OKTA_CLIENT_ORGURL: large.origin, OKTA_API_TOKEN: large.token });
}, 120_000);
afterAll(async () => {
  await host.close();
  await largeHost.close();
  await small.close();
  await large.close();
});

async function report(server: Host, tool: string, args: Record<string, unknown>): Promise<Report> {
  const answer = await server.call(tool, args);
  if (answer.isError) throw new Error(answer.text);
  expect(tools.find(({ name }) => name === tool)!.output().safeParse(answer.structured).error).toBeUndefined();
  expect(answer.structured).toEqual(JSON.parse(answer.text));
  if (args['limit'] === undefined) expect(countTokens(answer.text)).toBeLessThanOrEqual(3_000);
  return JSON.parse(answer.text) as Report;
}

/** Every row of a report, by following `after`. */
async function everyRow(server: Host, tool: string, args: Record<string, unknown>): Promise<{ report: Report; rows: Record<string, unknown>[] }> {
  const rows: Record<string, unknown>[] = [];
  let last = await report(server, tool, { limit: 200, ...args });
  for (;;) {
    if (last.examined.complete) rows.push(...last.rows.map((row) => Object.fromEntries(last.columns.map((column, index) => [column, row[index]]))));
    if (last.page.after === undefined) return { report: last, rows };
    last = await report(server, tool, { limit: 200, ...args, after: last.page.after });
  }
}

const sizes = (): [string, DemoServer, Host][] => [['1,000 users', small, host], ['10,000 users', large, largeHost]];
const text = (object: unknown, path: string): string => { const value = valueAt(object as JsonObject, path); return typeof value === 'string' ? value : ''; };

describe('summarize_okta_event_logs', () => {
  test.each([
    [['eventType'], undefined], [['outcome.result', 'eventType'], undefined], [['client.ipAddress'], 'eventType eq "user.session.start" and outcome.result eq "FAILURE"'],
    [['day'], 'eventType eq "user.session.start"'], [['target.displayName', 'client.geographicalContext.country'], 'eventType eq "user.authentication.sso"'],
  ])('counts by %j (filter %s) as a count over all events does', async (fields, filter) => {
    for (const [, org, server] of sizes()) {
      const { report: answer, rows } = await everyRow(server, 'summarize_okta_event_logs', { group_by: fields, since: '30 days ago', ...(filter === undefined ? {} : { filter }) });
      const { since = '', until = '' } = answer.examined;
      const matching = org.org.events.filter((event) => {
        const published = text(event, 'published');
        if (published < since || published >= until) return false;
        return filter === undefined || (text(event, 'eventType') === /eventType eq "([^"]+)"/.exec(filter)![1] && (!filter.includes('FAILURE') || text(event, 'outcome.result') === 'FAILURE'));
      });
      const expected = new Map<string, { count: number; actors: Set<string>; addresses: Set<string> }>();
      for (const event of matching) {
        const combos = fields.reduce<string[][]>((all, field) => {
          const value = field === 'day' ? text(event, 'published').slice(0, 10) : valueAt(event, field);
          const values = [...new Set((Array.isArray(value) ? value : [value]).filter((entry) => entry !== undefined && entry !== null && entry !== 'null'))] as string[];
          return all.flatMap((combo) => (values.length === 0 ? ['(none)'] : values).map((entry) => [...combo, entry]));
        }, [[]]);
        for (const combo of combos) {
          const group = expected.get(JSON.stringify(combo)) ?? { count: 0, actors: new Set(), addresses: new Set() };
          group.count += 1;
          group.actors.add(text(event, 'actor.id'));
          if (text(event, 'client.ipAddress') !== '' && text(event, 'client.ipAddress') !== 'null') group.addresses.add(text(event, 'client.ipAddress'));
          expected.set(JSON.stringify(combo), group);
        }
      }
      expect(answer.summary).toEqual({ events: matching.length, groups: expected.size });
      expect(matching.length).toBeGreaterThan(0);
      expect(Object.fromEntries(rows.map((row) => [JSON.stringify(fields.map((field) => row[field])), [row['count'], row['distinct_addresses'] ?? 0]]))).toEqual(Object.fromEntries([...expected].map(([key, { count, addresses }]) => [key, [count, addresses.size]])));
    }
  });
});

describe('get_okta_user_timeline', () => {
  test('has every event by and about the user, in order', async () => {
    for (const [, org, server] of sizes()) {
      const { userId } = org.org.stories.pushFatigue;
      const { report: answer, rows } = await everyRow(server, 'get_okta_user_timeline', { user_id: userId, since: '30 days ago' });
      const { since = '', until = '' } = answer.examined;
      const expected = org.org.events.filter((event) => {
        const published = text(event, 'published');
        const targets = Array.isArray(event['target']) ? event['target'] : [];
        return published >= since && published < until && (text(event, 'actor.id') === userId || targets.some((target) => text(target, 'id') === userId));
      });
      expect(answer.summary['events']).toBe(expected.length);
      expect(rows.reduce((sum, row) => sum + Number(row['count'] ?? 1), 0)).toBe(expected.length);
      const times = rows.map((row) => String(row['published']));
      expect(times).toEqual([...times].sort());
      expect(rows.map((row) => row['uuid'])).toEqual(expect.arrayContaining([org.org.stories.pushFatigue.approvalEventUuid]));
      const folded = rows.filter((row) => row['eventType'] === 'user.authentication.auth_via_mfa' && row['outcome.result'] === 'FAILURE');
      expect(folded.reduce((sum, row) => sum + Number(row['count'] ?? 1), 0)).toBeGreaterThanOrEqual(org.org.stories.pushFatigue.denials);
    }
  });
});

const active = (org: DemoServer): JsonObject[] => org.org.users.filter((user) => user['status'] === 'ACTIVE');
const idOf = (object: JsonObject): string => String(object['id']);
const factorsOf = (org: DemoServer, id: string): string[] => [...new Set((org.org.factors.get(id) ?? []).filter((factor) => factor['status'] === 'ACTIVE').map((factor) => String(factor['factorType'])))];
const resistant = (types: readonly string[]): boolean => types.some((type) => ['webauthn', 'u2f', 'signed_nonce'].includes(type));
const groupsOf = (org: DemoServer, id: string): string[] => [...org.org.groupMembers].filter(([, members]) => members.includes(id)).map(([group]) => group);
const appsOf = (org: DemoServer, id: string): string[] => [...org.org.applicationUsers].filter(([, users]) => users.some((user) => user['id'] === id)).map(([app]) => app);

describe('audit_okta_mfa_coverage', () => {
  test('finds everybody without a phishing-resistant factor, over several calls where one is not enough', async () => {
    for (const [label, org, server] of sizes()) {
      const people = active(org);
      const { report: answer, rows } = await everyRow(server, 'audit_okta_mfa_coverage', { max_requests: label === '1,000 users' ? 5_000 : 50_000 });
      expect(rows.map((row) => row['id']).sort()).toEqual([...org.org.stories.withoutPhishingResistantFactor.userIds]);
      const byFactor: Record<string, number> = {};
      for (const user of people) for (const type of factorsOf(org, idOf(user))) byFactor[type] = (byFactor[type] ?? 0) + 1;
      expect(answer.summary).toEqual({
        users: people.length, examined: people.length, without_any_factor: people.filter((user) => factorsOf(org, idOf(user)).length === 0).length,
        without_phishing_resistant_factor: org.org.stories.withoutPhishingResistantFactor.userIds.length, users_by_factor: byFactor,
      });
      expect(answer.examined).toMatchObject({ complete: true, operations: expect.arrayContaining(['listUsers', 'listFactors']) });
    }
  });

  test('asks of a group and of a given factor', async () => {
    const [group, members] = [...small.org.groupMembers].sort(([, a], [, b]) => b.length - a.length)[3]!;
    const people = active(small).filter((user) => members.includes(idOf(user)));
    const { report: answer, rows } = await everyRow(host, 'audit_okta_mfa_coverage', { group_id: group, factor: 'push' });
    expect(answer.summary['without_push']).toBe(people.filter((user) => !factorsOf(small, idOf(user)).includes('push')).length);
    expect(rows.map((row) => row['id']).sort()).toEqual(people.filter((user) => !factorsOf(small, idOf(user)).includes('push')).map(idOf).sort());
  });

  test('tells the cost before it is paid, and how to narrow', async () => {
    const before = large.requests.length;
    const text = await largeHost.fails('audit_okta_mfa_coverage', {});
    expect(text).toMatch(/would need about \d{4} requests \(one for the factors of each of \d{4} users\), more than `max_requests` \(2000\)\.\nNext: Narrow the population by `search`/);
    expect(large.requests.length - before).toBeLessThan(60);
  });
});

describe('list_okta_admins', () => {
  test('has everybody with a role, how it is held, and the factors', async () => {
    for (const [, org, server] of sizes()) {
      const { report: answer, rows } = await everyRow(server, 'list_okta_admins', {});
      const expected = [...org.org.userRoles].filter(([, roles]) => roles.length > 0);
      expect(rows.map((row) => row['id']).sort()).toEqual(expected.map(([id]) => id).sort());
      expect(answer.summary['administrators']).toBe(expected.length);
      for (const row of rows) {
        const roles = org.org.userRoles.get(String(row['id']))!.filter((role) => role['status'] === 'ACTIVE');
        expect((row['roles'] as unknown[]).length).toBe(roles.length);
        expect([...((row['factors'] as string[] | null) ?? [])].sort()).toEqual(factorsOf(org, String(row['id'])).sort());
      }
      expect(JSON.stringify(rows)).toContain('"through":{"id":"00g');
      const help = org.org.groups.filter((group) => group['type'] === 'OKTA_GROUP').slice(0, 2).map((group) => text(group, 'profile.name'));
      const held = rows.flatMap((row) => row['roles'] as { role: string; limited_to?: string[] }[]);
      expect(held.filter(({ role }) => role === 'HELP_DESK_ADMIN').length).toBeGreaterThan(0);
      for (const { role, limited_to: limits } of held) expect(limits).toEqual(role === 'HELP_DESK_ADMIN' ? help : undefined);
      expect(answer.summary['without_phishing_resistant_factor']).toBe(expected.filter(([id]) => !resistant(factorsOf(org, id))).length);
    }
  });
});

describe('find_okta_dormant_users', () => {
  test('finds who has not signed in, the dormant administrator first, with what they hold', async () => {
    for (const [, org, server] of sizes()) {
      const { report: answer, rows } = await everyRow(server, 'find_okta_dormant_users', { days: 90 });
      const cutoff = String((answer.examined as unknown as Record<string, unknown>)['not_signed_in_since']);
      const expected = active(org).filter((user) => typeof user['lastLogin'] !== 'string' || user['lastLogin'] < cutoff);
      expect(rows.map((row) => row['id']).sort()).toEqual(expected.map(idOf).sort());
      expect(answer.summary).toMatchObject({ users: active(org).length, dormant: expected.length, never_signed_in: expected.filter((user) => typeof user['lastLogin'] !== 'string').length, administrators: 1 });
      expect(rows[0]).toMatchObject({ id: org.org.stories.dormantAdministrator.userId, roles: [expect.stringContaining(org.org.stories.dormantAdministrator.roleType)] });
      for (const row of rows.slice(0, 20)) expect([row['groups'], row['applications']]).toEqual([groupsOf(org, String(row['id'])).length, appsOf(org, String(row['id'])).length]);
    }
  });
});

describe('explain_okta_user_access', () => {
  test('says why: direct, by a group, by the rule that fills it', async () => {
    for (const [, org, server] of sizes()) {
      const { userId, applicationId, groupId, groupRuleId } = org.org.stories.accessThroughGroupRule;
      const one = await everyRow(server, 'explain_okta_user_access', { user_id: userId, app_id: applicationId });
      expect(one.rows).toMatchObject([{ kind: 'application', id: applicationId, access: 'group rule', 'group.id': groupId, 'group.profile.name': expect.any(String), 'rule.id': groupRuleId }, ...one.rows.slice(1)]);
      expect(one.rows.filter((row) => row['kind'] === 'application')).toHaveLength(1);
      const all = await everyRow(server, 'explain_okta_user_access', { user_id: userId });
      expect([...new Set(all.rows.filter((row) => row['kind'] === 'application').map((row) => row['id']))].sort()).toEqual(appsOf(org, userId).sort());
      const leaver = org.org.stories.leaverWithApplication;
      const direct = await everyRow(server, 'explain_okta_user_access', { user_id: leaver.userId });
      expect(direct.rows).toMatchObject([{ kind: 'application', id: leaver.applicationId, access: 'direct' }]);
    }
  });
});

describe('compare_okta_users', () => {
  test('tells what each has that the other has not', async () => {
    for (const [, org, server] of sizes()) {
      const [a, b] = [org.org.stories.dormantAdministrator.userId, org.org.stories.pushFatigue.userId];
      const { report: answer, rows } = await everyRow(server, 'compare_okta_users', { user_id: a, other_user_id: b });
      const things = (id: string): string[] => [...groupsOf(org, id).map((group) => `group ${group}`), ...appsOf(org, id).map((app) => `application ${app}`), ...factorsOf(org, id).map((type) => `factor ${type}`), ...(org.org.userRoles.get(id) ?? []).map((role) => `role ${String(role['type'] === 'CUSTOM' ? role['label'] : role['type'])}`)];
      const [mine, others] = [new Set(things(a)), new Set(things(b))];
      expect(rows.filter((row) => row['only'] === 'user_id').map((row) => `${String(row['kind'])} ${String(row['id'])}`).sort()).toEqual([...mine].filter((thing) => !others.has(thing)).sort());
      expect(rows.filter((row) => row['only'] === 'other_user_id').map((row) => `${String(row['kind'])} ${String(row['id'])}`).sort()).toEqual([...others].filter((thing) => !mine.has(thing)).sort());
      expect(answer.summary['in_common']).toBe([...mine].filter((thing) => others.has(thing)).length);
    }
  });
});

describe('review_okta_application_usage', () => {
  const signedOn = (org: DemoServer, since: string, match: (event: JsonObject) => string[]): Set<string> => new Set(org.org.events.filter((event) => event['eventType'] === 'user.authentication.sso' && String(event['published']) >= since).flatMap(match));
  const targets = (event: JsonObject): string[] => (Array.isArray(event['target']) ? event['target'] : []).filter((target) => text(target, 'type') === 'AppInstance').map((target) => text(target, 'id'));

  test('finds the applications that nobody uses', async () => {
    for (const [, org, server] of sizes()) {
      const { report: answer, rows } = await everyRow(server, 'review_okta_application_usage', { days: 60 });
      const used = signedOn(org, answer.examined.since!, targets);
      for (const row of rows) expect([used.has(String(row['id'])), row['assignees']]).toEqual([false, org.org.applicationUsers.get(String(row['id']))?.length ?? 0]);
      const story = org.org.stories.unusedApplication;
      expect(rows.find((row) => row['id'] === story.applicationId)).toMatchObject({ assignees: story.assignedUserIds.length });
      expect(answer.summary['unused']).toBe(rows.length);
    }
  });

  test('finds the assignees who do not use one, who left, and who were assigned directly', async () => {
    for (const [, org, server] of sizes()) {
      const { applicationId, userId } = org.org.stories.leaverWithApplication;
      const { report: answer, rows } = await everyRow(server, 'review_okta_application_usage', { app_id: applicationId, days: 30 });
      const assigned = org.org.applicationUsers.get(applicationId)!;
      const used = signedOn(org, answer.examined.since!, (event) => (targets(event).includes(applicationId) ? [text(event, 'actor.id')] : []));
      expect(answer.summary).toEqual({
        assignees: assigned.length, not_used: assigned.filter((user) => !used.has(idOf(user))).length, assigned_directly: assigned.filter((user) => user['scope'] === 'USER').length,
        suspended_or_deprovisioned: assigned.filter((user) => ['SUSPENDED', 'DEPROVISIONED'].includes(String(org.org.users.find((one) => one['id'] === user['id'])?.['status']))).length,
      });
      expect(rows.find((row) => row['id'] === userId)).toMatchObject({ findings: expect.arrayContaining(['deprovisioned', 'assigned directly']) });
    }
  });
});

describe('find_okta_sign_in_threats', () => {
  test('finds the attacks that the log holds', async () => {
    for (const [, org, server] of sizes()) {
      const { rows } = await everyRow(server, 'find_okta_sign_in_threats', { since: '30 days ago' });
      const { passwordSpray: spray, pushFatigue: push, impossibleTravel: travel } = org.org.stories;
      const compromised = text(org.org.users.find((user) => user['id'] === spray.compromisedUserId), 'profile.login');
      expect(rows.filter((row) => row['kind'] === 'password_spray')).toMatchObject([{ first: spray.since, last: spray.until, count: spray.failures, 'client.ipAddress': spray.ip, succeeded: [compromised], detail: `${spray.failures} failed sign-ins on ${spray.distinctLogins} logins`, events: expect.arrayContaining([spray.successEventUuid]) }]);
      expect(rows.filter((row) => row['kind'] === 'push_fatigue')).toMatchObject([{ 'actor.id': push.userId, count: push.denials, 'client.ipAddress': push.ip, events: expect.arrayContaining([push.approvalEventUuid]) }]);
      expect(rows.filter((row) => row['kind'] === 'impossible_travel')).toMatchObject([{ 'actor.id': travel.userId, events: [travel.first.eventUuid, travel.second.eventUuid], detail: `${travel.first.city}, ${travel.first.country} to ${travel.second.city}, ${travel.second.country}: ${travel.kilometres} km in ${travel.minutesApart} minutes` }]);
      expect(JSON.stringify(rows)).not.toContain(org.org.stories.passwordsTypedAsUsernames.values[0]);
    }
  });
});

describe('find_okta_risky_changes', () => {
  test('finds the grant at night, the token, the weakened rule and the zone', async () => {
    for (const [, org, server] of sizes()) {
      const { report: answer, rows } = await everyRow(server, 'find_okta_risky_changes', { since: '30 days ago' });
      const { nightGrant, apiTokenCreated, weakenedSignOnRule } = org.org.stories;
      const byUuid = new Map(rows.map((row) => [row['uuid'], row]));
      expect(byUuid.get(nightGrant.eventUuid)).toMatchObject({ category: 'administrator', at_night: true, change: { privilegeGranted: expect.any(String) } });
      expect(byUuid.get(apiTokenCreated.eventUuid)).toMatchObject({ category: 'api_token', change: { networkConnection: 'ANYWHERE' } });
      expect(byUuid.get(weakenedSignOnRule.eventUuid)).toMatchObject({ category: 'policy', eventType: 'policy.rule.update' });
      const types = ['user.account.privilege.', 'group.privilege.', 'iam.', 'policy.rule.', 'policy.lifecycle.', 'zone.', 'system.api_token.', 'user.mfa.factor.reset_all', 'user.mfa.factor.deactivate'];
      const expected = org.org.events.filter((event) => String(event['published']) >= answer.examined.since! && types.some((type) => String(event['eventType']).startsWith(type)));
      expect(rows.map((row) => row['uuid']).sort()).toEqual(expected.map((event) => event['uuid']).sort());
    }
  });
});

describe('explain_okta_sign_in_policy', () => {
  test('tells the rules in their order, who can match them, and the one-factor gap', async () => {
    for (const [, org, server] of sizes()) {
      const { policyId, ruleId } = org.org.stories.weakenedSignOnRule;
      const app = org.org.applications.find((one) => text(one, '_links.accessPolicy.href').endsWith(policyId))!;
      const user = org.org.stories.pushFatigue.userId;
      const { report: answer, rows } = await everyRow(server, 'explain_okta_sign_in_policy', { app_id: idOf(app), user_id: user });
      const rules = [...org.org.policyRules.get(policyId)!].sort((a, b) => Number(a['system']) - Number(b['system']) || Number(a['priority']) - Number(b['priority']));
      expect(rows.map((row) => row['id'])).toEqual(rules.map(idOf));
      expect(rows.find((row) => row['id'] === ruleId)).toMatchObject({ gaps: expect.arrayContaining(['one factor is enough']), outcome: expect.stringContaining('allows with one factor') });
      const mine = new Set(groupsOf(org, user));
      for (const [index, rule] of rules.entries()) {
        const wanted = valueAt(rule, 'conditions.people.groups.include');
        if (Array.isArray(wanted) && wanted.length > 0 && !wanted.some((group) => mine.has(String(group)))) expect(rows[index]).toMatchObject({ can_match: 'no', why: expect.stringContaining('not a member of') });
      }
      expect(answer.summary['rules']).toBe(rules.length);
    }
  });
});

describe('list_okta_configuration', () => {
  test('lists each kind, secrets hidden', async () => {
    const kinds = ['group_rules', 'authenticators', 'api_tokens', 'identity_providers', 'authorization_servers', 'trusted_origins', 'behaviors', 'event_hooks', 'inline_hooks', 'log_streams', 'device_assurance', 'devices', 'realms', 'features', 'threat_insight', 'billing_contact', 'technical_contact', 'rate_limit_notifications', 'rate_limit_warning', 'rate_limit_per_client'];
    let all = '';
    for (const kind of kinds) {
      for (const fields of [undefined, ['*']]) {
        const answer = await host.call('list_okta_configuration', { kind, ...(fields === undefined ? {} : { fields }) });
        expect([kind, answer.isError]).toEqual([kind, false]);
        const { rows, columns } = JSON.parse(answer.text) as { rows: unknown[]; columns: string[] };
        expect([kind, rows.length > 0, columns.length > 0]).toEqual([kind, true, true]);
        all += answer.text;
      }
    }
    expect(small.org.secrets.filter((secret) => all.includes(secret))).toEqual([]);
    expect(all).toContain('[secret]');
  });
});

describe('an investigation that is longer than a call', () => {
  test('answers by its deadline with what it has and goes on from there, the counts adding up; progress has a total', async () => {
    const slow = await startDemoServer({ users: 1_000, rateLimits: UNLIMITED, latencyMs: 120 });
    const server = await Host.start({ OKTA_CLIENT_ORGURL: slow.origin, OKTA_API_TOKEN: slow.token, OKTA_CALL_DEADLINE_SECONDS: '5', OKTA_CONCURRENT_LIMIT: '15' });
    let examined = -1;
    let args: Record<string, unknown> = {};
    let calls = 0;
    for (;;) {
      const started = Date.now();
      const answer = await server.call('audit_okta_mfa_coverage', args, { progressToken: `p${calls}` });
      expect(Date.now() - started).toBeLessThan(15_000);
      const part = JSON.parse(answer.text) as Report;
      calls += 1;
      expect(Number(part.summary['examined'])).toBeGreaterThan(examined);
      examined = Number(part.summary['examined']);
      if (part.examined.complete) {
        expect(part.summary['without_phishing_resistant_factor']).toBe(slow.org.stories.withoutPhishingResistantFactor.userIds.length);
        expect(examined).toBe(active(slow).length);
        break;
      }
      expect(part.notes!.join(' ')).toContain('Incomplete');
      args = { after: part.page.after };
    }
    expect(calls).toBeGreaterThan(1);
    const progress = server.notifications.filter(({ method }) => method === 'notifications/progress').map(({ params }) => params as { progressToken: string; progress: number; total?: number });
    expect(progress.some(({ total }) => total === active(slow).length)).toBe(true);
    for (let call = 0; call < calls; call += 1) {
      const own = progress.filter(({ progressToken }) => progressToken === `p${call}`).map((one) => one.progress);
      expect(own).toEqual([...new Set(own)].sort((a, b) => a - b));
    }
    await server.close();
    await slow.close();
  });

  test('a cursor of another investigation, or of one that is no longer kept, is an error that says what to do', async () => {
    const first = await report(host, 'summarize_okta_event_logs', { group_by: ['client.ipAddress'] });
    expect(await host.fails('summarize_okta_event_logs', { group_by: ['eventType'], after: first.page.after })).toContain('another query');
    const other = await Host.start({ OKTA_CLIENT_ORGURL: small.origin, OKTA_API_TOKEN: small.token });
    expect(await other.fails('summarize_okta_event_logs', { group_by: ['client.ipAddress'], after: first.page.after })).toMatch(/no longer kept[\s\S]*Next: Call again without `after`/);
    await other.close();
  });
});

test('a cancelled investigation ends its requests and sends no answer', async () => {
  const slow = await startDemoServer({ users: 1_000, rateLimits: UNLIMITED, latencyMs: 100 });
  const server = await Host.start({ OKTA_CLIENT_ORGURL: slow.origin, OKTA_API_TOKEN: slow.token });
  void server.request('tools/call', { name: 'audit_okta_mfa_coverage', arguments: {} }, 'sweep');
  while (slow.requests.length < 30) await new Promise((resolve) => setTimeout(resolve, 20));
  server.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'sweep' } });
  await server.request('ping');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const sent = slow.requests.length;
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(slow.requests.length).toBe(sent);
  expect(server.stdout).not.toContain('"id":"sweep"');
  expect(server.stderr).toContain('"outcome":"cancelled"');
  await server.close();
  await slow.close();
});

describe('OKTA_TOOLSETS', () => {
  test('decides what is offered; the sets in the configuration are those of the tools', async () => {
    expect([...TOOLSETS]).toEqual(TOOLSET_NAMES);
    const server = await Host.start({ OKTA_CLIENT_ORGURL: small.origin, OKTA_API_TOKEN: small.token, OKTA_TOOLSETS: 'time, network' });
    const { result } = await server.request('tools/list');
    expect((result!['tools'] as { name: string }[]).map(({ name }) => name)).toEqual(['list_okta_network_zones', 'get_okta_network_zone', 'get_current_time', 'parse_relative_time']);
    expect(await server.request('tools/call', { name: 'list_okta_users' })).toMatchObject({ error: { code: -32602 } });
    await server.close();
  });

  test('an unknown set is told at start, with the names there are', async () => {
    const server = await Host.start({ OKTA_CLIENT_ORGURL: small.origin, OKTA_API_TOKEN: small.token, OKTA_TOOLSETS: 'users,usrs' });
    const text = await server.fails('list_okta_users');
    expect(text).toMatch(/OKTA_TOOLSETS names a set that does not exist; the sets are users, groups, applications, policies, network, logs, time, investigate, configuration/);
    expect(server.stderr).toContain('OKTA_TOOLSETS names a set that does not exist');
    await server.close();
  });
});

test('OKTA_REDACT holds in conclusions: logins in lists, names in words, places in sentences', async () => {
  const server = await Host.start({ OKTA_CLIENT_ORGURL: small.origin, OKTA_API_TOKEN: small.token, OKTA_REDACT: 'profile.login,*.displayName,profile.name,*.alternateId,label,client.geographicalContext.*,credentials.userName,rule.*' });
  const { stories } = small.org;
  const app = small.org.applications.find((one) => text(one, '_links.accessPolicy.href').endsWith(stories.weakenedSignOnRule.policyId))!;
  const calls: [string, Record<string, unknown>][] = [
    ['find_okta_sign_in_threats', { since: '30 days ago' }], ['explain_okta_user_access', { user_id: stories.accessThroughGroupRule.userId }], ['list_okta_admins', { limit: 60 }],
    ['compare_okta_users', { user_id: stories.dormantAdministrator.userId, other_user_id: stories.pushFatigue.userId }], ['explain_okta_sign_in_policy', { app_id: idOf(app), user_id: stories.pushFatigue.userId }],
    ['find_okta_dormant_users', {}], ['review_okta_application_usage', { app_id: stories.leaverWithApplication.applicationId }], ['get_okta_user_timeline', { user_id: stories.pushFatigue.userId }],
  ];
  const hidden = [...small.org.users.map((user) => text(user, 'profile.login')), ...small.org.groups.map((group) => `"${text(group, 'profile.name')}"`), ...small.org.applications.map((one) => `"label":"${text(one, 'label')}"`), 'Netherlands', 'Singapore', 'Iceland', 'Lithuania'];
  for (const [tool, args] of calls) {
    const answer = await server.call(tool, args);
    expect([tool, answer.isError, hidden.filter((word) => answer.text.replaceAll('\\"', '"').includes(word)).slice(0, 3)]).toEqual([tool, false, []]);
    expect([tool, answer.text.includes('[redacted]')]).toEqual([tool, true]);
  }
  expect(await server.fails('summarize_okta_event_logs', { group_by: ['eventType', 'client.geographicalContext.country'] })).toMatch(/^`group_by` compares client\.geographicalContext\.country, which OKTA_REDACT hides/);
  await server.close();
});

test('every investigation holds at most 3,000 tokens by default, whatever the org; a cut one goes on, and tells no argument that it lacks', async () => {
  for (const [, org, server] of sizes()) {
    const { stories } = org.org;
    const app = org.org.applications.find((one) => text(one, '_links.accessPolicy.href').endsWith(stories.weakenedSignOnRule.policyId))!;
    const [busiest] = [...org.org.applicationUsers].sort(([, a], [, b]) => b.length - a.length)[0]!;
    const calls: [string, Record<string, unknown>][] = [
      ['summarize_okta_event_logs', { group_by: ['actor.id', 'uuid', 'transaction.id'] }], ['get_okta_user_timeline', { user_id: stories.pushFatigue.userId, since: '30 days ago' }], ['explain_okta_user_access', { user_id: stories.dormantAdministrator.userId }],
      ['compare_okta_users', { user_id: stories.dormantAdministrator.userId, other_user_id: stories.pushFatigue.userId }], ['audit_okta_mfa_coverage', { max_requests: 50_000 }], ['list_okta_admins', {}], ['find_okta_dormant_users', {}],
      ['review_okta_application_usage', { days: 1 }], ['review_okta_application_usage', { app_id: busiest, days: 1 }], ['find_okta_sign_in_threats', { since: '30 days ago', spray_logins: 2, push_denials: 2 }], ['find_okta_risky_changes', { since: '30 days ago' }],
      ['explain_okta_sign_in_policy', { app_id: idOf(app), user_id: stories.pushFatigue.userId }],
    ];
    expect(new Set(calls.map(([tool]) => tool))).toEqual(new Set(tools.filter(({ answer }) => answer === 'report').map(({ name }) => name)));
    for (const [tool, args] of calls) {
      const { page, notes = [] } = await report(server, tool, args);
      expect([tool, page.returned > 0, notes.join(' ').includes('`fields`')]).toEqual([tool, true, false]);
    }
    const first = await report(server, 'list_okta_admins', {});
    const second = await report(server, 'list_okta_admins', { after: first.page.after });
    expect([...first.rows, ...second.rows].map(([id]) => id)).toEqual((await report(server, 'list_okta_admins', { limit: 100 })).rows.slice(0, first.page.returned + second.page.returned).map(([id]) => id));
  }
});
