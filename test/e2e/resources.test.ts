import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_LIMITED_TOKEN, startDemoServer, type DemoServer } from '../../src/demo/server/server.js';
import { eventTypes } from '../../src/tools/event-types.js';
import { tools } from '../../src/tools/index.js';
import { Host } from '../support/host.js';
import { serviceApp } from '../support/service-app.js';

let org: DemoServer;
let host: Host;
let poor: Awaited<ReturnType<typeof serviceApp>>;
beforeAll(async () => {
  poor = await serviceApp({ scopes: ['okta.users.read'] });
  org = await startDemoServer({ users: 1000, serviceApps: [poor.app] });
  host = await Host.start({ OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: org.token });
});
afterAll(async () => {
  await host.close();
  await org.close();
});

const read = async (uri: string, on = host): Promise<string> => {
  const reply = await on.request('resources/read', { uri });
  if (reply.error !== undefined) throw new Error(`${reply.error.code} ${reply.error.message}`);
  return (reply.result?.['contents'] as { text: string }[])[0]!.text;
};

describe('resources', () => {
  test('are listed with templates, and only beside the tools they belong to', async () => {
    const uris = async (on: Host) => [((await on.request('resources/list')).result?.['resources'] as { uri: string }[]).map(({ uri }) => uri), ((await on.request('resources/templates/list')).result?.['resourceTemplates'] as { uriTemplate: string }[]).map(({ uriTemplate }) => uriTemplate)];
    expect(await uris(host)).toEqual([['okta://org', 'okta://event-types', 'okta://filter-syntax'], ['okta://users/{id}', 'okta://groups/{id}', 'okta://applications/{id}', 'okta://event-types/{prefix}']]);
    const less = await Host.start({ OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: org.token, OKTA_TOOLSETS: 'groups' });
    expect(await uris(less)).toEqual([['okta://org', 'okta://filter-syntax'], ['okta://groups/{id}']]);
    await less.close();
  });

  test('the org at a glance: counts as they are', async () => {
    const glance = JSON.parse(await read('okta://org')) as Record<string, unknown> & { users: { not_deprovisioned: number }; applications: { count: number; by_status: Record<string, number> } };
    expect(glance['organization']).toMatchObject({ engine: 'Identity Engine', url: org.origin });
    expect(glance['settings']).toMatchObject({ companyName: 'Northwind Traders' });
    expect(glance.users.not_deprovisioned).toBe(org.org.users.filter((user) => user['status'] !== 'DEPROVISIONED').length);
    expect(glance.applications.count).toBe(org.org.applications.length);
    expect(Object.values(glance.applications.by_status).reduce((sum, count) => sum + count, 0)).toBe(org.org.applications.length);
    expect(glance['administrators']).toBe([...org.org.userRoles.values()].filter((roles) => roles.length > 0).length);
    expect(glance['authenticators']).toContain('Okta Verify');
    expect(glance).not.toHaveProperty('not_read');
  });

  test('what may not be read is named, and the rest is told', async () => {
    const limited = await Host.start({ OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: DEMO_LIMITED_TOKEN });
    const glance = JSON.parse(await read('okta://org', limited)) as { not_read: string[]; not_read_because: string; users: unknown };
    await limited.close();
    expect(glance.users).toHaveProperty('not_deprovisioned');
    expect(glance.not_read).toEqual(expect.arrayContaining(['settings', 'administrators', 'applications', 'network_zones', 'authenticators']));
    expect(glance.not_read_because).toContain('okta.apps.read');
    const unset = await Host.start({});
    await expect(read('okta://org', unset)).rejects.toThrow(/-32602 The server is not configured: OKTA_CLIENT_ORGURL is not set[\s\S]*Next: /);
    await unset.close();
  });

  test('a user, a group and an application are what the tools answer, by id or name, encoded or not', async () => {
    const { id, profile } = org.org.users[7]! as unknown as { id: string; profile: { login: string } };
    const answer = (await host.call('get_okta_user', { user_id: id })).text;
    for (const name of [id, profile.login, encodeURIComponent(profile.login)]) expect(await read(`okta://users/${name}`)).toBe(answer);
    expect(await read('okta://groups/VPN%20Users')).toBe((await host.call('get_okta_group', { group_id: 'VPN Users' })).text);
    expect(await read('okta://groups/VPN Users')).toContain('VPN Users');
    const app = org.org.applications[3]!;
    expect(JSON.parse(await read(`okta://applications/${encodeURIComponent(app['label'] as string)}`))).toHaveProperty('application.id', app['id']);
  });

  test('what leads nowhere is an error of the protocol, and nothing leaves for it', async () => {
    const before = org.requests.length;
    for (const uri of ['okta://nothing', 'okta://users/', 'okta://users/%ff', 'okta://users/..', 'okta://event-types/nothing', 'file:///etc/passwd', 'okta://users/..%2f..%2fgroups', '']) {
      await expect(read(uri), uri).rejects.toThrow(/^-32602 /);
    }
    expect((await host.request('resources/read', { uri: 'okta://nothing' })).error?.data).toEqual({ uri: 'okta://nothing' });
    await expect(read('okta://groups/no such group')).rejects.toThrow(/-32602 No group is named "no such group"[\s\S]*Next: /);
    expect(org.requests.slice(before).filter(({ path }) => !path.startsWith('/api/v1/groups') && !path.startsWith('/api/v1/users'))).toEqual([]);
    expect((await host.request('resources/read', {})).error?.code).toBe(-32602);
  });

  test('event types: every type of the catalogue under its area, with tags and fields, and no page beyond the bound', async () => {
    const { areas, types: count } = JSON.parse(await read('okta://event-types')) as { areas: Record<string, number>; types: number };
    expect(count).toBe(eventTypes.length);
    const seen: string[] = [];
    for (const area of Object.keys(areas)) {
      const text = await read(`okta://event-types/${area}`);
      expect(text.length).toBeLessThanOrEqual(25_000);
      const { rows } = JSON.parse(text) as { rows: [string, string, number | null][] };
      expect(rows.length).toBe(areas[area]);
      seen.push(...rows.map(([name]) => name));
    }
    expect(seen.toSorted()).toEqual([...eventTypes].toSorted());
    expect(JSON.parse(await read('okta://event-types/user.authentication.auth_via_mfa'))).toEqual({
      columns: ['name', 'tags', 'field_set'],
      rows: [['user.authentication.auth_via_mfa', 'event-hook-eligible mfa', 1]],
      field_sets: { 1: { 'debugContext.debugData': expect.stringContaining('factorIntent') as string, 'target.detailEntry': expect.stringContaining('methodUsedVerifiedProperties') as string } },
    });
    const { rows, field_sets } = JSON.parse(await read('okta://event-types/user')) as { rows: [string, string, number | null][]; field_sets: Record<string, object> };
    expect(Object.keys(field_sets).map(Number)).toEqual([...new Set(rows.flatMap(([, , set]) => set ?? []))]);
  });

  test('the filter syntax names only tools and arguments that exist', async () => {
    const rows = (await read('okta://filter-syntax')).split('\n').filter((line) => line.startsWith('| ')).slice(1).map((line) => line.split('|').map((cell) => cell.trim()));
    expect(rows.length).toBeGreaterThan(8);
    for (const [, tool, args] of rows) {
      const found = tools.find(({ name }) => name === tool);
      expect(Object.keys(found?.input().shape ?? {}), tool).toEqual(expect.arrayContaining(args!.split(', ')));
    }
  });
});

