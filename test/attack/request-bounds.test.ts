import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { tools } from '../../src/tools/index.js';
import { endlessOrg, urls, watchConcurrency, type Endless } from '../support/endless-org.js';
import { Host } from '../support/host.js';
import { json, oktaError, RudeOrg } from '../support/rude-org.js';
import { run } from '../support/run.js';

const USER = '00u1234567890abcdefg';
const APP = '0oa1234567890abcdefg';

interface Report {
  readonly summary: Record<string, unknown>;
  readonly page: { readonly has_more: boolean; readonly after?: string };
  readonly examined: { readonly complete: boolean; readonly requests: number };
  readonly notes: string[];
}

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => { for (const one of open.splice(0).reverse()) await one.close(); });

async function started(org: RudeOrg, env: Record<string, string> = {}): Promise<Host> {
  open.push(org);
  const host = await Host.start({ ...org.env, ...env });
  open.push(host);
  return host;
}

async function endless(options: Endless = {}, env: Record<string, string> = {}): Promise<{ org: RudeOrg; host: Host }> {
  const org = await endlessOrg(options);
  return { org, host: await started(org, env) };
}

async function report(host: Host, tool: string, args: Record<string, unknown>): Promise<Report> {
  return (await host.one(tool, args)) as unknown as Report;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Fails when anything leaves for the org after the answers. */
async function silent(org: RudeOrg): Promise<void> {
  const sent = org.seen.length;
  await pause(1_000);
  expect(urls(org.seen.slice(sent))).toEqual([]);
}

/** What an investigation needs to be asked, by the names of its arguments. */
const NEEDED: Record<string, unknown> = { user_id: USER, other_user_id: '00u1234567890abcdefh', app_id: APP, group_by: ['eventType', 'actor.id'] };
const investigations = tools.filter(({ answer }) => answer === 'report').map((tool): [string, Record<string, unknown>] => {
  const required = Object.entries(tool.input().shape).filter(([, schema]) => !(schema as { safeParse(value: unknown): { success: boolean } }).safeParse(undefined).success).map(([name]) => name);
  return [tool.name, Object.fromEntries(required.map((name) => [name, NEEDED[name]]))];
});
/** The requests of each audit line, in order. */
const audited = (host: Host): number[] => host.stderr.split('\n').filter((line) => line.includes('"tool call"')).map((line) => (JSON.parse(line) as { requests: number }).requests);

describe('max_requests', () => {
  test.each([1, 10])('%i: no investigation sends one more, not in its time and not after its answer, and says what ended it', async (max) => {
    const { org, host } = await endless();
    expect(investigations.length).toBeGreaterThan(8);
    for (const [tool, args] of investigations) {
      const before = org.seen.length;
      const first = await report(host, tool, { ...args, max_requests: max });
      expect([tool, org.seen.length - before, first.examined.requests]).toEqual([tool, max, max]);
      expect([tool, first.examined.complete, first.page.has_more, first.notes.join(' ')]).toEqual([tool, false, true, expect.stringContaining(`Incomplete: the ${max} requests of this call are spent (max_requests)`)]);
      const second = await report(host, tool, { ...args, max_requests: max, after: first.page.after });
      expect([tool, org.seen.length - before, second.examined.requests]).toEqual([tool, 2 * max, 2 * max]);
      // Nothing that was paid for is read again.
      expect([tool, new Set(urls(org.seen.slice(before))).size]).toEqual([tool, 2 * max]);
    }
    await silent(org);
    expect(audited(host)).toEqual(investigations.flatMap(() => [max, max]));
  });

  test('holds while names are resolved and retries are made', async () => {
    const { org, host } = await endless();
    const { behave } = org;
    // Labels are searched for, and the first answer to anything is a failure that passes.
    const failed = new Set<string>();
    org.behave = (request, response, count) => {
      if (!failed.has(request.url)) {
        failed.add(request.url);
        json(response, 503, oktaError('E0000010', 'Service is in read only mode'));
      } else if (request.url.includes('/apps?')) json(response, 200, [{ id: APP, label: 'Payroll' }]);
      else return behave(request, response, count);
      return undefined;
    };
    const args = { app_id: 'Payroll', user_id: USER };
    let after: string | undefined;
    for (let call = 1; call <= 8; call += 1) {
      const answer = await report(host, 'explain_okta_sign_in_policy', { ...args, max_requests: 1, ...(after === undefined ? {} : { after }) });
      ({ after } = answer.page);
      expect([call, org.seen.length, answer.examined.requests, answer.examined.complete]).toEqual([call, call, call, false]);
    }
    await silent(org);
    expect(urls(org.seen).filter((url) => url.includes('/apps')).length).toBe(4);
    const rest = await report(host, 'explain_okta_sign_in_policy', { ...args, max_requests: 1, after });
    expect(rest.summary).toMatchObject({ application: { id: APP } });
  });

  test('is the bound of the whole of call --all, and of each page nothing is lost', async () => {
    const org = await endlessOrg();
    open.push(org);
    const { code, stdout } = await run(['call', 'summarize_okta_event_logs', '--group_by', 'eventType', '--max_requests', '7', '--all', '--json'], { env: org.env });
    expect([code, org.seen.length]).toEqual([0, 7]);
    expect(JSON.parse(stdout)).toMatchObject({ summary: { events: 21 }, examined: { complete: false, requests: 7 }, notes: expect.arrayContaining([expect.stringContaining('Not all: --all ended after 7 requests')]) as unknown });
  });

  test('holds for reads that begin at once', async () => {
    const org = await population(12, 50);
    const host = await started(org);
    const first = await report(host, 'audit_okta_mfa_coverage', { max_requests: 13 });
    expect([org.seen.length, first.examined.requests, first.summary['examined']]).toEqual([13, 13, 11]);
    await silent(org);
    const last = await report(host, 'audit_okta_mfa_coverage', { max_requests: 13, after: first.page.after });
    expect([last.examined.complete, last.summary['examined'], org.seen.length]).toEqual([true, 12, 14]);
  });

  test('an estimate that is too high sends nothing more, and with the cursor and more requests the work goes on', async () => {
    const org = await population(30, 0);
    const host = await started(org);
    const first = await report(host, 'audit_okta_mfa_coverage', { max_requests: 1 });
    expect(org.seen.length).toBe(1);
    expect(await host.fails('audit_okta_mfa_coverage', { max_requests: 5, after: first.page.after })).toContain('would need about 30 requests');
    const sent = org.seen.length;
    const last = await report(host, 'audit_okta_mfa_coverage', { max_requests: 50, after: first.page.after });
    expect([sent, last.examined.complete, last.summary['examined'], org.seen.length]).toEqual([2, true, 30, 32]);
  });
});

/** An org of so many users on two pages, whose factors take a while each. */
async function population(users: number, latencyMs: number): Promise<RudeOrg> {
  const people = Array.from({ length: users }, (_, index) => ({ id: `00u${String(index).padStart(17, '0')}`, status: 'ACTIVE', profile: { login: `u${index}@example.com` } }));
  return RudeOrg.start(async ({ url }, response) => {
    if (url.includes('/factors')) {
      await pause(latencyMs);
      json(response, 200, [{ factorType: 'push', status: 'ACTIVE' }]);
    } else if (url.includes('after=')) json(response, 200, people.slice(users / 2));
    else json(response, 200, people.slice(0, users / 2), { link: `<http://127.0.0.1${url}&after=x>; rel="next"` });
  });
}

describe('the deadline', () => {
  test('ends what is under way with the answer; the next call repeats only that', async () => {
    const org = await population(60, 400);
    const host = await started(org, { OKTA_CALL_DEADLINE_SECONDS: '5', OKTA_CONCURRENT_LIMIT: '3' });
    const first = await report(host, 'audit_okta_mfa_coverage', {});
    expect(first.notes.join(' ')).toContain('Incomplete: the 5 seconds of a call are over (OKTA_CALL_DEADLINE_SECONDS)');
    expect(first.examined.requests).toBe(org.seen.length);
    await silent(org);
    const second = await report(host, 'audit_okta_mfa_coverage', { after: first.page.after });
    const third = second.examined.complete ? second : await report(host, 'audit_okta_mfa_coverage', { after: second.page.after });
    expect([third.examined.complete, third.summary['examined'], third.examined.requests]).toEqual([true, 60, org.seen.length]);
    expect(org.seen.length).toBeLessThanOrEqual(62 + 2 * 3);
    expect(org.seen.length).toBeGreaterThan(62);
    expect(org.seen.filter(({ aborted }) => aborted).length).toBe(org.seen.length - 62);
  });

  test('holds for an org that never answers: investigations, resources, completion, lists and single things', async () => {
    const org = await RudeOrg.start(() => undefined);
    const host = await started(org, { OKTA_CALL_DEADLINE_SECONDS: '5', OKTA_REQUEST_TIMEOUT_SECONDS: '60' });
    const answers = await Promise.all([
      ...investigations.slice(0, 4).map(([tool, args]) => host.call(tool, args).then(({ text }) => text)),
      host.request('resources/read', { uri: 'okta://org' }).then((reply) => JSON.stringify(reply)),
      host.request('resources/read', { uri: `okta://users/${USER}` }).then((reply) => JSON.stringify(reply)),
      host.request('completion/complete', { ref: { type: 'ref/resource', uri: 'okta://users/{id}' }, argument: { name: 'id', value: 'a' } }).then((reply) => JSON.stringify(reply)),
      host.call('list_okta_users').then(({ text }) => text),
      host.call('get_okta_user', { user_id: USER }).then(({ text }) => text),
    ]);
    for (const text of answers.slice(0, 4)) expect(text).toContain('OKTA_CALL_DEADLINE_SECONDS');
    expect(answers[4]).toContain('not_read');
    expect(answers[5]).toContain('The org did not answer within 5 seconds');
    expect(answers[6]).toContain('"values":[]');
    for (const text of answers.slice(7)) expect(text).toMatch(/failed: the org did not answer within 5 seconds\.\nNext: Call again/);
    await silent(org);
    // Nothing stays open for an answer that nobody waits for.
    expect(org.seen.filter(({ aborted }) => !aborted)).toEqual([]);
  });
});

test('resources and completion send no more than their bound, whatever fails', async () => {
  const org = await RudeOrg.start((_, response) => { json(response, 503, oktaError('E0000010', 'Service is in read only mode')); });
  const host = await started(org);
  const sent = async (method: string, params: unknown): Promise<number> => {
    const before = org.seen.length;
    await host.request(method, params);
    return org.seen.length - before;
  };
  expect(await sent('resources/read', { uri: 'okta://org' })).toBe(14);
  expect(await sent('resources/read', { uri: 'okta://groups/VPN' })).toBeLessThanOrEqual(6);
  expect(await sent('completion/complete', { ref: { type: 'ref/resource', uri: 'okta://groups/{id}' }, argument: { name: 'id', value: 'a' } })).toBe(3);
  await silent(org);
});

test('a call that the host cancels leaves its investigation where it was: the same cursor goes on', async () => {
  const org = await population(40, 150);
  const host = await started(org, { OKTA_CONCURRENT_LIMIT: '3' });
  const first = await report(host, 'audit_okta_mfa_coverage', { max_requests: 1 });
  void host.request('tools/call', { name: 'audit_okta_mfa_coverage', arguments: { after: first.page.after } }, 'gone');
  while (org.seen.length < 20) await pause(20);
  host.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'gone' } });
  await host.request('ping');
  await pause(100);
  await silent(org);
  const last = await report(host, 'audit_okta_mfa_coverage', { after: first.page.after });
  expect([last.examined.complete, last.summary['examined'], last.examined.requests]).toEqual([true, 40, org.seen.length]);
  expect(org.seen.length).toBeLessThanOrEqual(42 + 3);
});

