import { describe, expect, test } from 'vitest';
import { Redactor } from '../../src/answers/redact.js';
import type { JsonObject, JsonValue } from '../../src/json.js';

const S = '[secret]';
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIwMHUxIn0.c2lnbmF0dXJl';
const JWE = 'eyJhbGciOiJkaXIifQ..aXZpdml2aXZpdg.Y2lwaGVydGV4dA.dGFndGFn';

/** An object in which a value stands at a dotted path. */
function at(path: string, value: JsonValue): JsonObject {
  return path.split('.').reduceRight<JsonValue>((inner, name) => ({ [name]: inner }), value) as JsonObject;
}

function cleaned(item: JsonObject, redactor = new Redactor({})): { item: JsonObject; hidden: string[] } {
  const hidden = new Set<string>();
  return { item: redactor.clean(item, hidden), hidden: [...hidden] };
}

describe('fields whose value is a secret, hidden whole and named', () => {
  test.each<[string, JsonValue, JsonValue?]>([
    ['credentials.oauthClient.client_secret', 'aZInF1udrVPPPmP60P7R5g'], ['credentials.password.value', 'correct horse'], ['credentials.password.hash.value', 'abc'], ['credentials.recovery_question.answer', 'Annie Oakley'],
    ['settings.app.apiSecretKey', 'x1'], ['settings.app.pwd', 'hunter'], ['settings.app.dbPwd', 'hunter'], ['settings.app.pass', 'hunter'], ['settings.app.otpSeed', 'JBSWY3DPEHPK3PXP'], ['settings.app.otp_seed', 'JBSWY3DPEHPKPXPA'], ['settings.signingKey', 'c2lnbmluZw'], ['configuration.aesKey', '1fcc6d8ce39bf1604e0b17f3e0a11067'],
    ['settings.password1', 'hunter'], ['profile.adminpassword', 'hunter'], ['profile.Client Secret', 'x'], ['profile.nextPassCode', 678_195], ['profile.pin', '4711'], ['profile.devicePin', 'abcd'],
    ['settings.tokens', ['a1', 'b2'], [S, S]], ['settings.secrets', ['a1'], [S]], ['settings.recoveryCodes', ['1111-2222'], [S]], ['settings.recoveryCodes', [12_345_678], [S]], ['settings.backup_codes', ['x'], [S]], ['settings.apiKeys', ['k'], [S]], ['settings.answers', ['blue', 'green'], [S, S]],
    ['settings.apiKeys', { production: 'x', id: 'key1', name: 'main' }, { production: S, id: 'key1', name: 'main' }], ['settings.secrets', { a: { current: 'x', previous: ['y'], createdAt: 'yesterday' } }, { a: { current: S, previous: [S], createdAt: 'yesterday' } }],
    ['settings.tokens', [{ id: 't1', type: 'refresh', content: 'x', status: 'ACTIVE', _links: { self: { href: 'https://a.example/1' } } }], [{ id: 't1', type: 'refresh', content: S, status: 'ACTIVE', _links: { self: { href: 'https://a.example/1' } } }]],
    ['debugContext.debugData.authCode', '0N5mx8Zn7vkDXBirmslxlw'], ['debugContext.debugData.interactionCode', 'c90f5aa2409f3f4c'], ['debugContext.debugData.interaction_code', 'c90f'], ['debugContext.debugData.device_code', 'GmRhmhcxhwAzkoEq'], ['debugContext.debugData.user_code', 'WDJB-MJHT'], ['debugContext.debugData.RECOVERY_TOKEN', 'x'], ['debugContext.debugData.agentKey2', 'zz'],
    ['debugContext.debugData.clientSecrets', '[n]x!h*****, n]x!h*****]'], ['activationUrl', 'https://acme.okta.com/tokens/XE6wE17zmphl3KqAPFxO/verify'], ['resetPasswordUrl', 'https://acme.okta.com/anything/x'], ['authorization_header', 'abc'],
    ['_embedded.activation._links.qrcode.href', 'https://acme.okta.com/api/v1/users/1/factors/2/qr'], ['channel.config.authScheme.value', 'abc'], ['channel.config.headers', [{ key: 'X-Api', value: 'abc' }], [{ key: 'X-Api', value: S }]], ['channel.config.headers', { 'X-Api': 'abc' }, { 'X-Api': S }],
    ['settings.list', [{ name: 'password', value: 'abc' }, { name: 'color', value: 'red' }], [{ name: 'password', value: S }, { name: 'color', value: 'red' }]], ['change', { property: 'clientSecret', oldValue: 'a', newValue: 'b' }, { property: 'clientSecret', oldValue: S, newValue: S }], ['credentials', [{ type: 'password', value: 'abc' }], [{ type: 'password', value: S }]],
    ['jwks.keys', [{ use: 'sig', x5c: ['MIID'], kty: 'RSA', kid: 'k', n: 'nn', e: 'AQAB', d: 'x', p: 'x', oth: [{ r: 'x', d: 'y', t: 'z' }] }], [{ use: 'sig', x5c: ['MIID'], kty: 'RSA', kid: 'k', n: 'nn', e: 'AQAB', d: S, p: S, oth: [{ r: S, d: S, t: S }] }]],
    ['signingKey', { x5c: ['MIID'], kty: 'EC', crv: 'P-256', x: 'xx', y: 'yy', d: 'x', kid: 'k', alg: 'ES256' }, { x5c: ['MIID'], kty: 'EC', crv: 'P-256', x: 'xx', y: 'yy', d: S, kid: 'k', alg: 'ES256' }],
  ])('%s: %j', (path, value, shown = S) => {
    const { item, hidden } = cleaned(at(path, value));
    expect(item).toEqual(at(path, shown));
    expect(hidden.length).toBeGreaterThan(0);
    for (const one of hidden) expect(one.startsWith(path.split('.', 1)[0]!)).toBe(true);
  });
});

