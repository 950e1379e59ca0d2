import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prompts } from '../../src/prompts/prompts.js';
import { Host } from '../support/host.js';
import { json, RudeOrg, type Seen } from '../support/rude-org.js';
import { run } from '../support/run.js';
import { serviceApp } from '../support/service-app.js';

const TOKEN = '00CANARYtokenOfTheConfiguration0123456789x';
const USER = '00u1234567890abcdefg';
let org: RudeOrg;
let folder: string;
beforeEach(async () => {
  org = await RudeOrg.start();
  folder = mkdtempSync(join(tmpdir(), 'canaries-'));
});
afterEach(async () => {
  await org.close();
  await rm(folder, { recursive: true });
});

/** One call of every tool that reads the org, with an argument of the caller's that may hold anything. */
function everyTool(word: string): [string, Record<string, unknown>][] {
  const app = '0oa1234567890abcdefg';
  const group = '00g1234567890abcdefg';
  const policy = '00p1234567890abcdefg';
  return [
    ['list_okta_users', { search: `profile.login eq "${word}"`, fields: ['*'] }], ['list_okta_users', { q: word }], ['get_okta_user', { user_id: word, fields: ['*'] }],
    ['list_okta_user_groups', { user_id: USER, fields: ['*'] }], ['list_okta_user_applications', { user_id: USER, fields: ['*'] }], ['list_okta_user_factors', { user_id: USER, fields: ['*'] }],
    ['list_okta_groups', { search: word, fields: ['*'] }], ['get_okta_group', { group_id: word }], ['get_okta_group', { group_id: group, fields: ['*'] }], ['list_okta_group_members', { group_id: group, fields: ['*'] }],
    ['list_okta_assigned_applications_for_group', { group_id: group, fields: ['*'] }], ['list_okta_applications', { q: word, fields: ['*'] }], ['get_okta_application', { app_id: app, fields: ['*'] }],
    ['get_okta_application', { app_id: word }], ['list_okta_application_users', { app_id: app, fields: ['*'] }], ['list_okta_application_group_assignments', { app_id: app, fields: ['*'] }],
    ['list_okta_policies', { type: 'OKTA_SIGN_ON', fields: ['*'] }], ['get_okta_policy', { policy_id: policy, fields: ['*'] }], ['list_okta_policy_rules', { policy_id: policy, fields: ['*'] }],
    ['get_okta_policy_rule', { policy_id: policy, rule_id: '0pr1234567890abcdefg', fields: ['*'] }], ['list_okta_network_zones', { fields: ['*'] }], ['get_okta_network_zone', { zone_id: 'nzo1234567890abcdefg', fields: ['*'] }],
    ['get_okta_event_logs', { q: word, fields: ['*'] }], ['get_okta_event_logs', { filter: `actor.id eq "${word}"` }], ['parse_relative_time', { time_expression: word }], ['list_okta_users', { [word]: 1 }],
  ];
}

async function everything(env: Record<string, string>, word: string): Promise<string> {
  const audit = join(folder, 'audit.jsonl');
  const host = await Host.start({ OKTA_CLIENT_ORGURL: org.origin, LOG_LEVEL: 'debug', OKTA_AUDIT_LOG: audit, OKTA_AUDIT_ARGUMENTS: 'true', OKTA_MAX_WAIT_SECONDS: '0', ...env });
  const list = await host.request('tools/list');
  for (const [tool, args] of everyTool(word)) await host.call(tool, args);
  await host.request('logging/setLevel', { level: 'debug' });
  for (const method of [word, 'resources/read', 'prompts/get', 'completion/complete', 'logging/setLevel']) await host.request(method, { name: word, uri: word, level: word, ref: word });
  for (const uri of ['okta://org', ...['users', 'groups', 'applications', 'event-types'].map((kind) => `okta://${kind}/${encodeURIComponent(word)}`)]) await host.request('resources/read', { uri });
  for (const { name, arguments: args } of prompts) {
    await host.request('prompts/get', { name, arguments: Object.fromEntries(args.map((arg) => [arg.name, word])) });
    for (const arg of args) await host.request('completion/complete', { ref: { type: 'ref/prompt', name }, argument: { name: arg.name, value: word } });
  }
  host.send(`{"broken ${word}`);
  await host.request('ping');
  await host.close();
  return `${JSON.stringify(list)}\n${host.stdout}\n${host.stderr}\n${readFileSync(audit, 'utf8')}`;
}

/** What the org may send back of what it was sent. */
function echoes({ headers, body }: Seen): string[] {
  const sent = [headers['authorization'], headers['dpop'], ...new URLSearchParams(body).values()].filter((text) => typeof text === 'string' && text.length > 20) as string[];
  return sent.flatMap((text) => [text, text.split(' ').at(-1) ?? '', encodeURIComponent(text), Buffer.from(text).toString('base64'), Buffer.from(`x${text}`).toString('base64url'), Buffer.from(`xy${text}`).toString('base64')]);
}

