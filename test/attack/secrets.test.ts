import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Host } from '../support/host.js';
import { json, RudeOrg } from '../support/rude-org.js';
import { run } from '../support/run.js';

const USER = '00u1234567890abcdefg';
const APP = '0oa1234567890abcdefg';
const GROUP = '00g1234567890abcdefg';
const POLICY = '00p1234567890abcdefg';
const RULE = '0pr1234567890abcdefg';
let org: RudeOrg;
let folder: string;
let planted: string[];
beforeEach(async () => {
  org = await RudeOrg.start();
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  planted = [];
});
afterEach(async () => {
  await org.close();
  await rm(folder, { recursive: true });
});

/** A secret that is known again, as letters, digits and dashes. */
function canary(): string {
  const secret = `CANARY-${planted.length}-q7R2x9`;
  planted.push(secret);
  return secret;
}

/** The same, as the parts of tokens are. */
const encoded = (text: string): string => Buffer.from(text).toString('base64url');
const webToken = (): string => `${encoded('{"alg":"RS256"}')}.${encoded(`{"sub":"${canary()}"}`)}.${canary()}`;

function secretFields(): Record<string, unknown> {
  return {
    tokens: [canary(), canary()], secrets: { production: canary(), staging: { current: canary() } }, recoveryCodes: [canary()], apiKeys: [{ id: 'k1', name: 'main', content: canary() }], backupCodes: canary(), answers: [canary()], pwd: canary(), apiSecretKey: canary(),
    otpSeed: canary(), signingKey: canary(), authCode: canary(), interactionCode: canary(), interaction_code: canary(), device_code: canary(), user_code: canary(), password: canary(), secret_hash: canary(), activationUrl: `https://acme.example/x/${canary()}`, resetPasswordUrl: `https://acme.example/y/${canary()}`,
    headers: [{ key: 'X-Any', value: canary() }], authScheme: { type: 'HEADER', key: 'Authorization', value: canary() }, list: [{ name: 'password', value: canary() }, { property: 'clientSecret', oldValue: canary(), newValue: canary() }],
    jwks: { keys: [{ kty: 'RSA', kid: 'public-kid', n: 'public-n', e: 'AQAB', x5c: ['public-x5c'], d: canary(), oth: [{ r: canary(), d: canary(), t: canary() }] }] }, signingKeys: { active: { kty: 'oct', kid: 'public-kid', k: canary() } },
  };
}

function secretTexts(): Record<string, string> {
  const body = { password: canary(), deep: { tokens: [canary()] }, key: { kty: 'oct', k: canary() } };
  return {
    bearer: `Authorization: Bearer ${canary()}`, ssws: `curl -H 'Authorization: SSWS ${canary()}'`, basic: `Basic ${Buffer.from(`bob:${canary()}`).toString('base64')} sent`, dpop: `DPoP ${canary()}`, token: `is ${webToken()} valid`, glued: `Bearer${webToken()}`,
    encrypted: `${encoded('{"alg":"dir"}')}..${encoded(canary())}.${encoded(canary())}.${encoded(canary())}`, requestBody: JSON.stringify(body), within: `Request ${JSON.stringify(body)} failed`, twice: JSON.stringify({ body: JSON.stringify(body) }), cut: JSON.stringify(body).slice(0, -20).replace(/"k".*/, ''), escaped: JSON.stringify(JSON.stringify({ secret: canary(), a: 1 })).slice(1, -3),
    form: `username=bob&password=${canary()}&remember=true`, query: `/oauth2/v1/callback?code=${canary()}&state=kept`, inner: `/login?fromURI=${encodeURIComponent(`https://acme.example/?sessionToken=${canary()}&x=1`)}`, map: `{user=bob, client_secret=${canary()}, kept=yes}`, lists: `clientSecrets=[${canary()}, ${canary()}]`, yaml: `apiToken: ${canary()}`, xml: `<req><password>${canary()}</password></req>`,
    welcome: `https://acme.okta.com/welcome/${canary()}`, verify: `https://acme.okta.com/tokens/${canary()}/verify`, reset: `/reset_password/${canary()}`, signin: `/signin/reset-password/${canary()}?x`, mail: `/email/verify/emf1/${canary()}`, userinfo: `https://bob:${canary()}@db.example/`, otpauth: `otpauth://totp/x?secret=${canary()}&issuer=okta`, pem: `-----BEGIN PRIVATE KEY-----\n${canary()}\n-----END PRIVATE KEY-----`,
  };
}

