import { afterEach, beforeEach, expect, test } from 'vitest';
import { Host } from '../support/host.js';
import { json, oktaError, RudeOrg } from '../support/rude-org.js';

const USER = '00u1234567890abcdefg';
let org: RudeOrg;
let host: Host;
beforeEach(async () => { org = await RudeOrg.start(); });
afterEach(async () => {
  await host.close();
  await org.close();
});

/** An org with one bucket: `limit` requests in each window of `seconds`, more are 429. */
function bucket(limit: number, seconds: number): { windows: number[]; refused: () => number } {
  const windows: number[] = [];
  let reset = 0;
  let refused = 0;
  org.behave = (_, response) => {
    const now = Math.floor(Date.now() / 1000);
    if (now >= reset) {
      reset = now + seconds;
      windows.push(0);
    }
    const used = (windows[windows.length - 1] = (windows.at(-1) ?? 0) + 1);
    const headers = { 'x-rate-limit-limit': String(limit), 'x-rate-limit-remaining': String(Math.max(0, limit - used)), 'x-rate-limit-reset': String(reset) };
    if (used > limit) refused += 1;
    if (used > limit) json(response, 429, oktaError('E0000047', 'API call exceeded rate limit due to too many requests.'), headers);
    else json(response, 200, { id: USER }, headers);
  };
  return { windows, refused: () => refused };
}

test('calls are paced so that the last tenth of a bucket stays for the org\'s other clients and no 429 is caused', async () => {
  const { windows, refused } = bucket(40, 2);
  host = await Host.start({ ...org.env, OKTA_CONCURRENT_LIMIT: '5' });
  await host.call('get_okta_user', { user_id: USER });
  const answers = await Promise.all(Array.from({ length: 60 }, () => host.call('get_okta_user', { user_id: USER })));
  expect(answers.filter(({ isError }) => isError)).toEqual([]);
  expect(refused()).toBe(0);
  expect(Math.max(...windows)).toBeLessThanOrEqual(36);
});

test('50 calls that meet one 429 make one wave of retries', async () => {
  let first = true;
  let refused = 0;
  const reset = Math.floor(Date.now() / 1000) + 2;
  org.behave = (_, response) => {
    if (first) setTimeout(() => { first = false; }, 300);
    const headers = { 'x-rate-limit-limit': '600', 'x-rate-limit-remaining': first ? '0' : '500', 'x-rate-limit-reset': String(first ? reset : reset + 60) };
    if (first) refused += 1;
    if (first) json(response, 429, oktaError('E0000047', 'API call exceeded rate limit due to too many requests.'), headers);
    else json(response, 200, { id: USER }, headers);
  };
  host = await Host.start({ ...org.env, OKTA_CONCURRENT_LIMIT: '10' });
  const answers = await Promise.all(Array.from({ length: 50 }, () => host.call('get_okta_user', { user_id: USER })));
  expect(answers.filter(({ isError }) => isError)).toEqual([]);
  expect(refused).toBeLessThanOrEqual(10);
  expect(org.seen.length).toBe(50 + refused);
});

test('the limit on concurrent requests is told apart and tried again after seconds', async () => {
  org.behave = (_, response, count) => {
    if (count === 1) json(response, 429, oktaError('E0000047', 'API call exceeded rate limit due to too many requests.'), { 'x-rate-limit-limit': '0', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(Math.floor(Date.now() / 1000) + 3_000) });
    else json(response, 200, { id: USER });
  };
  host = await Host.start(org.env);
  expect(await host.one('get_okta_user', { user_id: USER })).toEqual({ user: { id: USER } });
});

test('a wait is told by progress when it was asked for, and only then; a cancelled wait sends nothing more', async () => {
  const reset = Math.floor(Date.now() / 1000) + 20;
  org.behave = (_, response) => { json(response, 429, oktaError('E0000047', 'API call exceeded rate limit due to too many requests.'), { 'x-rate-limit-limit': '50', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(reset) }); };
  host = await Host.start(org.env);
  void host.request('tools/call', { name: 'get_okta_user', arguments: { user_id: USER } }, 'silent');
  void host.request('tools/call', { name: 'get_okta_user', arguments: { user_id: USER }, _meta: { progressToken: 'p1' } }, 'loud');
  for (let waited = 0; host.notifications.length === 0 && waited < 4000; waited += 20) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(host.notifications).toMatchObject([{ method: 'notifications/progress', params: { progressToken: 'p1', message: expect.stringMatching(/Waiting \d+ s for the org's rate limit/) } }]);
  const sent = org.seen.length;
  for (const id of ['silent', 'loud']) host.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
  expect(await host.request('ping')).toMatchObject({ result: {} });
  expect(org.seen.length).toBe(sent);
  expect(host.stdout).not.toContain('"id":"loud"');
  host.child.stdin.end();
  expect(await host.exited).toBe(0);
});

test('an error of the rate limit says who spent it: this server, or other clients of the org, with the numbers', async () => {
  let remaining = 600;
  let status = 200;
  const reset = Math.floor(Date.now() / 1000) + 50;
  org.behave = (_, response) => {
    const headers = { 'x-rate-limit-limit': '600', 'x-rate-limit-remaining': String(remaining), 'x-rate-limit-reset': String(reset) };
    if (status === 200) json(response, 200, { id: USER }, headers);
    else json(response, status, oktaError('E0000047', 'API call exceeded rate limit due to too many requests.'), headers);
  };
  host = await Host.start({ ...org.env, OKTA_MAX_WAIT_SECONDS: '1' });
  for (let sent = 0; sent < 3; sent += 1) await host.one('get_okta_user', { user_id: USER });
  remaining = 55;
  await host.one('get_okta_user', { user_id: USER });
  // The last tenth stays for others: nothing is sent.
  const reserved = await host.fails('get_okta_user', { user_id: USER });
  expect(reserved).toMatch(/rate limit for the endpoint is spent: of the 600 requests of the current window this server sent 4, other clients of the org about 541; the last 55 are left to the other clients \(OKTA_RATE_LIMIT_RESERVE\)\.\nNext: Call again in \d+ seconds\./);
  expect(org.seen.length).toBe(4);
  await host.close();
  host = await Host.start({ ...org.env, OKTA_MAX_WAIT_SECONDS: '1' });
  status = 429;
  remaining = 0;
  expect(await host.fails('get_okta_user', { user_id: USER })).toContain('is spent (HTTP 429): of the 600 requests of the current window this server sent 1, other clients of the org about 599; none is left.');
  await host.close();
  org.behave = (_, response) => { json(response, 429, oktaError('E0000047', 'too many'), { 'x-rate-limit-limit': '0', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(reset) }); };
  host = await Host.start({ ...org.env, OKTA_MAX_WAIT_SECONDS: '1' });
  expect(await host.fails('get_okta_user', { user_id: USER })).toMatch(/too many requests are under way in this org at once \(HTTP 429, concurrent limit\); 1 of them are this server's own/);
});