/** No run of 20 characters of a secret, as it is or in base64, at any alignment. */
function expectNone(output: string, secrets: readonly string[]): void {
  const leaks = secrets.flatMap((secret) =>
    [secret, ...['', 'x', 'xy'].map((pad) => Buffer.from(pad + secret).toString('base64').slice(4, -4))].flatMap((text) => {
      for (let start = 0; start + 20 <= text.length; start += 7) {
        const index = output.indexOf(text.slice(start, start + 20));
        if (index >= 0) return [output.slice(Math.max(0, index - 200), index + 60)];
      }
      return [];
    }),
  );
  expect(leaks).toEqual([]);
}

/** What makes an assertion good; its claims are common words. */
const signatures = (assertions: ReadonlySet<string>): string[] => [...assertions].map((assertion) => assertion.split('.')[2] ?? '');

const answers: [string, (seen: Seen) => [number, unknown, Record<string, string>?]][] = [
  ['in the error', (seen) => [400, { errorCode: echoes(seen)[0], errorSummary: echoes(seen).join(' | '), errorId: echoes(seen)[1], errorCauses: echoes(seen).map((errorSummary) => ({ errorSummary })) }]],
  ['in the error of an OAuth server', (seen) => [403, { error: echoes(seen)[1], error_description: echoes(seen).join(' ') }]],
  ['in headers', (seen) => [429, {}, { 'content-type': echoes(seen)[0] ?? '', 'x-rate-limit-reset': echoes(seen)[1] ?? '' }]],
  ['in a content type', (seen) => [200, 'not json', { 'content-type': echoes(seen)[1] ?? '' }]],
  ['in a redirect', (seen) => [302, {}, { location: `https://example.com/${echoes(seen)[1] ?? ''}` }]],
  ['in names and values', (seen) => [200, Object.fromEntries(echoes(seen).map((text) => [text, { deep: [text], id: text, profile: { login: text, name: text } }]))]],
  ['in rows', (seen) => [200, echoes(seen).map((text) => ({ id: text, label: text, name: text, profile: { login: text, name: text }, published: text, [text]: text }))]],
];

test.each(answers)('the API token does not come back, echoed by the org %s', async (_, answer) => {
  org.behave = (seen, response) => {
    const [status, body, headers] = answer(seen);
    json(response, status, body, headers);
  };
  const output = await everything({ OKTA_API_TOKEN: TOKEN }, `x ${TOKEN} y`);
  expect(org.seen.length).toBeGreaterThan(15);
  expectNone(output, [TOKEN]);
});

test.each(answers)('the API token does not come back at a terminal, echoed by the org %s', async (_, answer) => {
  org.behave = (seen, response) => {
    const [status, body, headers] = answer(seen);
    json(response, status, body, headers);
  };
  const env = { OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: TOKEN, OKTA_MAX_WAIT_SECONDS: '0' };
  const runs = await Promise.all([['doctor'], ['doctor', '--json'], ['call', 'list_okta_users', '--fields', '*'], ['call', 'list_okta_users', '--csv', '--all', '--q', TOKEN], ['call', 'get_okta_user', '--user_id', TOKEN, '--json'], ['config', 'claude-desktop'], ['tools']].map((args) => run(args, { env })));
  expectNone(runs.map(({ stdout, stderr }) => stdout + stderr).join('\n'), [TOKEN]);
});

test.each(answers)('neither key, assertion nor access token of a service app comes back, echoed by the org %s', async (_, answer) => {
  const { env, pem, jwk } = await serviceApp({ algorithm: 'RS256' });
  const access = 'eyJCANARY-access-token.of-the-service-app.0123456789abcdef';
  const assertions = new Set<string>();
  org.behave = (seen, response) => {
    if (seen.url === '/oauth2/v1/token') {
      assertions.add(new URLSearchParams(seen.body).get('client_assertion') ?? '');
      if (seen.headers['dpop'] === undefined) json(response, 400, { error: 'invalid_dpop_proof', error_description: echoes(seen).join(' ') });
      else json(response, 200, { token_type: 'DPoP', access_token: access, expires_in: 3600 });
      return;
    }
    const [status, body, headers] = answer(seen);
    json(response, status, body, headers);
  };
  const key = JSON.parse(jwk) as Record<string, string>;
  const output = await everything({ ...env, OKTA_CLIENT_PRIVATEKEY: pem.replaceAll('\n', '\\n') }, `x ${pem} ${access} y`);
  expect(org.seen.length).toBeGreaterThan(15);
  expect(assertions.size).toBeGreaterThan(1);
  expectNone(output, [access, ...signatures(assertions), pem.replace(/-----[A-Z ]+-----|\s/g, ''), ...['d', 'p', 'q', 'dp', 'dq', 'qi'].map((name) => key[name]!)]);
});

