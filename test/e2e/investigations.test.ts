import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valueAt } from '../../src/answers/columns.js';
import { startDemoServer, type DemoServer } from '../../src/demo/server/server.js';
import type { JsonObject } from '../../src/json.js';
import { tools } from '../../src/tools/index.js';
import { Host } from '../support/host.js';
import { UNLIMITED } from '../support/unlimited.js';

interface Report {
  readonly summary: Record<string, unknown>;
  readonly columns: string[];
  readonly rows: unknown[][];
  readonly page: { readonly returned: number; readonly has_more: boolean; readonly after?: string };
  readonly examined: { readonly complete: boolean; readonly requests: number; readonly operations: string[]; readonly since?: string; readonly until?: string };
  readonly notes?: string[];
}

let small: DemoServer;
let large: DemoServer;
let host: Host;
let largeHost: Host;
beforeAll(async () => {
  small = await startDemoServer({ users: 1_000, rateLimits: UNLIMITED });
  large = await startDemoServer({ users: 10_000, rateLimits: UNLIMITED });
  host = await Host.start({ OKTA_CLIENT_ORGURL: small.origin, OKTA_API_TOKEN: small.token });
  largeHost = await Host.start({ OKTA_CLIENT_ORGURL: large.origin, OKTA_API_TOKEN: large.token });
}, 120_000);
afterAll(async () => {
  await host.close();
  await largeHost.close();
  await small.close();
  await large.close();
});

async function report(server: Host, tool: string, args: Record<string, unknown>): Promise<Report> {
  const answer = await server.call(tool, args);
  if (answer.isError) throw new Error(answer.text);
  expect(tools.find(({ name }) => name === tool)!.output().safeParse(answer.structured).error).toBeUndefined();
  expect(answer.structured).toEqual(JSON.parse(answer.text));
  if (args['limit'] === undefined) expect(countTokens(answer.text)).toBeLessThanOrEqual(3_000);
  return JSON.parse(answer.text) as Report;
}

/** Every row of a report, by following `after`. */
async function everyRow(server: Host, tool: string, args: Record<string, unknown>): Promise<{ report: Report; rows: Record<string, unknown>[] }> {
  const rows: Record<string, unknown>[] = [];
  let last = await report(server, tool, { limit: 200, ...args });
  for (;;) {
    if (last.examined.complete) rows.push(...last.rows.map((row) => Object.fromEntries(last.columns.map((column, index) => [column, row[index]]))));
    if (last.page.after === undefined) return { report: last, rows };
    last = await report(server, tool, { limit: 200, ...args, after: last.page.after });
  }
}

const sizes = (): [string, DemoServer, Host][] => [['1,000 users', small, host], ['10,000 users', large, largeHost]];
const text = (object: unknown, path: string): string => { const value = valueAt(object as JsonObject, path); return typeof value === 'string' ? value : ''; };

describe('summarize_okta_event_logs', () => {
  test.each([
    [['eventType'], undefined], [['outcome.result', 'eventType'], undefined], [['client.ipAddress'], 'eventType eq "user.session.start" and outcome.result eq "FAILURE"'],
    [['day'], 'eventType eq "user.session.start"'], [['target.displayName', 'client.geographicalContext.country'], 'eventType eq "user.authentication.sso"'],
  ])('counts by %j (filter %s) as a count over all events does', async (fields, filter) => {
    for (const [, org, server] of sizes()) {
      const { report: answer, rows } = await everyRow(server, 'summarize_okta_event_logs', { group_by: fields, since: '30 days ago', ...(filter === undefined ? {} : { filter }) });
      const { since = '', until = '' } = answer.examined;
      const matching = org.org.events.filter((event) => {
        const published = text(event, 'published');
        if (published < since || published >= until) return false;
        return filter === undefined || (text(event, 'eventType') === /eventType eq "([^"]+)"/.exec(filter)![1] && (!filter.includes('FAILURE') || text(event, 'outcome.result') === 'FAILURE'));
      });
      const expected = new Map<string, { count: number; actors: Set<string>; addresses: Set<string> }>();
      for (const event of matching) {
        const combos = fields.reduce<string[][]>((all, field) => {
          const value = field === 'day' ? text(event, 'published').slice(0, 10) : valueAt(event, field);
          const values = [...new Set((Array.isArray(value) ? value : [value]).filter((entry) => entry !== undefined && entry !== null && entry !== 'null'))] as string[];
          return all.flatMap((combo) => (values.length === 0 ? ['(none)'] : values).map((entry) => [...combo, entry]));
        }, [[]]);
        for (const combo of combos) {
          const group = expected.get(JSON.stringify(combo)) ?? { count: 0, actors: new Set(), addresses: new Set() };
          group.count += 1;
          group.actors.add(text(event, 'actor.id'));
          if (text(event, 'client.ipAddress') !== '' && text(event, 'client.ipAddress') !== 'null') group.addresses.add(text(event, 'client.ipAddress'));
          expected.set(JSON.stringify(combo), group);
        }
      }
      expect(answer.summary).toEqual({ events: matching.length, groups: expected.size });
      expect(matching.length).toBeGreaterThan(0);
      expect(Object.fromEntries(rows.map((row) => [JSON.stringify(fields.map((field) => row[field])), [row['count'], row['distinct_addresses'] ?? 0]]))).toEqual(Object.fromEntries([...expected].map(([key, { count, addresses }]) => [key, [count, addresses.size]])));
    }
  });
});

describe('get_okta_user_timeline', () => {
  test('has every event by and about the user, in order', async () => {
    for (const [, org, server] of sizes()) {
      const { userId } = org.org.stories.pushFatigue;
      const { report: answer, rows } = await everyRow(server, 'get_okta_user_timeline', { user_id: userId, since: '30 days ago' });
      const { since = '', until = '' } = answer.examined;
      const expected = org.org.events.filter((event) => {
        const published = text(event, 'published');
        const targets = Array.isArray(event['target']) ? event['target'] : [];
        return published >= since && published < until && (text(event, 'actor.id') === userId || targets.some((target) => text(target, 'id') === userId));
      });
      expect(answer.summary['events']).toBe(expected.length);
      expect(rows.reduce((sum, row) => sum + Number(row['count'] ?? 1), 0)).toBe(expected.length);
      const times = rows.map((row) => String(row['published']));
      expect(times).toEqual([...times].sort());
      expect(rows.map((row) => row['uuid'])).toEqual(expect.arrayContaining([org.org.stories.pushFatigue.approvalEventUuid]));
      const folded = rows.filter((row) => row['eventType'] === 'user.authentication.auth_via_mfa' && row['outcome.result'] === 'FAILURE');
      expect(folded.reduce((sum, row) => sum + Number(row['count'] ?? 1), 0)).toBeGreaterThanOrEqual(org.org.stories.pushFatigue.denials);
    }
  });
});
