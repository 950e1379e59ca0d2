import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { startDemoServer } from '../../src/demo/server/server.js';
import { Host } from '../support/host.js';
import { UNLIMITED } from '../support/unlimited.js';
import { ENV, type Figure } from './measure.js';

const LATENCY_MS = 50;
const AT_ONCE = 15;
/** Okta documents 600 a minute for the users' sub-resources; ten times that lets the run take about a minute and still meet the limit. */
const PER_MINUTE = 6_000;
const WINDOW_MS = 60_000;

/** The factors of every active user of an org with 10,000, as fast as latency and rate limits permit. */
export async function sweep(): Promise<Figure[]> {
  const org = await startDemoServer({ users: 10_000, latencyMs: LATENCY_MS, rateLimits: { ...UNLIMITED, '/api/v1/users': PER_MINUTE } });
  const host = await Host.start({ ...ENV, OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: org.token, OKTA_RATE_LIMIT_RESERVE: '0', OKTA_CONCURRENT_LIMIT: String(AT_ONCE), LOG_LEVEL: 'error', OKTA_AUDIT_LOG: '/dev/null' });
  await host.one('get_current_time');
  const started = performance.now();
  let text = '';
  let calls = 0;
  for (let after: string | undefined, more = true; more;) {
    const answer = await host.call('audit_okta_mfa_coverage', { max_requests: 100_000, ...(after === undefined ? {} : { after }) });
    if (answer.isError) throw new Error(answer.text);
    text = answer.text;
    const part = JSON.parse(text) as { examined: { complete: boolean }; page: { after?: string } };
    after = part.page.after;
    more = !part.examined.complete;
    calls += 1;
  }
  const took = performance.now() - started;
  await host.close();
  const active = org.org.users.filter((user) => user['status'] === 'ACTIVE').map((user) => String(user['id']));
  const permitted = permittedMs(Math.ceil(active.length / 200), active.length);
  const refused = org.requests.filter(({ status }) => status === 429).length;
  const raw = countTokens(JSON.stringify(active.slice(0, 500).map((id) => org.org.factors.get(id) ?? []))) * (active.length / 500);
  await org.close();
  return [
    { name: 'sweep over 10,000 users: time to what limits and latency permit', value: took / permitted, goal: 1.15, detail: `${(took / 1000).toFixed(1)} s : ${(permitted / 1000).toFixed(1)} s; ${active.length} users, ${PER_MINUTE} a minute, ${LATENCY_MS} ms, ${AT_ONCE} at once, ${calls} calls` },
    { name: '429s that the sweep caused', value: refused, goal: 0, detail: 'answers of the org with status 429' },
    { name: 'tokens of its answer', value: countTokens(text), goal: 3_000, detail: `the raw answers: some ${Math.round(raw / 1000)} thousand` },
  ];
}

/** The least time: pages one after another, then `AT_ONCE` requests a latency, at most `PER_MINUTE` in each window. */
function permittedMs(pages: number, requests: number): number {
  const windows = Math.floor((pages + requests - 1) / PER_MINUTE);
  const inLast = pages + requests - windows * PER_MINUTE;
  return windows > 0 ? windows * WINDOW_MS + (inLast / AT_ONCE) * LATENCY_MS : pages * LATENCY_MS + (requests / AT_ONCE) * LATENCY_MS;
}