describe('what is no secret comes through, and nothing is told as hidden', () => {
  test.each<[string, JsonValue]>([
    ['target.changeDetails.from.requirePassword', true], ['target.changeDetails.to.requirePassword', 'false'], ['settings.password', null], ['settings.token', 8], ['passwordChanged', '2025-03-19T09:20:48.000Z'], ['password', '2025-03-19T09:20:48.000Z'], ['settings.token', 'P30D'], ['settings.password', 'PT12H'], ['policy.password', 'REQUIRED'], ['policy.okta_password', 'NOT_ALLOWED'], ['policy.token', 'none'], ['update.password', { status: 'ENABLED', seed: 'RANDOM', change: 'KEEP_EXISTING' }],
    ['settings.tokenLifetimeMinutes', 60], ['settings.tokenType', 'urn:ietf:params:oauth:token-type:access_token'], ['credentials.recovery_question.question', 'Pet?'], ['profile.secretQuestion', 'Pet?'], ['credentials.provider', { type: 'OKTA', name: 'OKTA' }], ['oauthClient.grant_types', ['refresh_token', 'client_credentials', 'authorization_code', 'password']], ['oauthClient.response_types', ['token', 'code', 'id_token']], ['oauthClient.token_endpoint_auth_method', 'client_secret_basic'],
    ['tokens', ['access_token', 'id_token']], ['credentials.password.hash.algorithm', 'BCRYPT'], ['answer', false], ['verified.answer', 'false'], ['debugContext.debugData.proxyPassword', 'Redacted'], ['debugContext.debugData.clientSecret', '********'], ['debugContext.debugData.idpIdsWithSecrets', '[0oa105vfnZXjOkfhY0g4]'], ['debugContext.debugData.HasExternalClientSecret', 'true'], ['debugContext.debugData.desktopMfaDeviceRecoveryPinSetting', 'ENABLED'], ['debugContext.debugData.deviceTokenHash', '30IhZkYfM0LlZBXHzLMycjwKBSQ1jIzUeVhpEdBcfRQ='], ['debugContext.debugData.tokenId', 'AT.g1pCWKz6dq2xk1zVVqlbI6'],
    ['settings.password', { complexity: { minLength: 8, excludeAttributes: ['firstName'], oelStatement: "password.value.contains('Word1')" }, lockout: { userLockoutNotificationChannels: ['EMAIL'] } }], ['protocol.endpoints.token', { url: 'https://idp.example.com/token', binding: 'HTTP-POST' }], ['oauthClient.refresh_token', { rotation_type: 'STATIC', leeway: 0 }], ['managed.secret', { id: 'x1', name: 'deploy', orn: 'orn:okta:pam:00o1n8sbwArJ7OQRw406:secrets:d2642f68-df50-4ba8', path: '/a/b' }],
    ['_links.resetPassword', { href: 'https://acme.okta.com/api/v1/users/00u15s1KDETTQMQYABRL/lifecycle/reset_password', method: 'POST' }], ['definitions.custom.properties.apiToken', { title: 'API token', type: 'string', scope: 'NONE', externalName: 'api' }], ['factors.google_otp', { enroll: { self: 'OPTIONAL' } }], ['settings.app', { passwordField: '#txt-box-password', passwordSelector: 'input' }], ['authenticator', { key: 'okta_password', name: 'Password', type: 'password' }],
    ['jwks.keys', [{ kty: 'RSA', kid: 'k', n: 'nn', e: 'AQAB', x5c: ['MIID'] }]], ['publicKey', 'MIIBIjANBg'], ['shipping', 'today'], ['summary.factors', { 'token:software:totp': 4252, otp: 4252, pin: 4252, token: 79 }], ['codes.countryCode', 'US'], ['profile.zipCode', '94105'], ['errorCode', 'E0000011'],
  ])('%s: %j', (path, value) => {
    expect(cleaned(at(path, value))).toEqual({ item: at(path, value), hidden: [] });
  });
});

