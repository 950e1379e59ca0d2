import { afterAll, beforeAll, expect, test } from 'vitest';
import { Host } from '../support/host.js';
import { json, oktaError, RudeOrg } from '../support/rude-org.js';

let org: RudeOrg;
let host: Host;
beforeAll(async () => {
  org = await RudeOrg.start();
  host = await Host.start(org.env);
});
afterAll(async () => {
  await host.close();
  await org.close();
});

const start = Date.now() - 3 * 86_400_000;
let uuid = 0;
/** An event some minutes after the start of the story. */
function event(minute: number, eventType: string, actor: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { uuid: `e${(uuid += 1)}`, published: new Date(start + minute * 60_000).toISOString(), eventType, outcome: { result: 'SUCCESS' }, actor: { id: `id-${actor}`, alternateId: `${actor}@example.com` }, client: { ipAddress: '192.0.2.1' }, debugContext: { debugData: {} }, ...fields };
}
const behaviors = (text: string): Record<string, unknown> => ({ debugContext: { debugData: { behaviors: text } } });
const failed = { outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' } };
const from = (ipAddress: string, lat?: number, lon?: number, city?: string): Record<string, unknown> => ({ client: { ipAddress, ...(lat === undefined ? {} : { geographicalContext: { city, country: 'X', geolocation: { lat, lon } } }) } });

async function threats(events: readonly Record<string, unknown>[], args: Record<string, unknown> = {}): Promise<Record<string, unknown>[]> {
  org.behave = (_, response) => { json(response, 200, events); };
  const { columns, rows } = await host.list('find_okta_sign_in_threats', args);
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
}

test('a sign-in from a new device soon after all factors were reset', async () => {
  const reset = (minute: number): Record<string, unknown> => event(minute, 'user.mfa.factor.reset_all', 'helpdesk', { target: [{ id: 'id-ann', type: 'User' }] });
  const newDevice = behaviors('{New IP=POSITIVE, New Device=POSITIVE, New Country=NEGATIVE}');
  expect(await threats([reset(0), event(30, 'user.session.start', 'ann', newDevice)])).toMatchObject([{ kind: 'sign_in_after_factor_reset', 'actor.id': 'id-ann', detail: 'all factors reset, then a sign-in from a new device after 30 minutes', succeeded: ['ann@example.com'] }]);
  expect(await threats([reset(0), event(30, 'user.session.start', 'ann', behaviors('{New Device=NEGATIVE}'))])).toEqual([]);
  expect(await threats([reset(0), event(30, 'user.session.start', 'bob', newDevice)])).toEqual([]);
  expect(await threats([reset(0), event(25 * 60, 'user.session.start', 'ann', newDevice)])).toEqual([]);
  expect(await threats([reset(0), event(25 * 60, 'user.session.start', 'ann', newDevice)], { reset_hours: 48 })).toHaveLength(1);
});

test('denied pushes: many within an hour and no more, of either engine, approved or not', async () => {
  const deny = (minute: number, classic = false): Record<string, unknown> => classic ? event(minute, 'user.mfa.okta_verify.deny_push', 'ann', failed) : event(minute, 'user.authentication.auth_via_mfa', 'ann', { ...failed, debugContext: { debugData: { pushOnlyResponseType: 'OV_RESPONSE_DENY' } } });
  expect(await threats([deny(0), deny(10), deny(20), event(25, 'user.authentication.auth_via_mfa', 'ann')])).toMatchObject([{ kind: 'push_fatigue', count: 3, detail: '3 pushes denied, then one approved' }]);
  expect(await threats([deny(0, true), deny(10, true), deny(20, true), deny(25, true)])).toMatchObject([{ kind: 'push_fatigue', count: 4, detail: '4 pushes denied' }]);
  expect(await threats([deny(0), deny(40), deny(90)])).toEqual([]);
  expect(await threats([deny(0), deny(10), deny(20), event(25, 'user.authentication.auth_via_mfa', 'ann', from('198.51.100.9'))])).toMatchObject([{ detail: '3 pushes denied' }]);
});

test('a spray is many logins from one address within an hour, not many mistakes of few, nor a busy office over a day', async () => {
  const fail = (minute: number, login: string, address = '192.0.2.7'): Record<string, unknown> => event(minute, 'user.session.start', login, { ...failed, ...from(address) });
  const spray = Array.from({ length: 12 }, (_, index) => fail(index, `user${index}`));
  expect(await threats([...spray, event(20, 'user.session.start', 'user3', from('192.0.2.7'))])).toMatchObject([{ kind: 'password_spray', count: 12, 'client.ipAddress': '192.0.2.7', succeeded: ['user3@example.com'] }]);
  expect(await threats(Array.from({ length: 40 }, (_, index) => fail(index, `user${index % 9}`)))).toEqual([]);
  expect(await threats(Array.from({ length: 12 }, (_, index) => fail(index * 30, `user${index}`)))).toEqual([]);
  expect(await threats(Array.from({ length: 12 }, (_, index) => fail(index, `user${index}`, `192.0.2.${index}`)))).toEqual([]);
  expect(await threats(spray, { spray_logins: 13 })).toEqual([]);
});

test('impossible travel is measured, also over midnight and the date line, and nearby places are not', async () => {
  const signIn = (minute: number, lat: number, lon: number, city: string): Record<string, unknown> => event(minute, 'user.session.start', 'ann', from('192.0.2.1', lat, lon, city));
  expect(await threats([signIn(0, 52.37, 4.89, 'Amsterdam'), signIn(60, 1.35, 103.82, 'Singapore')])).toMatchObject([{ kind: 'impossible_travel', detail: expect.stringMatching(/^Amsterdam, X to Singapore, X: 10[45]\d\d km in 60 minutes$/) }]);
  expect(await threats([signIn(0, 52.37, 4.89, 'Amsterdam'), signIn(12 * 60, 1.35, 103.82, 'Singapore')])).toEqual([]);
  expect(await threats([signIn(0, -18.14, 178.44, 'Suva'), signIn(60, -13.83, -171.76, 'Apia')])).toMatchObject([{ detail: expect.stringMatching(/11\d\d km/) }]);
  expect(await threats([signIn(0, 52.37, 4.89, 'Amsterdam'), signIn(1, 52.09, 5.12, 'Utrecht')])).toEqual([]);
  expect(await threats([signIn(0, 52.37, 4.89, 'Amsterdam'), event(10, 'user.session.start', 'ann'), signIn(20, 52.37, 4.89, 'Amsterdam')])).toEqual([]);
});

test('an answer that fails for a while costs nothing of a sweep; one that fails for good ends it with the reason', async () => {
  const people = Array.from({ length: 40 }, (_, index) => ({ id: `00u${String(index).padStart(17, '0')}`, status: 'ACTIVE', profile: { login: `u${index}@example.com` } }));
  const failures = new Map<string, number>();
  const behave = (times: number): void => {
    failures.clear();
    org.behave = ({ url }, response) => {
      const [, user] = /users\/(\w+)\/factors/.exec(url) ?? [];
      if (user === undefined) json(response, 200, people);
      else if (user.endsWith('7') && (failures.get(user) ?? 0) < times) {
        failures.set(user, (failures.get(user) ?? 0) + 1);
        json(response, 500, oktaError('E0000009', 'Internal Server Error'));
      } else if (user.endsWith('3')) json(response, 404, oktaError('E0000007', 'Not found: Resource not found'));
      else json(response, 200, [{ factorType: 'push', status: 'ACTIVE' }]);
    };
  };
  behave(2);
  const { summary, notes } = await host.one('audit_okta_mfa_coverage') as { summary: Record<string, unknown>; notes: string[] };
  expect(notes.join(' ')).toContain('4 users were deleted while this was read.');
  expect(summary).toMatchObject({ users: 40, examined: 36, users_by_factor: { push: 36 } });
  behave(100);
  expect(await host.fails('audit_okta_mfa_coverage')).toMatch(/audit_okta_mfa_coverage failed: Okta could not answer \(HTTP 500\)[\s\S]*Next: /);
});