const MODERN = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} };

describe('logging', () => {
  const heard = (on: Host) => on.notifications.filter(({ method }) => method === 'notifications/message').map(({ params }) => params as { level: string; data: Record<string, unknown> });

  test('nothing is sent before the host asks, then from its level up, without arguments', async () => {
    const quiet = await Host.start({ OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: org.token, OKTA_AUDIT_ARGUMENTS: 'true' });
    await quiet.call('list_okta_users', { limit: 1 });
    expect(heard(quiet)).toEqual([]);
    expect((await quiet.request('logging/setLevel', { level: 'info' })).result).toEqual({});
    await quiet.call('get_okta_user', { user_id: 'nobody@example.com' });
    expect(heard(quiet)).toEqual([{ level: 'info', logger: 'okta-mcp-server', data: expect.objectContaining({ message: 'tool call', tool: 'get_okta_user', outcome: 'okta', requests: 1 }) as unknown }]);
    expect(JSON.stringify(heard(quiet))).not.toContain('nobody@');
    await quiet.request('logging/setLevel', { level: 'error' });
    await quiet.call('get_okta_user', { user_id: 'nobody@example.com' });
    expect(heard(quiet)).toHaveLength(1);
    expect((await quiet.request('logging/setLevel', { level: 'loud' })).error?.code).toBe(-32602);
    await quiet.close();
  });

  test('in the newest revision a request asks for itself', async () => {
    const modern = new Host({ OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: org.token });
    await modern.request('tools/call', { name: 'list_okta_users', arguments: {}, _meta: MODERN });
    expect(heard(modern)).toEqual([]);
    await modern.request('tools/call', { name: 'list_okta_users', arguments: {}, _meta: { ...MODERN, 'io.modelcontextprotocol/logLevel': 'debug' } });
    expect(heard(modern)).toHaveLength(1);
    const reply = await modern.request('resources/read', { uri: 'okta://filter-syntax', _meta: MODERN });
    expect(reply.result).toMatchObject({ resultType: 'complete', cacheScope: 'private' });
    await modern.close();
  });
});

test('instructions hold their bound, whatever is missing', async () => {
  const starved = await Host.start({ OKTA_CLIENT_ORGURL: org.origin, ...poor.env }, []);
  const reply = await starved.request('server/discover', { _meta: MODERN });
  const instructions = String(reply.result?.['instructions']);
  await starved.close();
  expect(instructions.length).toBeLessThan(2_048);
  expect(instructions.slice(0, 150)).toMatch(/Okta org/);
  expect(instructions).toContain('okta.logs.read');
});
