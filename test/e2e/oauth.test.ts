import { createPrivateKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { tools } from '../../src/tools/index.js';
import { afterEach, describe, expect, test } from 'vitest';
import { startDemoServer, type DemoServer, type DemoServerOptions } from '../../src/demo/server/server.js';
import { Host } from '../support/host.js';
import { json, oktaError, RudeOrg } from '../support/rude-org.js';
import { READ_SCOPES, serviceApp } from '../support/service-app.js';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function demo(options: DemoServerOptions): Promise<DemoServer> {
  const org = await startDemoServer(options);
  open.push(org);
  return org;
}

function host(env: Record<string, string>): Host {
  const started = new Host(env);
  open.push(started);
  return started;
}

async function toolNames(server: Host): Promise<string[]> {
  const reply = await server.request('tools/list');
  return (reply.result!['tools'] as { name: string }[]).map(({ name }) => name);
}

const tokenRequests = (org: DemoServer): number => org.requests.filter(({ path }) => path === '/oauth2/v1/token').length;

describe('a service app with its private key', () => {
  test.each(['RS256', 'ES256', 'ES384', 'ES512'] as const)('signs in with %s, as a PEM with escaped line breaks and as a JWK', async (algorithm) => {
    const { app, pem, jwk, env } = await serviceApp({ algorithm });
    const org = await demo({ serviceApps: [app] });
    const oneLine = pem.trim().replaceAll('\n', ' ');
    const keys: Record<string, string>[] = [{ OKTA_CLIENT_PRIVATEKEY: pem.replaceAll('\n', '\\n'), OKTA_CLIENT_KEYID: `kid-${algorithm}` }, { OKTA_CLIENT_PRIVATEKEY: oneLine }, { OKTA_CLIENT_PRIVATEKEY: jwk }];
    for (const key of keys) {
      const server = host({ ...env, ...key, OKTA_CLIENT_ORGURL: org.origin });
      await server.initialize();
      expect((await server.list('list_okta_users', { limit: 2 })).rows).toHaveLength(2);
    }
    expect(org.requests.every(({ status }) => status === 200)).toBe(true);
    expect(org.writes()).toBe(0);
  });

  test('signs in with a key in a file, PKCS #1 and SEC 1 too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'key-'));
    open.push({ close: async () => { await rm(folder, { recursive: true }); } });
    const { app, jwk, env } = await serviceApp({ algorithm: 'RS256' });
    const org = await demo({ serviceApps: [app] });
    const file = join(folder, 'key.pem');
    writeFileSync(file, createPrivateKey({ key: JSON.parse(jwk) as JsonWebKey, format: 'jwk' }).export({ type: 'pkcs1', format: 'pem' }));
    const server = host({ ...env, OKTA_CLIENT_ORGURL: org.origin, OKTA_CLIENT_PRIVATEKEY: file });
    await server.initialize();
    expect((await server.list('list_okta_groups', { limit: 1 })).rows).toHaveLength(1);
  });

  test('asks for one token, whatever the number of calls, and for exactly the scopes of the tools', async () => {
    const { env } = await serviceApp();
    const bodies: URLSearchParams[] = [];
    const org = await RudeOrg.start(({ url, body }, response) => {
      if (!url.startsWith('/oauth2')) json(response, 200, []);
      else {
        bodies.push(new URLSearchParams(body));
        setTimeout(() => { json(response, 200, { token_type: 'Bearer', expires_in: 3600, access_token: 'opaque-token-1', scope: READ_SCOPES.join(' ') }); }, 100);
      }
    });
    open.push(org);
    const server = host({ ...env, OKTA_CLIENT_ORGURL: org.origin });
    await server.initialize();
    await Promise.all(Array.from({ length: 20 }, () => server.list('list_okta_users')));
    expect(bodies).toHaveLength(1);
    const form = bodies[0]!;
    expect([...form.keys()].sort()).toEqual(['client_assertion', 'client_assertion_type', 'grant_type', 'scope']);
    expect(form.get('scope')).toBe(READ_SCOPES.join(' '));
    const assertion = form.get('client_assertion')!;
    expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'ES256', kid: 'kid-ES256' });
    expect(decodeJwt(assertion)).toMatchObject({ iss: env['OKTA_CLIENT_CLIENTID'], sub: env['OKTA_CLIENT_CLIENTID'], aud: `${org.origin}/oauth2/v1/token` });
    expect(org.seen.filter(({ url }) => url.startsWith('/api'))).toHaveLength(20);
    expect(org.seen.filter(({ url }) => url.startsWith('/api')).every(({ headers }) => headers['authorization'] === 'Bearer opaque-token-1' && headers['dpop'] === undefined)).toBe(true);
  });

  test.each([false, true])('renews a token before it expires, and once after a 401 of many calls (DPoP %s)', async (dpop) => {
    const { app, env } = await serviceApp({ dpop });
    const org = await demo({ serviceApps: [app], tokenSeconds: 2 });
    const server = host({ ...env, OKTA_CLIENT_ORGURL: org.origin });
    await server.initialize();
    const before = tokenRequests(org);
    expect(before).toBe(dpop ? 3 : 1);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await server.list('list_okta_users', { limit: 1 });
    expect(tokenRequests(org)).toBe(before + 1);
    org.revokeTokens();
    await Promise.all(Array.from({ length: 10 }, () => server.list('list_okta_users', { limit: 1 })));
    expect(tokenRequests(org)).toBe(before + 2);
    expect(org.requests.filter(({ path, status }) => path !== '/oauth2/v1/token' && status !== 200 && status !== 401)).toEqual([]);
  });

  test('an org that wants a new nonce for ever is not asked for ever', async () => {
    const { env } = await serviceApp();
    const org = await RudeOrg.start((_, response, count) => { json(response, 400, { error: 'use_dpop_nonce', error_description: 'nonce' }, { 'dpop-nonce': `n${count}` }); });
    open.push(org);
    const server = host({ ...env, OKTA_CLIENT_ORGURL: org.origin });
    await server.initialize();
    expect(await server.fails('list_okta_users')).toMatch(/no access token[\s\S]*use_dpop_nonce/);
    expect(org.seen.length).toBeLessThanOrEqual(8);
  });
});

