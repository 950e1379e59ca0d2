import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoServer, type DemoServer } from '../../src/demo/server/server.js';
import { operations, type Operation } from '../../src/okta/operations.js';
import { callSdk } from '../../src/okta/sdk.js';
import { tools } from '../../src/tools/index.js';
import { TOOLSET_NAMES, toolsOf } from '../../src/tools/toolsets.js';
import { Host } from '../support/host.js';
import { READ_SCOPES, serviceApp } from '../support/service-app.js';
import { UNLIMITED } from '../support/unlimited.js';

/** What the org tells of itself is no tool's. */
const OF_THE_ORG: readonly Operation[] = ['getWellknownOrgMetadata', 'getOrgSettings'];
const NAMES = Object.keys(operations).filter((name): name is Operation => name in operations);

let paths: ReadonlyMap<Operation, RegExp>;
let org: DemoServer;
const apps = new Map<string, Awaited<ReturnType<typeof serviceApp>>>();
beforeAll(async () => {
  paths = new Map(await Promise.all(NAMES.map(async (name): Promise<[Operation, RegExp]> => [name, await pathOf(name)])));
  for (const scope of READ_SCOPES) {
    const app = await serviceApp({ scopes: [scope] });
    const clientId = `0oa${String(apps.size).padStart(17, '0')}`;
    apps.set(scope, { ...app, app: { ...app.app, clientId }, env: { ...app.env, OKTA_CLIENT_CLIENTID: clientId } });
  }
  org = await startDemoServer({ users: 1_000, rateLimits: UNLIMITED, serviceApps: [...apps.values()].map(({ app }) => app) });
}, 120_000);
afterAll(() => org.close());

/** The path of an operation as the SDK builds it, any id in it. */
async function pathOf(operation: Operation): Promise<RegExp> {
  let url = '';
  const anything = new Proxy({}, { get: () => 'PLACEHOLDER', has: () => true });
  await callSdk('https://org.example', operation, anything, (request) => {
    ({ url } = request);
    return Promise.resolve();
  });
  return new RegExp(`^${new URL(url).pathname.replace(/[.]/g, '\\.').replaceAll('PLACEHOLDER', '[^/]+')}$`);
}

/** The operations that a path may stand for: a name where an id could be makes several. */
const operationsOf = (path: string): Operation[] => NAMES.filter((name) => paths.get(name)?.test(path));

interface Named { readonly name: string; readonly arguments?: readonly { readonly name: string; readonly required?: boolean }[] }

/** Asks for everything beside tools that a server has: each resource, template and prompt, offered or not, and each completion. */
async function askForAll(host: Host): Promise<void> {
  const listed = async <T>(method: string, key: string): Promise<T[]> => ((await host.request(method)).result?.[key] as T[] | undefined) ?? [];
  const { id } = org.org.users[3] as unknown as { id: string };
  const { id: app } = org.org.applications[3] as unknown as { id: string };
  const uris = ['okta://org', 'okta://event-types', 'okta://filter-syntax', `okta://users/${id}`, 'okta://users/ada', 'okta://groups/VPN Users', `okta://applications/${app}`, 'okta://applications/Salesforce', 'okta://event-types/user'];
  const offered = (await listed<{ uri: string }>('resources/list', 'resources')).map(({ uri }) => uri);
  const templates = (await listed<{ uriTemplate: string }>('resources/templates/list', 'resourceTemplates')).map(({ uriTemplate }) => uriTemplate);
  for (const uri of new Set([...uris, ...offered])) await host.request('resources/read', { uri });
  for (const uri of new Set([...templates, ...['users', 'groups', 'applications'].map((kind) => `okta://${kind}/{id}`)])) {
    for (const value of ['', 'a']) await host.request('completion/complete', { ref: { type: 'ref/resource', uri }, argument: { name: uri.includes('prefix') ? 'prefix' : 'id', value } });
  }
  for (const prompt of await listed<Named>('prompts/list', 'prompts')) {
    const args = prompt.arguments ?? [];
    await host.request('prompts/get', { name: prompt.name, arguments: Object.fromEntries(args.map(({ name }) => [name, 'ada'])) });
    for (const { name } of args) await host.request('completion/complete', { ref: { type: 'ref/prompt', name: prompt.name }, argument: { name, value: 'a' } });
  }
}

