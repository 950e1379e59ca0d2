import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_LIMITED_TOKEN, startDemoServer, type DemoServer } from '../../src/demo/server/server.js';
import type { Diagnosis } from '../../src/doctor/diagnosis.js';
import { tools } from '../../src/tools/index.js';
import { json, oktaError, RudeOrg, type Behaviour } from '../support/rude-org.js';
import { run, runOnTerminal } from '../support/run.js';
import { READ_SCOPES, serviceApp } from '../support/service-app.js';
import { UNLIMITED } from '../support/unlimited.js';

type ServiceApp = Awaited<ReturnType<typeof serviceApp>>;
let org: DemoServer;
let whole: ServiceApp;
let partial: ServiceApp;
const open: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  whole = await serviceApp({ algorithm: 'RS256', dpop: true });
  partial = await serviceApp({ scopes: READ_SCOPES.filter((scope) => !/logs|realms/.test(scope)) });
  org = await startDemoServer({ users: 1000, rateLimits: UNLIMITED, serviceApps: [whole.app, partial.app] });
});
afterAll(() => org.close());
afterEach(async () => { for (const thing of open.splice(0)) await thing.close(); });

async function diagnosed(env: Record<string, string>, args: readonly string[] = []): Promise<{ code: number | null; diagnosis: Diagnosis; text: string }> {
  const { code, stdout, stderr } = await run(['doctor', '--json', ...args], { env });
  expect(stderr).toBe('');
  return { code, diagnosis: JSON.parse(stdout) as Diagnosis, text: stdout };
}

const check = ({ checks }: Diagnosis, name: string) => checks.find((one) => one.name === name);
const verdicts = ({ tools: all }: Diagnosis): Record<string, string> => Object.fromEntries(all.map(({ tool, verdict }) => [tool, verdict]));
const env = (): Record<string, string> => ({ OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: org.token });

describe('an org that answers', () => {
  test('all is well: exit code 0, every tool by name, whose token it is and until when, headroom', async () => {
    const before = org.requests.length;
    const { code, diagnosis, text } = await diagnosed(env());
    expect([code, diagnosis.ok, diagnosis.verdict]).toEqual([0, true, `All ${tools.length} tools work.`]);
    expect(verdicts(diagnosis)).toEqual(Object.fromEntries(tools.map(({ name }) => [name, 'ok'])));
    expect(check(diagnosis, 'API token')?.detail).toMatch(/owner is \S+@\S+ \(00u/);
    expect(check(diagnosis, "owner's roles")).toMatchObject({ verdict: 'ok', detail: 'Read-only Administrator' });
    expect(check(diagnosis, 'expiry')?.detail).toMatch(/after 29 days without use/);
    expect(check(diagnosis, 'org')?.detail).toContain('Identity Engine');
    expect(check(diagnosis, 'headroom')?.verdict).toBe('ok');
    expect(diagnosis.headroom.length).toBeGreaterThan(10);
    expect(diagnosis.settings).toContainEqual({ name: 'OKTA_API_TOKEN', value: 'set', source: 'environment' });
    expect(diagnosis.settings).toContainEqual({ name: 'OKTA_CONCURRENT_LIMIT', value: '15', source: 'default' });
    expect(diagnosis.settings).toContainEqual({ name: 'LOG_LEVEL', value: 'info', source: 'default' });
    expect(text).not.toContain(org.token);
    expect(org.requests.length - before).toBeLessThan(60);
    expect(org.writes()).toBe(0);
  });

  test('--demo needs nothing, and on a terminal the verdict comes last', async () => {
    const { code, stdout } = await runOnTerminal(['doctor', '--demo'], 100);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split(/\r?\n/).at(-1)).toContain(`All ${tools.length} tools work.`);
    for (const { name } of tools) expect(stdout).toContain(name);
  });

  test('a token with fewer rights: the tools that fail, by what is missing, and the others', async () => {
    const { code, diagnosis } = await diagnosed({ ...env(), OKTA_API_TOKEN: DEMO_LIMITED_TOKEN });
    expect([code, diagnosis.ok]).toEqual([1, false]);
    expect(verdicts(diagnosis)).toMatchObject({ list_okta_users: 'ok', list_okta_group_members: 'ok', get_okta_event_logs: 'fault', get_okta_policy: 'fault', get_okta_policy_rule: 'fault', get_okta_network_zone: 'fault', list_okta_configuration: 'warning', get_current_time: 'ok' });
    expect(diagnosis.tools.find(({ tool }) => tool === 'get_okta_event_logs')?.next).toMatch(/owner of the API token needs an administrator role that can read logs, such as Read-only Administrator/);
    expect((await diagnosed({ ...env(), OKTA_API_TOKEN: DEMO_LIMITED_TOKEN, OKTA_TOOLSETS: 'users,groups,time' })).code).toBe(0);
  });

  test('a service app: its scopes and roles, DPoP, expiry; a scope that is missing is named', async () => {
    const good = await diagnosed({ OKTA_CLIENT_ORGURL: org.origin, ...whole.env });
    expect([good.code, good.diagnosis.verdict]).toEqual([0, `All ${tools.length} tools work.`]);
    expect(check(good.diagnosis, 'OAuth service app')?.detail).toMatch(/DPoP.*expires in \d+ s/);
    expect(check(good.diagnosis, 'scopes')?.detail).toContain('okta.logs.read');
    expect(check(good.diagnosis, "app's roles")?.detail).toBe('Read-only Administrator');
    const less = await diagnosed({ OKTA_CLIENT_ORGURL: org.origin, ...partial.env });
    expect([less.code, verdicts(less.diagnosis)]).toMatchObject([1, { get_okta_event_logs: 'fault', list_okta_users: 'ok', list_okta_configuration: 'warning' }]);
    expect(less.diagnosis.tools.find(({ tool }) => tool === 'find_okta_risky_changes')?.next).toContain('Grant the service app okta.logs.read (Admin Console > Applications > the service app > Okta API Scopes)');
    for (const { text } of [good, less]) expect(text).not.toMatch(/"d":|PRIVATE KEY|eyJ/);
  });

  test('OKTA_REDACT holds', async () => {
    const { text } = await diagnosed({ ...env(), OKTA_REDACT: 'profile.login' });
    expect(text).toContain('its owner is [redacted]');
  });
});

