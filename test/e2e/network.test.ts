import type { lookup } from 'node:dns';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server as ProxyServer } from 'proxy-chain';
import { generate } from 'selfsigned';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Host, records } from '../support/host.js';
import { json, oktaError, RudeOrg, type TlsFiles } from '../support/rude-org.js';
import { READ_SCOPES, serviceApp } from '../support/service-app.js';

/** A name that no DNS knows: only the proxy leads there. */
const FAR_HOST = 'acme.okta.test';
const USER = '00u1234567890abcdefg';
const open: { close(): Promise<unknown> }[] = [];
let folder: string;
let tls: TlsFiles;
let caFile: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'network-'));
  const altNames = ['localhost', FAR_HOST].map((value) => ({ type: 2 as const, value }));
  const pems = await generate([{ name: 'commonName', value: 'Test org' }], { algorithm: 'sha256', extensions: [{ name: 'basicConstraints', cA: true }, { name: 'subjectAltName', altNames }] });
  tls = { key: pems.private, cert: pems.cert };
  caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, pems.cert);
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function start(env: Record<string, string>): Promise<Host> {
  const host = await Host.start({ OKTA_API_TOKEN: 'network-test-token-0123456789', OKTA_REQUEST_TIMEOUT_SECONDS: '10', ...env });
  open.push(host);
  return host;
}

async function secureOrg(): Promise<RudeOrg> {
  const org = await RudeOrg.start(({ url }, response) => {
    if (url === '/oauth2/v1/token') json(response, 200, { token_type: 'Bearer', expires_in: 3600, access_token: 'far-away-token', scope: READ_SCOPES.join(' ') });
    else json(response, 200, [{ id: USER }]);
  }, tls);
  open.push(org);
  return org;
}

function toLoopback(_: string, options: { all?: boolean }, callback: (error: null, address: unknown, family?: number) => void): void {
  if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
}

/** A forward proxy that writes down where it was asked to connect; `password` makes it demand one. */
async function proxy(password?: string): Promise<{ url: string; connects: string[] }> {
  const connects: string[] = [];
  const server = new ProxyServer({
    port: 0,
    host: '127.0.0.1',
    prepareRequestFunction: ({ hostname, port, password: given }) => {
      connects.push(`${hostname}:${port}`);
      return {
        requestAuthentication: password !== undefined && given !== password,
        dnsLookup: toLoopback as unknown as typeof lookup,
      };
    },
  });
  await server.listen();
  open.push({ close: () => server.close(true) });
  return { url: `http://127.0.0.1:${server.port}`, connects };
}

test('a certificate that is not trusted is told, and nothing is sent', async () => {
  const org = await secureOrg();
  const host = await start({ OKTA_CLIENT_ORGURL: org.origin });
  expect(await host.fails('list_okta_users')).toMatch(/no connection to localhost:\d+ \(\w*(SELF_SIGNED|VERIFY)\w*\)[\s\S]*Next: .*NODE_EXTRA_CA_CERTS/);
  expect(org.seen).toEqual([]);
});

test('a certificate of another host is told, and nothing is sent', async () => {
  const org = await secureOrg();
  const host = await start({ OKTA_CLIENT_ORGURL: `https://127.0.0.1:${org.port}`, NODE_EXTRA_CA_CERTS: caFile });
  expect(await host.fails('list_okta_users')).toMatch(/ERR_TLS_CERT_ALTNAME_INVALID[\s\S]*Next: /);
  expect(org.seen).toEqual([]);
});

test('NODE_EXTRA_CA_CERTS holds', async () => {
  const org = await secureOrg();
  const host = await start({ OKTA_CLIENT_ORGURL: org.origin, NODE_EXTRA_CA_CERTS: caFile });
  expect((await host.list('list_okta_users')).rows).toEqual([[USER]]);
});

test.each(['HTTPS_PROXY', 'https_proxy'])('every request goes through the proxy of %s, the token request too', async (name) => {
  const org = await secureOrg();
  const { url, connects } = await proxy();
  const { env } = await serviceApp();
  const far = { OKTA_CLIENT_ORGURL: `https://${FAR_HOST}:${org.port}`, NODE_EXTRA_CA_CERTS: caFile };
  const host = await start({ ...env, ...far, [name]: url });
  expect((await host.list('list_okta_users')).rows).toEqual([[USER]]);
  expect(org.seen.map(({ method, url: path }) => `${method} ${path.split('?')[0] ?? ''}`)).toEqual(['POST /oauth2/v1/token', 'GET /api/v1/users']);
  expect(new Set(connects)).toEqual(new Set([`${FAR_HOST}:${org.port}`]));
  const direct = await start({ ...far, [name]: url, NO_PROXY: FAR_HOST });
  const before = connects.length;
  expect(await direct.fails('list_okta_users')).toMatch(/no connection to acme\.okta\.test:\d+ \((ENOTFOUND|EAI_AGAIN)\)[\s\S]*DNS/);
  expect(connects.length).toBe(before);
});

test('NO_PROXY goes straight to the org', async () => {
  const org = await secureOrg();
  const { url, connects } = await proxy();
  const host = await start({ OKTA_CLIENT_ORGURL: org.origin, NODE_EXTRA_CA_CERTS: caFile, HTTPS_PROXY: url, NO_PROXY: 'localhost' });
  expect((await host.list('list_okta_users')).rows).toEqual([[USER]]);
  expect(connects).toEqual([]);
});