/** The operations that were reached beside tools, and those that must not have been. */
async function reached(env: Record<string, string>, allowed: ReadonlySet<Operation>): Promise<{ all: Set<Operation>; outside: string[]; glance: Record<string, unknown> }> {
  const host = await Host.start({ OKTA_CLIENT_ORGURL: org.origin, ...env });
  await host.request('ping');
  const before = org.requests.length;
  await askForAll(host);
  const seen = org.requests.slice(before).map(({ path }) => (path.split('?')[0] ?? '')).filter((path) => path !== '/oauth2/v1/token');
  const reply = await host.request('resources/read', { uri: 'okta://org' });
  await host.close();
  const text = (reply.result?.['contents'] as { text: string }[] | undefined)?.[0]?.text ?? '{}';
  return { all: new Set(seen.flatMap(operationsOf)), outside: seen.filter((path) => !operationsOf(path).some((operation) => allowed.has(operation))), glance: JSON.parse(text) as Record<string, unknown> };
}

const PARTS = { users: 'listGroups', administrators: 'listUsersWithRoleAssignments', applications: 'listApplications', network_zones: 'listNetworkZones', authenticators: 'listAuthenticators' } as const;

/** Each part of the org at a glance is told exactly when it may be read; else it is named. */
function expectParts(name: string, glance: Record<string, unknown>, allowed: ReadonlySet<Operation>): void {
  if (Object.keys(glance).length === 0) return;
  const notOffered = (glance['not_offered'] ?? []) as string[];
  for (const [part, operation] of Object.entries(PARTS)) expect([name, part, part in glance, notOffered.includes(part)]).toEqual([name, part, allowed.has(operation), !allowed.has(operation)]);
}

test('the paths of operations tell them apart', () => {
  expect(operationsOf('/api/v1/users')).toEqual(['listUsers']);
  expect(operationsOf('/api/v1/groups/00g1/users')).toEqual(['listGroupUsers']);
  expect(operationsOf('/.well-known/okta-organization')).toEqual(['getWellknownOrgMetadata']);
});

describe('OKTA_TOOLSETS', () => {
  test.each(TOOLSET_NAMES)('%s alone: resources, prompts and completion read nothing that its tools do not read', async (toolset) => {
    const offered = toolsOf([toolset]).flatMap((tool) => tool.operations);
    const allowed = new Set<Operation>(offered.length === 0 ? [] : [...offered, ...OF_THE_ORG]);
    const { all, outside, glance } = await reached({ OKTA_API_TOKEN: org.token, OKTA_TOOLSETS: toolset }, allowed);
    expect(outside).toEqual([]);
    expectParts(toolset, glance, allowed);
    // What is offered works: the wall is no hole in the floor.
    if (offered.length > 0) expect(all.has('getOrgSettings')).toBe(true);
    if (toolset === 'groups') expect(all.has('listGroups')).toBe(true);
  });

  test('all of them read what there is', async () => {
    const allowed = new Set<Operation>([...tools.flatMap((tool) => tool.operations), ...OF_THE_ORG]);
    const { all, outside, glance } = await reached({ OKTA_API_TOKEN: org.token }, allowed);
    expect([outside, [...all]]).toEqual([[], expect.arrayContaining(['listUsers', 'listGroups', 'listApplications', 'getUser', 'getGroup', 'getApplication', 'listNetworkZones', 'listAuthenticators'])]);
    expectParts('all', glance, allowed);
    expect(glance).not.toHaveProperty('not_offered');
  });
});

describe('scopes', () => {
  test('one scope alone: resources, prompts and completion ask for nothing that needs another', async () => {
    for (const [scope, { env }] of apps) {
      const allowed = new Set(NAMES.filter((name) => operations[name].scope === undefined || operations[name].scope === scope));
      const { outside, glance } = await reached(env, allowed);
      expect([scope, outside]).toEqual([scope, []]);
      const offered = new Set<Operation>(NAMES.filter((name) => allowed.has(name) && tools.some((tool) => tool.operations.includes(name) && (tool.anyScope || tool.scopes.every((one) => one === scope)))));
      expectParts(scope, glance, offered);
    }
  }, 120_000);
});