describe('scopes', () => {
  const usersAndGroups = ['okta.groups.read', 'okta.users.read'];

  test('decide what is listed, and the instructions say what others would add', async () => {
    const { app, env } = await serviceApp({ scopes: usersAndGroups });
    const org = await demo({ serviceApps: [app] });
    const server = host({ ...env, OKTA_CLIENT_ORGURL: org.origin });
    const { instructions } = (await server.initialize()) as { instructions: string };
    expect(await toolNames(server)).toEqual([
      'list_okta_users', 'get_okta_user', 'list_okta_user_groups', 'list_okta_user_applications', 'list_okta_user_factors',
      'list_okta_groups', 'get_okta_group', 'list_okta_group_members', 'list_okta_assigned_applications_for_group', 'get_current_time', 'parse_relative_time', 'audit_okta_mfa_coverage', 'list_okta_configuration',
    ]);
    expect(instructions).toMatch(/okta\.logs\.read adds get_okta_event_logs/);
    expect(instructions).toMatch(/authorizationServers.*\(okta\.….read\) add kinds to list_okta_configuration/);
    expect(instructions).toMatch(/okta\.networkZones\.read adds list_okta_network_zones, get_okta_network_zone, explain_okta_sign_in_policy/);
    expect(instructions).not.toMatch(/okta\.users\.read/);
    expect(instructions.length).toBeLessThan(2_048);
    expect((await server.list('list_okta_groups', { limit: 1 })).rows).toHaveLength(1);
    expect(server.stderr).toContain('"message":"scopes not granted","scopes":"okta.apps.read okta.policies.read okta.networkZones.read okta.logs.read ');
  });

  test('that are configured are the ones asked for', async () => {
    const { app, env } = await serviceApp();
    const org = await demo({ serviceApps: [app] });
    const server = host({ ...env, OKTA_CLIENT_ORGURL: org.origin, OKTA_CLIENT_SCOPES: 'okta.logs.read okta.users.read' });
    await server.initialize();
    expect(await toolNames(server)).toEqual(expect.arrayContaining(['get_okta_event_logs', 'get_okta_user']));
    expect(await toolNames(server)).not.toContain('list_okta_groups');
    expect(tokenRequests(org)).toBe(1);
  });

  test.each([
    ['okta.users.read,okta.groups.manage', /okta\.groups\.manage, which can change the org/],
    ['okta.users.manage.self', /okta\.users\.manage\.self, which can change the org/],
    ['okta.users.Manage', /okta\.users\.Manage, which can change the org/],
    ['okta.manage.read', /okta\.manage\.read, which can change the org/],
    ['OKTA.USERS.READ', /OKTA\.USERS\.READ, which is no read scope/],
    ['okta.users.read.self', /okta\.users\.read\.self, which is no read scope/],
    ['okta.a.b.c.read', /no read scope/],
    ['openid', /no read scope/],
  ])('%s is refused at start', async (scopes, expected) => {
    const { app, env } = await serviceApp();
    const org = await demo({ serviceApps: [app] });
    const server = host({ ...env, OKTA_CLIENT_ORGURL: org.origin, OKTA_CLIENT_SCOPES: scopes });
    await server.initialize();
    expect(server.stderr).toMatch(expected);
    expect(await server.fails('list_okta_users')).toMatch(expected);
    expect(org.requests).toEqual([]);
  });

  test.each([
    'okta.users.manage', 'okta.users.manage.self', 'okta.users.Manage', 'OKTA.USERS.MANAGE', 'okta.users.credentials.manageTemporaryAccessCode', 'okta.users.READ', 'okta.users.read.self', 'ssf.manage', 'openid', 'offline_access', '*', 'okta.users.read\tokta.users.manage',
  ])('a token with the scope %s is not used', async (scope) => {
    const { env } = await serviceApp();
    const org = await RudeOrg.start((_, response) => { json(response, 200, { token_type: 'Bearer', expires_in: 3600, access_token: 'mighty-token', scope: `okta.users.read ${scope}` }); });
    open.push(org);
    const server = host({ ...env, OKTA_CLIENT_ORGURL: org.origin });
    await server.initialize();
    const text = await server.fails('list_okta_users');
    expect(text).toMatch(/may change the org, since its scope .* is no read scope[\s\S]*Next: .*take that scope away/);
    if (/^[\w.]+$/.test(scope)) expect(text).toContain(scope);
    expect(org.seen.every(({ url }) => url === '/oauth2/v1/token')).toBe(true);
  });

  test.each([[undefined, 'scp', ['okta.users.read', 'okta.users.manage']], ['okta.users.read', 'scp', ['okta.users.manage']], [undefined, 'scope', 'okta.users.read okta.users.manage']])('a token that says more of itself than the answer (%s) does is not used', async (scope, claim, scopes) => {
    const { env } = await serviceApp();
    const jwt = ['{"alg":"RS256"}', JSON.stringify({ [claim]: scopes }), 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.');
    const org = await RudeOrg.start((_, response) => { json(response, 200, { token_type: 'Bearer', expires_in: 3600, access_token: jwt, ...(scope === undefined ? {} : { scope }) }); });
    open.push(org);
    const server = host({ ...env, OKTA_CLIENT_ORGURL: org.origin });
    await server.initialize();
    expect(await server.fails('list_okta_users')).toContain('okta.users.manage');
    expect(org.seen.every(({ url }) => url === '/oauth2/v1/token')).toBe(true);
  });

  test('none of which is granted is an error with their names', async () => {
    const { app, env } = await serviceApp({ scopes: [] });
    const org = await demo({ serviceApps: [app] });
    const server = host({ ...env, OKTA_CLIENT_ORGURL: org.origin, OKTA_CLIENT_SCOPES: 'okta.users.read' });
    await server.initialize();
    const text = await server.fails('list_okta_users');
    expect(text).toMatch(/no access token[\s\S]*Okta: invalid_scope "One or more scopes[\s\S]*Next: .*grant the app okta\.users\.read/);
    expect(await toolNames(server)).toHaveLength(tools.length);
  });
});

describe('errors of the sign-in are told in Okta\'s words', () => {
  test('an unknown client, a foreign key, a wrong clock', async () => {
    const { app, env } = await serviceApp();
    const stranger = await serviceApp();
    const org = await demo({ serviceApps: [app] });
    for (const [changed, expected] of [
      [{ OKTA_CLIENT_CLIENTID: '0oaSomebodyElse00000' }, /invalid_client "The client_assertion 'iss' is not a known client\."[\s\S]*Next: .*OKTA_CLIENT_CLIENTID/],
      [{ OKTA_CLIENT_PRIVATEKEY: stranger.jwk }, /invalid_client "The client_assertion signature is invalid\."[\s\S]*OKTA_CLIENT_PRIVATEKEY/],
    ] as const) {
      const server = host({ ...env, OKTA_CLIENT_ORGURL: org.origin, ...changed });
      await server.initialize();
      expect(await server.fails('list_okta_users')).toMatch(expected);
      expect((await server.one('get_current_time'))['time']).toBeDefined();
    }
    const late = await RudeOrg.start((_, response) => { json(response, 401, { error: 'invalid_client', error_description: 'The client_assertion token is expired.' }, { date: new Date(Date.now() + 7_200_000).toUTCString() }); });
    open.push(late);
    const server = host({ ...env, OKTA_CLIENT_ORGURL: late.origin });
    await server.initialize();
    expect(await server.fails('list_okta_users')).toMatch(/Next: .*clock: Okta's is 7[12]\d\d seconds ahead/);
  });

  test('an outage of the token endpoint, HTML, and a 401 that stays', async () => {
    const { env } = await serviceApp();
    const org = await RudeOrg.start();
    open.push(org);
    org.behave = ({ url }, response) => {
      if (url === '/oauth2/v1/token') json(response, 200, { token_type: 'Bearer', expires_in: 3600, access_token: 'token-of-the-rude-org' });
      else json(response, 401, oktaError('E0000011', 'Invalid token provided'));
    };
    const server = host({ ...env, OKTA_CLIENT_ORGURL: org.origin });
    await server.initialize();
    const text = await server.fails('list_okta_users');
    expect(text).toMatch(/does not accept the credential[\s\S]*Next: .*app is active/);
    expect(text).not.toContain('OKTA_API_TOKEN');
    expect(org.seen.map(({ url }) => url.split('?')[0])).toEqual(['/oauth2/v1/token', '/api/v1/users', '/oauth2/v1/token', '/api/v1/users']);
    org.behave = (_, response) => { response.writeHead(200, { 'content-type': 'text/html' }).end('<html>login</html>'); };
    expect(await server.fails('list_okta_users')).toMatch(/token endpoint answered with something else/);
    org.behave = (_, response) => { json(response, 503, {}); };
    const sent = org.seen.length;
    expect(await server.fails('list_okta_users')).toMatch(/HTTP 503/);
    const assertions = org.seen.slice(sent).map(({ body }) => new URLSearchParams(body).get('client_assertion'));
    expect(assertions).toHaveLength(3);
    expect(new Set(assertions).size).toBe(3);
  });

  test('cancelling the only call that waits for a token aborts the token request', async () => {
    const { env } = await serviceApp();
    const org = await RudeOrg.start(({ url }, response, count) => { if (count === 1) json(response, 401, { error: 'invalid_client' }); else if (!url.startsWith('/oauth2')) json(response, 200, []); });
    open.push(org);
    const server = host({ ...env, OKTA_CLIENT_ORGURL: org.origin });
    await server.initialize();
    void server.request('tools/call', { name: 'list_okta_users', arguments: {} }, 'a');
    void server.request('tools/call', { name: 'list_okta_users', arguments: {} }, 'b');
    while (org.seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    server.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'a' } });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(org.seen[1]?.aborted).toBe(false);
    server.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'b' } });
    while (org.seen[1]?.aborted !== true) await new Promise((resolve) => setTimeout(resolve, 10));
  });
});