test('a proxy gets the name and the password of its address, and a wrong one is an error without it', async () => {
  const org = await secureOrg();
  const { url } = await proxy('CANARY-right');
  const far = { OKTA_CLIENT_ORGURL: `https://${FAR_HOST}:${org.port}`, NODE_EXTRA_CA_CERTS: caFile };
  const right = await start({ ...far, HTTPS_PROXY: url.replace('//', '//joe:CANARY-right@') });
  expect((await right.list('list_okta_users')).rows).toEqual([[USER]]);
  const wrong = await start({ ...far, HTTPS_PROXY: url.replace('//', '//joe:CANARY-wrong@') });
  expect(await wrong.fails('list_okta_users')).toMatch(/Next: .*HTTPS_PROXY/);
  for (const host of [right, wrong]) expect(host.stdout + host.stderr).not.toContain('CANARY');
});

test('a proxy that is not there, a host that no DNS knows, a port nobody listens on', async () => {
  const unused = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => unused.once('listening', resolve));
  const address = unused.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => unused.close(resolve));
  for (const [env, expected] of [
    [{ OKTA_CLIENT_ORGURL: `https://${FAR_HOST}`, HTTPS_PROXY: `http://127.0.0.1:${port}` }, /ECONNREFUSED[\s\S]*HTTPS_PROXY/],
    [{ OKTA_CLIENT_ORGURL: 'https://no-such-org.invalid' }, /(ENOTFOUND|EAI_AGAIN)[\s\S]*spelling of OKTA_CLIENT_ORGURL/],
    [{ OKTA_CLIENT_ORGURL: `http://127.0.0.1:${port}` }, /ECONNREFUSED[\s\S]*Next: /],
  ] as const) {
    const host = await start(env);
    expect(await host.fails('list_okta_users')).toMatch(expected);
    expect((await host.one('get_current_time'))['time']).toBeDefined();
  }
});

test('a body of 200 MB is not read to its end', async () => {
  let sent = 0;
  const megabyte = Buffer.alloc(1024 * 1024, 'x');
  const org = await RudeOrg.start(async (_, response) => {
    response.setMaxListeners(0);
    response.writeHead(200, { 'content-type': 'application/json' });
    for (sent = 0; sent < 200 && !response.destroyed; sent += 1) {
      if (!response.write(megabyte)) await Promise.race([new Promise((resolve) => response.once('drain', resolve)), new Promise((resolve) => response.once('close', resolve))]);
    }
    response.end();
  });
  open.push(org);
  const host = await start({ ...org.env });
  expect(await host.fails('list_okta_users')).toMatch(/larger than 32 MiB/);
  expect(sent).toBeLessThan(100);
  org.behave = (_, response) => { json(response, 200, [{ id: USER }]); };
  expect((await host.list('list_okta_users')).rows).toEqual([[USER]]);
});

test('a next link of 10,000 characters is followed, a longer one is an error', async () => {
  let length = 10_000;
  const org = await RudeOrg.start(({ url }, response) => {
    if (url.includes('after=')) json(response, 200, [{ id: 'second' }]);
    else json(response, 200, [{ id: 'first' }], { link: `<${org.origin}/api/v1/users?after=${'z'.repeat(length)}>; rel="next"` });
  });
  open.push(org);
  const host = await start(org.env);
  const { page: { after } } = await host.list('list_okta_users', { fields: ['id'] });
  expect(records(await host.list('list_okta_users', { fields: ['id'], after }))).toEqual([{ id: 'second' }]);
  expect(org.seen[1]?.url).toContain('z'.repeat(length));
  length = 14_000;
  expect(await host.fails('list_okta_users')).toMatch(/longer than 12000 characters/);
});

test.each<[string, Record<string, string>]>([
  ['no Date and a reset in a second', { 'x-rate-limit-limit': '50', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(Math.ceil(Date.now() / 1000) + 1) }],
  ['a reset in the past', { date: new Date().toUTCString(), 'x-rate-limit-limit': '50', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(Math.floor(Date.now() / 1000) - 900) }],
  ['a reset in 200 years', { date: new Date().toUTCString(), 'x-rate-limit-limit': '50', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(Math.floor(Date.now() / 1000) + 6_000_000_000) }],
  ['no headers at all', {}],
  ['headers that are no numbers', { 'x-rate-limit-limit': 'many', 'x-rate-limit-remaining': '-', 'x-rate-limit-reset': 'soon' }],
])('a 429 with %s is tried again within seconds', async (_, headers) => {
  const org = await RudeOrg.start((__, response, count) => {
    response.sendDate = false;
    if (count === 1) json(response, 429, oktaError('E0000047', 'API call exceeded rate limit due to too many requests.'), headers);
    else json(response, 200, [{ id: USER }], count === 2 ? headers : {});
  });
  open.push(org);
  const host = await start(org.env);
  expect((await host.list('list_okta_users')).rows).toEqual([[USER]]);
  expect((await host.list('list_okta_users')).rows).toEqual([[USER]]);
});