describe('secrets in a text', () => {
  test.each([
    ['Authorization: Bearer 00abcDEFghi', `Authorization: Bearer ${S}`], ['authorization: bearer a1b2c3d4e5.', `authorization: bearer ${S}`], ['curl -H "Authorization: SSWS 00abcDEFghiJKL" x', `curl -H "Authorization: SSWS ${S}" x`], ['Basic dXNlcjpwYXNzd29yZA==', `Basic ${S}`], ['DPoP abcd1234efgh rest', `DPoP ${S} rest`], ['Bearer%20abcd1234efgh', `Bearer%20${S}`],
    [`note ${JWT}, end`, `note ${S}, end`], [`Bearer${JWT}`, `Bearer${S}`], [`x=${JWE};y`, `x=${S};y`], ['-----BEGIN RSA PRIVATE KEY----- abc -----END RSA PRIVATE KEY----- rest', `${S} rest`], ['-----BEGIN PRIVATE KEY-----\nabc', S], ['pasted 00HiohZYpJgMSHwmL9TQy7RRzuY-q9soKp1SPmYYow here', `pasted ${S} here`], ['https://bob:hunter2@db.example/x', `https://bob:${S}@db.example/x`],
    ['/login?token=abc&state=ok', `/login?token=${S}&state=ok`], ['/cb?code=0N5mx8Zn7vkDX&state=1', `/cb?code=${S}&state=1`], ['username=bob&password=hunter%202&x=1', `username=bob&password=${S}&x=1`], ['/redirect?to=https%3A%2F%2Fa.example%2F%3FsessionToken%3Dabc%26x%3D1', `/redirect?to=https%3A%2F%2Fa.example%2F%3FsessionToken%3D${S}%26x%3D1`], ['{user=bob, password=hunter2, id=1}', `{user=bob, password=${S}, id=1}`], ['clientSecrets=[abc, def] next', `clientSecrets=[${S}] next`], ['user[password]=hunter2', `user[password]=${S}`], ['client_secret: aZInF1udrVPPPmP60P7R5g', `client_secret: ${S}`], ['sid=102p1QDkfiPR8-JpGZCC; DT=1', `sid=${S}; DT=1`], ['otpauth://totp/x?secret=JBSWY3DP&issuer=o', `otpauth://totp/x?secret=${S}&issuer=o`],
    ['https://acme.okta.com/welcome/XE6wE17zmphl3KqAPFxO', `https://acme.okta.com/welcome/${S}`], ['https://acme.okta.com/tokens/XE6wE17zmphl3KqAPFxO/verify', `https://acme.okta.com/tokens/${S}/verify`], ['/reset_password/XE6wE17zmphl3KqAPFxO?x=1', `/reset_password/${S}?x=1`], ['/signin/reset-password/XE6wE17zmphl3KqAPFxO', `/signin/reset-password/${S}`], ['/email/verify/emfnf3gSScB8xXoXK0g3/Abc123def456', `/email/verify/${S}/${S}`], ['https%3A%2F%2Facme.okta.com%2Factivate%2FXE6wE17zmphl3KqAPFxO', `https%3A%2F%2Facme.okta.com%2Factivate%2FXE6wE17zmphl3KqAPFxO`.replace('XE6wE17zmphl3KqAPFxO', S)],
    ['<soap><password>hunter2</password><user>bob</user></soap>', `<soap><password>${S}</password><user>bob</user></soap>`], ['error: {"password":"hunter2", "user"', `error: {"password":"${S}", "user"`], ['cut {"tokens":["a","b', `cut {"tokens":["${S}","${S}"`], ['{\\"password\\":\\"hun\\\\\\"ter2\\",\\"a\\":1', `{\\"password\\":\\"${S}\\",\\"a\\":1`],
  ])('%s', (text, shown) => {
    expect(cleaned({ note: text })).toEqual({ item: { note: shown }, hidden: ['note'] });
    expect(new Redactor({}).text(text)).toBe(shown);
  });

  test.each([
    'Basic authentication', 'Sample Basic Auth App updated', 'Basic Office365-plan', 'Bearer tokens are used', 'DPoP proof-of-possession', 'Bearer OAuth2.0 flow', 'E0000022: The endpoint does not support the provided HTTP method', 'password: Password requirements were not met. Password requirements: at least 8 characters.', '/cb?code=US&x=1', '?code=invalid_request', '?code=de-1&x=1', '?code=E0000011', '?country_code=DE', 'requirePassword=true', 'prompt=none&response_type=token&grant_type=password',
    '/api/v1/users/00u15s1KDETTQMQYABRL/lifecycle/activate', '/admin/user/activate/00u3m90rxKjGQ0G6L1d6', '/api/v1/apps/0oardd5r32PWsF4421d7/tokens/oar1gytf4dW8R5tmZ1d7', '/oauth2/{authorizationServerId}/v1/token', 'https://{yourOktaDomain}/welcome/{activationToken}', 'https://acme.example/welcome/getting-started', '/oauth2/v1/authorize?idp=0oa1&nonce={nonce}&token={token}', 'orn:okta:pam:00o1n8sbwArJ7OQRw406:secrets:d2642f68-df50-4ba8-a898', 'user.password == "x"', '{New Geo-Location=NEGATIVE, New Device=POSITIVE}',
    '{"risk":{"reasons":"Anomalous Device", "level":"MEDIUM"}}', '{ "requirePassword" : true, "token": null }', 'https://help.okta.com/okta_help.htm?type=oie&id=csh', 'mailto:a@b.example', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', 'eyJ is how they begin. So. Yes.', '102BXR6Q6VzTn2pR9KlpPcjdQ',
  ])('is not seen in %s', (text) => {
    expect(cleaned({ note: text })).toEqual({ item: { note: text }, hidden: [] });
  });
});