test('two calls do not go on with one investigation at the same time', async () => {
  const org = await population(40, 100);
  const host = await started(org);
  const { page: { after } } = await report(host, 'audit_okta_mfa_coverage', { max_requests: 1 });
  const [one, other] = await Promise.all([host.call('audit_okta_mfa_coverage', { after }), host.call('audit_okta_mfa_coverage', { after })]);
  expect([one.isError, other.isError]).toEqual([false, true]);
  expect(other.text).toMatch(/Another call goes on with this investigation[\s\S]*Next: /);
  expect(org.seen.length).toBe(42);
});

test('an error ends what else is under way for it', async () => {
  const org = await population(40, 300);
  const { behave } = org;
  org.behave = (request, response, count) => {
    if (!request.url.includes('00u00000000000000007/factors')) return behave(request, response, count);
    json(response, 403, oktaError('E0000006', 'You do not have permission'));
    return undefined;
  };
  const host = await started(org);
  expect(await host.fails('audit_okta_mfa_coverage')).toContain('HTTP 403');
  await silent(org);
});

describe('lists that do not end', () => {
  test('links that lead in a circle are an error of an investigation, not counts of the same again and again', async () => {
    const { org, host } = await endless({ circle: 3 });
    expect(await host.fails('summarize_okta_event_logs', { group_by: ['eventType'] })).toContain('lead in a circle');
    expect(org.seen.length).toBeLessThanOrEqual(4);
    await silent(org);
  });

  test('and end call --all with what was read and a word about it', async () => {
    const org = await endlessOrg({ circle: 3 });
    open.push(org);
    const { code, stdout, stderr } = await run(['call', 'list_okta_users', '--all', '--json'], { env: org.env });
    expect([code, org.seen.length <= 5, stderr]).toEqual([1, true, expect.stringContaining('repeats itself')]);
    expect((JSON.parse(stdout) as { rows: unknown[] }).rows.length).toBeGreaterThanOrEqual(9);
  });
});