/** What must come through: it looks like secrets, and is none. */
const HARMLESS = {
  requirePassword: true, allowToken: false, password: null, passwordChanged: '2026-03-19T09:20:48.000Z', token: 'REQUIRED', tokenLifetimeMinutes: 60, secretQuestion: 'first pet', grant_types: ['refresh_token', 'client_credentials'], response_types: ['code', 'id_token'], token_endpoint_auth_method: 'client_secret_basic', apiToken: 'none', idpIdsWithSecrets: '[0oa105vfnZXjOkfhY0g4]',
  provider: { type: 'OKTA', name: 'OKTA' }, uri: '/start?code=US', label: 'Basic authentication with Bearer tokens', path: '/api/v1/apps/0oardd5r32PWsF4421d7/tokens/oar1gytf4dW8R5tmZ1d7', policyText: 'password: Password requirements were not met.',
};

function object(secrets: Record<string, unknown>): Record<string, unknown> {
  return {
    id: USER, status: 'ACTIVE', label: 'Thing', name: 'thing', type: 'OKTA_SIGN_ON', profile: { login: 'a@example.com', name: 'Thing', ...secrets }, settings: { app: secrets, harmless: HARMLESS }, credentials: secrets, _embedded: { user: secrets },
    uuid: '11111111-2222-3333-4444-555555555555', published: '2026-01-01T00:00:00.000Z', eventType: 'policy.rule.update', outcome: { result: 'SUCCESS' }, actor: { id: USER, type: 'User', alternateId: 'a@example.com', displayName: 'A' },
    target: [{ id: RULE, type: 'PolicyRule', displayName: 'rule', detailEntry: secrets, changeDetails: { from: { requirePassword: true, ...secrets }, to: { requirePassword: false } } }], debugContext: { debugData: secrets },
  };
}

const reads: [string, Record<string, unknown>][] = [
  ['list_okta_users', {}], ['get_okta_user', { user_id: USER }], ['list_okta_user_groups', { user_id: USER }], ['list_okta_user_applications', { user_id: USER }], ['list_okta_user_factors', { user_id: USER }], ['list_okta_groups', {}], ['get_okta_group', { group_id: GROUP }], ['list_okta_group_members', { group_id: GROUP }], ['list_okta_assigned_applications_for_group', { group_id: GROUP }],
  ['list_okta_applications', {}], ['get_okta_application', { app_id: APP }], ['list_okta_application_users', { app_id: APP }], ['list_okta_application_group_assignments', { app_id: APP }], ['list_okta_policies', { type: 'OKTA_SIGN_ON' }], ['get_okta_policy', { policy_id: POLICY }], ['list_okta_policy_rules', { policy_id: POLICY }], ['get_okta_policy_rule', { policy_id: POLICY, rule_id: RULE }],
  ['list_okta_network_zones', {}], ['get_okta_network_zone', { zone_id: 'nzo1234567890abcdefg' }], ['get_okta_event_logs', {}], ...['api_tokens', 'identity_providers', 'event_hooks', 'inline_hooks', 'authenticators'].map((kind): [string, Record<string, unknown>] => ['list_okta_configuration', { kind }]),
];

const single = /\/(users|groups|apps|policies|zones)\/[^/?]+(\/rules\/[^/?]+)?$/;
function answerWith(secrets: () => Record<string, unknown>): void {
  org.behave = ({ url }, response) => { json(response, 200, single.test(url.split('?')[0] ?? '') ? object(secrets()) : [object(secrets())]); };
}

/** No canary, and none of one in base64 at any alignment. */
function leaksIn(output: string): string[] {
  const inBase64 = [0, 1, 2].map((offset) => Buffer.from(`${'x'.repeat(offset)}CANARY-`).toString('base64url').slice(offset === 0 ? 0 : offset + 1, 8));
  return [...output.matchAll(new RegExp(`.{0,100}(?:CANARY|${inBase64.join('|')})`, 'g'))].map(([leak]) => leak).slice(0, 5);
}