describe('faults', () => {
  async function rude(behave: Behaviour): Promise<RudeOrg> {
    const made = await RudeOrg.start(behave);
    open.push(made);
    return made;
  }
  const failing = async (given: Record<string, string>): Promise<Diagnosis> => {
    const { code, diagnosis, text } = await diagnosed(given);
    expect([code, diagnosis.ok]).toEqual([1, false]);
    expect(verdicts(diagnosis)).toMatchObject({ list_okta_users: 'skipped', get_current_time: 'ok' });
    for (const one of diagnosis.checks.filter(({ verdict }) => verdict === 'fault')) expect(one.next).toMatch(/\w{4}/);
    if (given['OKTA_API_TOKEN'] !== undefined) expect(text).not.toContain(given['OKTA_API_TOKEN']);
    return diagnosis;
  };

  test('nothing set, and a token where the address belongs', async () => {
    expect(check(await failing({}), 'OKTA_CLIENT_ORGURL')?.verdict).toBe('fault');
    const token = '00pastedIntoTheWrongPlace0123456789abcdefg';
    const { diagnosis, text } = await diagnosed({ OKTA_CLIENT_ORGURL: token });
    expect(check(diagnosis, 'OKTA_CLIENT_ORGURL')?.detail).toMatch(/is no address/);
    expect(text).not.toContain(token);
  });

  test('a token that Okta refuses', async () => {
    const diagnosis = await failing({ ...env(), OKTA_API_TOKEN: 'revoked-token-0123456789' });
    expect(check(diagnosis, 'API token')).toMatchObject({ verdict: 'fault', next: expect.stringContaining('replace OKTA_API_TOKEN') as string });
    expect(check(diagnosis, 'org')?.verdict).toBe('ok');
  });

  test('a service app with a key that the org does not know', async () => {
    const { env: stranger } = await serviceApp({ algorithm: 'ES384' });
    const diagnosis = await failing({ OKTA_CLIENT_ORGURL: org.origin, ...whole.env, OKTA_CLIENT_PRIVATEKEY: stranger['OKTA_CLIENT_PRIVATEKEY'] ?? '' });
    expect(check(diagnosis, 'OAuth service app')?.next).toContain('OKTA_CLIENT_PRIVATEKEY');
  });

  test.each<[string, Behaviour, RegExp, Record<string, string>]>([
    ['a login page', (_, response) => { response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'); }, /not JSON/, {}],
    ['a redirect', (_, response) => { response.writeHead(302, { location: 'https://evil.example' }).end(); }, /redirect/, {}],
    ['another API', (_, response) => { json(response, 200, { id: 'x', pipeline: 'cd' }); }, /not as an Okta org does/, {}],
    ['nothing in time', () => undefined, /did not answer within 1 seconds/, { OKTA_REQUEST_TIMEOUT_SECONDS: '1' }],
    ['a spent rate limit', (_, response) => { response.writeHead(429, { 'x-rate-limit-limit': '10', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(Math.ceil(Date.now() / 1000) + 50) }).end(JSON.stringify(oktaError('E0000047', 'API call exceeded rate limit'))); }, /rate limit/, { OKTA_MAX_WAIT_SECONDS: '1' }],
    ['a hung up connection', (_, response) => { response.destroy(); }, /no connection|ECONNRESET/, {}],
    ['a server error', (_, response) => { response.writeHead(500).end('<h1>oops</h1>'); }, /HTTP 500/, {}],
  ])('%s in the place of the org', async (_, behave, expected, more) => {
    const made = await rude(behave);
    const diagnosis = await failing({ ...made.env, ...more });
    expect(diagnosis.checks.find(({ verdict, area }) => verdict === 'fault' && area === 'network')?.detail).toMatch(expected);
  });

  test('a name without an address, a closed port, an untrusted certificate', async () => {
    expect(check(await failing({ OKTA_CLIENT_ORGURL: 'https://no-such-org.invalid', OKTA_API_TOKEN: 'token-0123456789' }), 'DNS')?.detail).toMatch(/has no address/);
    const pems = await generate([{ name: 'commonName', value: 'localhost' }], { algorithm: 'sha256', extensions: [{ name: 'basicConstraints', cA: true }, { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }], notAfterDate: new Date(Date.now() + 5 * 86_400_000) });
    const secure = await RudeOrg.start((request, response) => { json(response, 200, /well-known/.test(request.url) ? { id: '00o1', pipeline: 'v1' } : { id: '00u1' }); }, { key: pems.private, cert: pems.cert });
    open.push(secure);
    expect(check(await failing(secure.env), 'org')?.next).toContain('NODE_EXTRA_CA_CERTS');
    const ca = join(mkdtempSync(join(tmpdir(), 'doctor-')), 'ca.pem');
    writeFileSync(ca, pems.cert);
    const { diagnosis } = await diagnosed({ ...secure.env, NODE_EXTRA_CA_CERTS: ca, OKTA_TOOLSETS: 'time' });
    expect(check(diagnosis, 'org')?.detail).toContain('Classic Engine');
    expect(check(diagnosis, 'TLS')).toMatchObject({ verdict: 'warning', detail: expect.stringMatching(/TLSv1\.3, certificate by localhost, [45] days left/) as string });
    const closed = await RudeOrg.start();
    const { env: gone } = closed;
    await closed.close();
    expect(check(await failing(gone), 'org')?.detail).toContain('ECONNREFUSED');
  });

  test('a proxy that is not there, told without its password', async () => {
    const diagnosis = await failing({ OKTA_CLIENT_ORGURL: 'https://acme.okta.test', OKTA_API_TOKEN: 'token-0123456789', HTTPS_PROXY: 'http://user:pass-word@127.0.0.1:9' });
    expect(check(diagnosis, 'proxy')?.detail).toContain('127.0.0.1:9, with a password');
    expect(JSON.stringify(diagnosis)).not.toContain('pass-word');
    expect(check(diagnosis, 'DNS')?.verdict).toBe('skipped');
  });

  test('a clock that is off, a super administrator, little headroom: warnings, and the tools work', async () => {
    const odd = await rude((request, response) => {
      const headers = { date: new Date(Date.now() + 3_600_000).toUTCString(), 'x-rate-limit-limit': '600', 'x-rate-limit-remaining': '50', 'x-rate-limit-reset': String(Math.ceil(Date.now() / 1000) + 3_600 + 30) };
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      if (/well-known/.test(request.url)) json(response, 200, { id: '00o1', pipeline: 'idx' });
      else if (/\/roles$/.test(request.url)) json(response, 200, [{ id: 'ra1', type: 'SUPER_ADMIN', label: 'Super Organization Administrator' }]);
      else json(response, 200, /users\/me/.test(request.url) ? { id: '00u1', profile: { login: 'root@example.com' } } : [{ id: 'x' }]);
    });
    const { code, diagnosis } = await diagnosed({ ...odd.env, OKTA_TOOLSETS: 'logs,time', OKTA_RATE_LIMIT_RESERVE: '0' });
    expect([code, diagnosis.verdict]).toEqual([0, 'All 3 tools work; 3 warnings.']);
    expect(check(diagnosis, 'clock')?.detail).toMatch(/3[56]\d\d s ahead/);
    expect(check(diagnosis, "owner's roles")?.next).toContain('Read-only Administrator');
    expect(check(diagnosis, 'headroom')?.detail).toContain('50 of 600');
  });

  test('a token whose owner it may not see is no fault while the tools may read', async () => {
    const shy = await rude((request, response) => {
      if (/users\/me/.test(request.url)) json(response, 403, oktaError('E0000006', 'You do not have permission to perform the requested action'));
      else json(response, 200, /well-known/.test(request.url) ? { id: '00o1', pipeline: 'idx' } : []);
    });
    const { code, diagnosis } = await diagnosed({ ...shy.env, OKTA_TOOLSETS: 'logs' });
    expect([code, check(diagnosis, 'API token')]).toMatchObject([0, { verdict: 'ok', detail: expect.stringContaining('is accepted') as string }]);
  });

  test('Ctrl-C ends it', async () => {
    const slow = await rude(() => undefined);
    const { code, stdout } = await runOnTerminal(['doctor'], 80, { env: slow.env, interruptAt: 'Connecting' });
    expect([code, stdout]).toEqual([130, expect.stringContaining('Cancelled.')]);
  });
});