test('a token endpoint that echoes what it was sent gives nothing away', async () => {
  const { env } = await serviceApp();
  const assertions = new Set<string>();
  org.behave = (seen, response) => {
    assertions.add(new URLSearchParams(seen.body).get('client_assertion') ?? '');
    json(response, 401, { error: 'invalid_client', error_description: echoes(seen).join(' ') });
  };
  expectNone(await everything(env, 'word'), signatures(assertions));
});

test('secrets in every secret place of the org\'s objects stay there', async () => {
  let canaries = 0;
  const canary = (): string => `CANARY-${(canaries += 1)}-${'z'.repeat(12)}`;
  const jwk = (): Record<string, string> => ({ kty: 'RSA', kid: 'k', n: 'public', e: 'AQAB', d: canary(), p: canary(), q: canary(), dp: canary(), dq: canary(), qi: canary() });
  const object = (): Record<string, unknown> => ({
    id: USER, status: 'ACTIVE', label: 'Thing', name: 'thing', profile: { login: 'a@example.com', name: 'Thing', apiKey: canary(), password: canary() },
    credentials: {
      password: { value: canary(), hash: { algorithm: 'BCRYPT', salt: canary(), value: canary() }, hook: { type: 'default' } }, recovery_question: { question: 'Pet?', answer: canary() },
      oauthClient: { client_id: 'abc', client_secret: canary(), client_secret_hash: canary(), jwks: { keys: [jwk(), { kty: 'oct', k: canary() }] } }, userName: 'a', signing: { kid: 'k', privateKey: canary() },
    },
    settings: {
      app: { apiToken: canary(), authToken: canary(), accessKey: canary(), secretKey: canary(), sessionSecret: canary(), sharedSecret: canary(), clientSecret: canary(), passphrase: canary(), apiKey: canary(), adminPassword: canary(), optionalField1: 'shown', optionalField1Value: canary(), optionalField2Value: canary(), optionalField3Value: canary(), extraFieldValue: canary() },
      oauthClient: { jwks: { keys: [jwk()] }, initiate_login_uri: `https://x.example/?login_token=${canary()}&state=ok` },
    },
    _embedded: { activation: { sharedSecret: canary(), timeStep: 30, _links: { qrcode: { href: `https://x.example/${canary()}` } } }, user: { credentials: { password: { value: canary() } } } },
    channel: { config: { headers: [{ key: 'X-Secret', value: canary() }], authScheme: { type: 'HEADER', key: 'Authorization', value: canary() } } },
    protocol: { credentials: { client: { client_id: 'x', client_secret: canary(), token_endpoint_auth_method: 'y' } } },
    debugContext: { debugData: { requestUri: `/login/token?token=${canary()}&x=1`, url: `/oauth2/v1/token?client_secret=${canary()}&code=${canary()}&stateToken=${canary()}`, authnRequestId: 'kept', note: `-----BEGIN EC PRIVATE KEY-----\n${canary()}\n-----END EC PRIVATE KEY-----` } },
    published: '2026-01-01T00:00:00.000Z', eventType: 'user.session.start', actor: { id: USER, alternateId: 'a@example.com', displayName: 'A' },
  });
  const single = /\/(users|groups|apps|policies|zones)\/[^/?]+(\/rules\/[^/?]+)?$/;
  org.behave = ({ url }, response) => { json(response, 200, single.test(url.split('?')[0] ?? '') ? object() : [object()]); };
  const output = await everything({ OKTA_API_TOKEN: TOKEN }, 'word');
  expect(canaries).toBeGreaterThan(1_000);
  expect([...output.matchAll(/.{0,80}CANARY/g)].map(([leak]) => leak).slice(0, 5)).toEqual([]);
  for (const kept of ['"authnRequestId\\":\\"kept', 'state=ok', '\\"optionalField1\\":\\"shown', '\\"client_id\\":\\"abc', '\\"question\\":\\"Pet?', '\\"n\\":\\"public', 'Secret values are hidden: ']) expect([kept, output.includes(kept)]).toEqual([kept, true]);
});

test('a token stays inside while another setting is wrong and nothing can be read', async () => {
  const output = await everything({ OKTA_API_TOKEN: TOKEN, OKTA_CLIENT_ORGURL: 'https://your-org.okta.com' }, `x ${TOKEN} y`);
  expect(output).toContain('placeholder');
  expectNone(output, [TOKEN]);
});