test.each([['fields', secretFields], ['texts', secretTexts]] as const)('secrets as %s of every kind of object and event stay inside, of all tools, their audit and their log', async (_, secrets) => {
  answerWith(secrets);
  const audit = join(folder, 'audit.jsonl');
  const host = await Host.start({ ...org.env, OKTA_AUDIT_LOG: audit, OKTA_AUDIT_ARGUMENTS: 'true', LOG_LEVEL: 'debug', OKTA_MAX_ANSWER_CHARACTERS: '200000' });
  for (const [tool, args] of reads) for (const fields of [undefined, ['*']]) await host.call(tool, { ...args, ...(fields === undefined ? {} : { fields }) });
  for (const word of Object.values(secretTexts())) await host.call('get_okta_user', { user_id: word });
  for (const field of Object.keys(secrets())) await host.call('summarize_okta_event_logs', { group_by: [`debugContext.debugData.${field}`], since: '2026-01-01T00:00:00Z', until: '2026-01-02T00:00:00Z' });
  for (const uri of [`okta://users/${USER}`, `okta://applications/${APP}`, `okta://groups/${GROUP}`, 'okta://org']) await host.request('resources/read', { uri });
  await host.close();
  expect(planted.length).toBeGreaterThan(2_000);
  expect(host.stdout).toContain('[secret]');
  expect(leaksIn(`${host.stdout}\n${host.stderr}\n${readFileSync(audit, 'utf8')}`)).toEqual([]);
});

test('secrets in the errors of the org stay inside', async () => {
  org.behave = (_, response) => {
    const texts = Object.values(secretTexts());
    json(response, 400, { errorCode: texts[0], errorSummary: texts.join(' | '), errorId: texts[1], errorCauses: texts.map((errorSummary) => ({ errorSummary })) });
  };
  const host = await Host.start({ ...org.env, LOG_LEVEL: 'debug' });
  for (const [tool, args] of reads) await host.call(tool, args);
  await host.close();
  expect(planted.length).toBeGreaterThan(500);
  expect(leaksIn(host.stdout + host.stderr)).toEqual([]);
});

test('secrets stay inside at a terminal, as table, CSV and JSON', async () => {
  answerWith(() => ({ ...secretFields(), ...secretTexts() }));
  const runs = await Promise.all([['--json'], ['--csv', '--all'], []].map((form) => run(['call', 'list_okta_applications', '--fields', '*', ...form], { env: { ...org.env } })));
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(leaksIn(runs.map(({ stdout, stderr }) => stdout + stderr).join('\n'))).toEqual([]);
});

test('what is no secret comes through, and no note says otherwise', async () => {
  answerWith(() => HARMLESS);
  const host = await Host.start({ ...org.env, OKTA_MAX_ANSWER_CHARACTERS: '200000' });
  for (const [tool, args] of reads) {
    const answer = await host.call(tool, { ...args, fields: ['*'] });
    expect([tool, answer.isError, answer.text.includes('[secret]'), answer.text.includes('Secret values')]).toEqual([tool, false, false, false]);
    expect(answer.text).toContain(JSON.stringify(HARMLESS));
  }
  await host.close();
});

test('notes tell of what is hidden in what is shown, by short paths', async () => {
  const long = 'x'.repeat(4_000);
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`token${index}`, { value: canary() }]));
  const rows = (size: number): unknown[] => Array.from({ length: size }, (_, index) => ({ id: `0oa${index}`, label: `App ${index}`, name: 'thing', type: { secret: canary() }, notes: 'n'.repeat(1_000), settings: { password: index === size - 1 ? canary() : 'REQUIRED', color: 'red' }, _links: { token: canary() } }));
  const host = await Host.start(org.env);
  org.behave = (_, response) => { json(response, 200, rows(100)); };
  const notes = async (args: Record<string, unknown>): Promise<string> => JSON.stringify((await host.list('list_okta_applications', args)).notes);
  expect(await notes({ fields: ['label', 'settings.color'] })).not.toContain('Secret values');
  expect(await notes({ fields: ['id', 'notes', 'settings'], limit: 100 })).not.toContain('Secret values');
  expect(await notes({ fields: ['id', 'settings'], limit: 100 })).toContain('Secret values are hidden: settings.password.');
  expect(await notes({ fields: ['settings.*'], limit: 100 })).toContain('Secret values are hidden: settings.password.');
  org.behave = (_, response) => { json(response, 200, { ...(rows(1)[0] as object), many, [`${long}.password`]: canary() }); };
  const about = async (fields?: string[]): Promise<string> => JSON.stringify((await host.one('get_okta_application', { app_id: APP, ...(fields === undefined ? {} : { fields }) }))['notes'] ?? []);
  expect(await about(['label'])).toBe('[]');
  expect(await about(['_links'])).toContain('Secret values are hidden: _links.token.');
  const all = await about();
  expect(all).toMatch(/Secret values are hidden: .* and \d+ more\./);
  expect(all).not.toContain('_links');
  expect(all.length).toBeLessThan(1_500);
  expect(leaksIn(host.stdout)).toEqual([]);
  await host.close();
});

