/**
 * Soak: 20,000 mixed calls over stdio against an org that fails in every way, calls cancelled among them. Prints the resident memory at
 * the end as a ratio to that after the first 2,000 calls (goal: 1.2 or less), and fails when an answer is lost, doubled or wrong.
 * `npm run soak`; another number of calls as argument.
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import type { ServerResponse } from 'node:http';
import { startDemoServer } from '../../src/demo/server/server.js';
import { Host } from '../support/host.js';
import { json, oktaError, RudeOrg, type Behaviour, type Seen } from '../support/rude-org.js';
import { UNLIMITED } from '../support/unlimited.js';

const CALLS = Number(process.argv[2] ?? 20_000);
const FIRST = Math.min(2_000, Math.floor(CALLS / 4));
const AT_ONCE = 50;

const demo = await startDemoServer({ rateLimits: UNLIMITED });
const users = demo.org.users.slice(0, 200).map((user) => String(user['id']));

/** A faulty answer, or none: then the demo org answers. */
const faults: ((response: ServerResponse) => void)[] = [
  (response) => { json(response, 503, {}); },
  (response) => { json(response, 502, {}); },
  (response) => { response.destroy(); },
  (response) => { response.writeHead(200, { 'content-length': '5000' }); response.write('[{"id":'); setTimeout(() => response.destroy(), 5); },
  (response) => { response.writeHead(200, { 'content-type': 'text/html' }).end('<html>maintenance</html>'); },
  (response) => { json(response, 429, oktaError('E0000047', 'API call exceeded rate limit due to too many requests.'), { date: new Date().toUTCString(), 'x-rate-limit-limit': '600', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(Math.floor(Date.now() / 1000)) }); },
  (response) => { json(response, 500, oktaError('E0000009', 'Internal Server Error')); },
  (response) => { json(response, 200, { not: 'a list' }); },
];
let seed = 42;
const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;

const behave: Behaviour = async (seen, response) => {
  if (random() < 0.04) pick(faults)(response);
  else await forward(seen, response);
};

function forward(seen: Seen, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const sent = request(`${demo.origin}${seen.url}`, { method: seen.method, headers: { authorization: `SSWS ${demo.token}` } }, (answer) => {
      // Links lead to the org that was asked.
      const link = answer.headers.link?.toString().replaceAll(demo.origin, org.origin);
      response.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...(link === undefined ? {} : { link }) });
      answer.pipe(response).on('close', resolve);
    });
    sent.on('error', () => { response.destroy(); resolve(); });
    sent.end();
  });
}

const org = await RudeOrg.start(behave);
const host = await Host.start({ ...org.env, LOG_LEVEL: 'error', OKTA_AUDIT_LOG: '/dev/null' });
const tally = { ok: 0, error: 0, cancelled: 0, wrong: [] as string[] };
const calls: (() => [string, Record<string, unknown>])[] = [
  () => ['get_okta_user', { user_id: pick(users) }], () => ['list_okta_users', { limit: 1 + Math.floor(random() * 100) }], () => ['list_okta_users', { search: 'profile.department eq "Sales"', fields: ['*'], limit: 20 }],
  () => ['list_okta_user_groups', { user_id: pick(users) }], () => ['list_okta_user_factors', { user_id: pick(users) }], () => ['list_okta_groups', { limit: 50 }], () => ['list_okta_applications', {}],
  () => ['list_okta_policies', { type: 'ACCESS_POLICY' }], () => ['list_okta_network_zones', {}], () => ['get_okta_event_logs', { limit: 30 }], () => ['get_current_time', {}], () => ['parse_relative_time', { time_expression: 'last Tuesday' }],
  () => ['get_okta_user', { user_id: 'nobody@example.invalid' }], () => ['list_okta_users', { limit: 'many' }], () => ['get_okta_group', { group_id: 'No such group' }],
];

async function one(index: number): Promise<void> {
  const [tool, args] = pick(calls)();
  const answer = host.request('tools/call', { name: tool, arguments: args }, index);
  if (random() < 0.02) {
    const lost = new Promise<'cancelled'>((resolve) => setTimeout(() => {
      host.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: index } });
      setTimeout(() => { resolve('cancelled'); }, 200);
    }, random() * 20));
    if ((await Promise.race([answer, lost])) === 'cancelled') {
      host.forget(index);
      tally.cancelled += 1;
      return;
    }
  }
  const { result } = await answer;
  const text = (result?.['content'] as { text: string }[] | undefined)?.[0]?.text ?? '';
  if (result?.['isError'] === true) {
    tally.error += 1;
    if (!/\nNext: \S/.test(text)) tally.wrong.push(`${tool}: ${text.slice(0, 100)}`);
  } else {
    tally.ok += 1;
    if (args['user_id'] !== undefined && tool === 'get_okta_user' && !text.includes(String(args['user_id']))) tally.wrong.push(`${tool}: another user`);
    if (!text.startsWith('{')) tally.wrong.push(`${tool}: ${text.slice(0, 100)}`);
  }
}

async function run(from: number, to: number): Promise<void> {
  let next = from;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (next < to) await one((next += 1)); }));
}

/** Resident memory in MiB: the median of some readings, since the garbage collector moves it. */
async function resident(): Promise<number> {
  const readings: number[] = [];
  for (let reading = 0; reading < 9; reading += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    readings.push(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${host.child.pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024);
  }
  return readings.sort((a, b) => a - b)[4]!;
}

const started = Date.now();
await run(0, FIRST);
const before = await resident();
await run(FIRST, CALLS);
const after = await resident();
const alive = host.child.exitCode === null;
await host.close();
await org.close();
await demo.close();

const answered = tally.ok + tally.error + tally.cancelled;
const writes = org.seen.filter(({ method }) => method !== 'GET').length;
process.stdout.write(`${CALLS} calls in ${Math.round((Date.now() - started) / 1000)} s: ${tally.ok} answered, ${tally.error} errors, ${tally.cancelled} cancelled; ${org.seen.length} requests, ${writes} not a GET\n`);
process.stdout.write(`resident memory after ${FIRST} calls ${before.toFixed(1)} MiB, at the end ${after.toFixed(1)} MiB: ratio ${(after / before).toFixed(2)} (goal 1.2)\n`);
for (const wrong of tally.wrong.slice(0, 10)) process.stdout.write(`wrong: ${wrong}\n`);
process.exitCode = alive && answered === CALLS && tally.wrong.length === 0 && writes === 0 && after / before <= 1.2 ? 0 : 1;