describe('the configuration', () => {
  const pem = (type: 'rsa' | 'ed25519', bits = 1024): string => {
    const { privateKey } = type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: bits }) : generateKeyPairSync('ed25519');
    return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  };
  const encrypted = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }) as string;
  const open1024 = pem('rsa');

  test.each<[string, Record<string, string>, RegExp]>([
    ['no key', { OKTA_CLIENT_CLIENTID: '0oa1' }, /OKTA_CLIENT_PRIVATEKEY is not set/],
    ['no client', { OKTA_CLIENT_PRIVATEKEY: pem('rsa', 2048) }, /OKTA_CLIENT_CLIENTID is not set/],
    ['a missing file', { OKTA_CLIENT_PRIVATEKEY: '/nowhere/key-CANARY.pem' }, /no key, and no file that can be read/],
    ['a short key', { OKTA_CLIENT_PRIVATEKEY: open1024 }, /has 1024 bits/],
    ['a key of another kind', { OKTA_CLIENT_PRIVATEKEY: pem('ed25519') }, /a kind that Okta does not take/],
    ['an encrypted key', { OKTA_CLIENT_PRIVATEKEY: encrypted }, /is encrypted/],
    ['a public key', { OKTA_CLIENT_PRIVATEKEY: '{"kty":"EC","crv":"P-256","x":"CANARY","y":"b"}' }, /is a public key/],
    ['a damaged key', { OKTA_CLIENT_PRIVATEKEY: '-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----' }, /is damaged/],
    ['a cut key', { OKTA_CLIENT_PRIVATEKEY: '-----BEGIN PRIVATE KEY-----' }, /is cut off/],
    ['a wrong JSON', { OKTA_CLIENT_PRIVATEKEY: '{"private": "CANARY"' }, /looks like a JWK/],
  ])('%s is told without its value', async (_, env, expected) => {
    const server = host({ OKTA_CLIENT_ORGURL: 'https://acme.okta.com', OKTA_CLIENT_CLIENTID: '', ...env });
    await server.initialize();
    const text = await server.fails('list_okta_users');
    expect(text).toMatch(expected);
    expect(text + server.stderr + server.stdout).not.toMatch(/CANARY|BEGIN|MII/);
  });

  test('an API token beside a service app is ignored, and that is said', async () => {
    const { app, env } = await serviceApp();
    const org = await demo({ serviceApps: [app] });
    const server = host({ ...env, OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: 'another-token-0123456789' });
    await server.initialize();
    expect((await server.list('list_okta_users', { limit: 1 })).rows).toHaveLength(1);
    expect(server.stderr).toContain('OKTA_API_TOKEN is ignored');
  });
});