test('investigations that take events apart lose no neighbour that tells of a secret', async () => {
  const host = await Host.start(org.env);
  const event = {
    uuid: '11111111-2222-3333-4444-555555555555', published: new Date(Date.now() - 3_600_000).toISOString(), eventType: 'application.lifecycle.update', outcome: { result: 'SUCCESS' }, actor: { id: 'u', type: 'User', alternateId: 'ann@example.com' },
    target: [{ id: 't', type: 'AppInstance', changeDetails: { name: 'clientSecret', from: canary(), to: canary() }, detailEntry: { key: 'password', value: canary() } }],
    debugContext: { debugData: { attribute: 'password', oldValue: canary(), newValue: canary(), jwk: { kty: 'oct', k: canary() }, jwks: { keys: [{ kty: 'RSA', d: canary(), n: 'public-modulus' }] } } },
  };
  org.behave = (_, response) => { json(response, 200, [event]); };
  const risky = await host.call('find_okta_risky_changes', { since: '2 hours ago' });
  expect(risky.isError).toBe(false);
  for (const path of ['target.changeDetails.from', 'target.changeDetails.to', 'target.detailEntry.value', 'debugContext.debugData.oldValue', 'debugContext.debugData.newValue', 'debugContext.debugData.jwk.k', 'debugContext.debugData.jwks.keys.d']) {
    const { rows } = await host.list('summarize_okta_event_logs', { since: '2 hours ago', group_by: [path] });
    expect(JSON.stringify(rows), path).toContain('[secret]');
  }
  expect(JSON.stringify((await host.list('summarize_okta_event_logs', { since: '2 hours ago', group_by: ['debugContext.debugData.jwks.keys.n'] })).rows)).toContain('public-modulus');
  expect(leaksIn(host.stdout + host.stderr)).toEqual([]);
  await host.close();
});

test('what somebody typed as a login is masked where Okta repeats it, and hides nothing else', async () => {
  const event = (typed: string): Record<string, unknown> => ({
    uuid: '11111111-2222-3333-4444-555555555555', published: '2026-01-01T00:00:00.000Z', eventType: 'user.session.start', client: { ipAddress: '203.0.113.7' }, outcome: { result: 'FAILURE' },
    actor: { id: 'unknown', alternateId: typed, displayName: typed }, target: [{ id: 'x', alternateId: typed }], debugContext: { debugData: { requestUri: '/api/v1/authn', text: `user ${typed} unknown` } },
  });
  const host = await Host.start(org.env);
  for (const [typed, told] of [['S3cret!pass', 'user [masked: typed as a login] unknown'], ['203.0.113.7', 'user [masked: typed as a login] unknown'], ['2026-01-01', 'user [masked: typed as a login] unknown'], ['1', 'user 1 unknown'], [`x@${'.'.repeat(300_000)} `, 'user [masked: typed as a login] unknown']] as const) {
    org.behave = (_, response) => { json(response, 200, [event(typed)]); };
    const { rows } = await host.list('get_okta_event_logs', { fields: ['*'] });
    expect(rows[0]?.[0]).toEqual({ ...event('[masked: typed as a login]'), debugContext: { debugData: { requestUri: '/api/v1/authn', text: told } } });
  }
  await host.close();
});