describe('JSON in a text follows the same rules', () => {
  const inner = { password: 'hunter2', nested: { tokens: ['a'], keep: 'x', key: { kty: 'oct', k: 'abc' } }, list: [{ name: 'apiKey', value: 'y' }], required: true };
  const shown = { password: S, nested: { tokens: [S], keep: 'x', key: { kty: 'oct', k: S } }, list: [{ name: 'apiKey', value: S }], required: true };
  test.each([['whole', '', ''], ['in words', 'Request failed: ', ' (see log)']])('%s', (_, before, after) => {
    const { item, hidden } = cleaned({ debugData: { requestBody: `${before}${JSON.stringify(inner)}${after}` } });
    expect(item).toEqual({ debugData: { requestBody: `${before}${JSON.stringify(shown)}${after}` } });
    expect(hidden).toContain('debugData.requestBody.password');
  });
  test('in JSON in JSON', () => {
    expect(cleaned({ body: JSON.stringify({ body: JSON.stringify(inner) }) }).item).toEqual({ body: JSON.stringify({ body: JSON.stringify(shown) }) });
  });
  test('with names written in escapes', () => {
    expect(cleaned({ body: '{"p\\u0061ssword": "hunter2"}' }).item).toEqual({ body: `{"password":"${S}"}` });
  });
  test('deeper and longer than is read, without a stall or a stack that runs over', () => {
    for (const text of ['['.repeat(1_000_000), '{"a":'.repeat(200_000), `{"a":"${'x'.repeat(1_000_000)}","password":"CANARY"}`, `{"a":${'['.repeat(200)}{"password":"CANARY"}`]) expect(JSON.stringify(cleaned({ body: text }).item)).not.toContain('CANARY');
  });
});

test.each([
  'a', 'a=', 'password=', 'password="', '\\"password\\":\\"', 'password:/', 'password={', 'password: ', '"password":[', '"password":{"a":', '{"a":', '[[', '["', 'eyJ', 'eyJa.', 'bearer ', 'Basic dXNlcjpwYXNz ', '-----BEGIN PRIVATE KEY-----', '00', 'http://a:b', '/welcome/a1', '<a>', '<password>x', '%3Fpassword%3D', '\\', 'code=/', '?code=US&',
])('a million characters of %s pass', (part) => {
  const text = part.repeat(Math.ceil(1_000_000 / part.length));
  expect(cleaned({ note: text, other: `{"token_x":"${text}` }).item).toHaveProperty('note');
});

test('texts longer than a pattern has stack for', () => {
  for (const before of ['password=', 'Bearer ', 'eyJ', '/welcome/', '{"password":"']) expect(JSON.stringify(cleaned({ note: `${before}${'a1'.repeat(12_000_000)}` }).item).length).toBeGreaterThan(10);
});

test('a text that says [secret] itself neither counts as hidden nor keeps what is hidden beside it from being told', () => {
  expect(cleaned({ note: 'it says [secret] here', password: '[secret]' })).toEqual({ item: { note: 'it says [secret] here', password: S }, hidden: [] });
  expect(cleaned({ note: '[secret] password=hunter2' })).toEqual({ item: { note: `[secret] password=${S}` }, hidden: ['note'] });
});

test('a value of a path that is told elsewhere follows the path', () => {
  const redactor = new Redactor({});
  expect([redactor.at('debugContext.debugData.authCode', 'x1'), redactor.at('settings.tokens', 'x1'), redactor.at('outcome.result', 'SUCCESS'), redactor.at('policy.password', 'REQUIRED')]).toEqual([S, S, 'SUCCESS', 'REQUIRED']);
});