test('300 investigations at once work a few at a time, all are answered, few are kept, and memory holds its bound', async () => {
  const { org, host } = await endless({ entries: 1_000 }, { OKTA_CALL_DEADLINE_SECONDS: '20' });
  const { most } = watchConcurrency(org);
  const answers = await Promise.all(Array.from({ length: 300 }, () => host.call('summarize_okta_event_logs', { group_by: ['uuid', 'actor.id'], max_requests: 5, limit: 1 })));
  expect(most()).toBeLessThanOrEqual(4);
  const done = answers.filter(({ isError }) => !isError).map(({ text }) => JSON.parse(text) as Report);
  expect(done.length).toBeGreaterThan(16);
  for (const { text } of answers.filter(({ isError }) => isError)) expect(text).toMatch(/had no turn in the time of a call: 4 investigations are under way[\s\S]*Next: Call again/);
  await silent(org);
  const outcomes = await Promise.all(done.map(({ page: { after } }) => host.call('summarize_okta_event_logs', { group_by: ['uuid', 'actor.id'], max_requests: 1, limit: 1, after })));
  const kept = outcomes.filter(({ isError }) => !isError);
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThanOrEqual(16);
  expect(outcomes.find(({ isError }) => isError)?.text).toContain('no longer kept');
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${host.child.pid ?? 0}/status`, 'utf8'))?.[1]) / 1024;
  expect(peak).toBeLessThan(700);
}, 120_000);

test('what one investigation keeps is bounded by its size, too, and what is beyond is told', async () => {
  const { org, host } = await endless({ entries: 500, padding: 20_000 });
  const timeline = await host.one('get_okta_user_timeline', { user_id: USER, max_requests: 8, limit: 1 }) as unknown as Report;
  const beyond = /(\d+) events beyond the first (\d+) lines/.exec(timeline.notes.join(' '));
  expect([timeline.summary['events'], Number(beyond?.[1]) + Number(beyond?.[2])]).toEqual([3_500, 3_500]);
  expect(Number(beyond?.[2])).toBeGreaterThan(1_000);
  const admins = await endless({ entries: 500, padding: 10_000 });
  expect(await admins.host.fails('list_okta_admins', { max_requests: 30 })).toMatch(/would keep more than 48 MiB in memory\.\nNext: Narrow it/);
  await silent(org);
});
