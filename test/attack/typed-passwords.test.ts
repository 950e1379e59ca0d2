import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDemoServer, type DemoServer } from '../../src/demo/server/server.js';
import { Host } from '../support/host.js';
import { json, RudeOrg } from '../support/rude-org.js';
import { UNLIMITED } from '../support/unlimited.js';

let org: DemoServer;
let host: Host;
let window: { since: string; until: string };
beforeAll(async () => {
  org = await startDemoServer({ users: 1_000, rateLimits: UNLIMITED });
  host = await Host.start({ OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: org.token });
  window = { since: new Date(Date.now() - 80 * 86_400_000).toISOString(), until: new Date().toISOString() };
}, 120_000);
afterAll(async () => {
  await host.close();
  await org.close();
});

const LOG_TOOLS: [string, Record<string, unknown>][] = [['get_okta_event_logs', { limit: 1 }], ['get_okta_event_logs', {}], ['summarize_okta_event_logs', { group_by: ['actor.id'] }]];
const LEFT_OUT = 'Events of unknown actors are left out';

test('no filter tells a right guess at a password typed as a login from a wrong one', async () => {
  const passwords = org.org.stories.passwordsTypedAsUsernames.values.map(String);
  const [password] = passwords;
  expect(password).toBeDefined();
  const right = String(password);
  const wrong = `~${right.slice(1)}`;
  const filters: ((guess: string) => string)[] = [
    ...['actor.alternateId', 'ACTOR.alternateId', 'actor.displayName', 'target.alternateId', 'target.displayName', 'debugContext.debugData.requestUri', 'displayMessage'].map((path) => (guess: string) => `${path} sw "${guess.slice(0, 1)}" and actor.id eq "unknown"`),
    ...['sw', 'co', 'ew', 'eq', 'ge', 'lt', 'ne'].map((operator) => (guess: string) => `actor.alternateId ${operator} "${guess}" and actor.id eq "unknown"`),
    (guess) => `not (actor.alternateId sw "${guess.slice(0, 3)}") and actor.id eq "unknown"`,
    (guess) => `actor.id eq "unknown" or actor.alternateId sw "${guess.slice(0, 3)}"`,
    (guess) => `eventType eq "user.session.start" and (actor.id eq "x" or actor.alternateId sw "${guess}")`,
  ];
  for (const [tool, args] of LOG_TOOLS) {
    for (const filter of filters) {
      const [hit, miss] = await Promise.all([right, wrong].map((guess) => host.call(tool, { ...args, ...window, filter: filter(guess) })));
      const told = (answer: typeof hit): string => String(answer?.text).replace(/"after":"[^"]*"/g, '').replace(/\d+ ?ms/g, '');
      expect([tool, filter('…'), told(hit)]).toEqual([tool, filter('…'), told(miss)]);
      expect(hit?.text).toContain(LEFT_OUT);
      expect(hit?.text).not.toContain('masked: typed');
    }
  }
});

test('a filter that closes parentheses of its own opens nothing', async () => {
  for (const [tool, args] of LOG_TOOLS) {
    for (const filter of ['eventType eq "x") or (actor.alternateId sw "S"', 'actor.alternateId sw "S', 'actor%2EalternateId sw "S"', 'target[alternateId sw "S"', 'actor.alternateId like "S"']) {
      expect(await host.fails(tool, { ...args, ...window, filter })).toMatch(/`filter` cannot be parsed/);
    }
  }
});

test('filters that cannot find out masked text go to the org as they are', async () => {
  const count = async (filter: string): Promise<[number, boolean]> => {
    const { rows, notes } = await host.list('get_okta_event_logs', { ...window, filter, limit: 100 });
    return [rows.length, notes.some((note) => note.includes(LEFT_OUT))];
  };
  const unknown = await count('actor.id eq "unknown" and outcome.result eq "FAILURE"');
  expect(unknown[0]).toBeGreaterThan(10);
  expect(unknown[1]).toBe(false);
  expect(await count('actor.alternateId eq "root"')).toEqual([1, false]);
  expect(await count('actor.alternateId eq "reception@northwind.example" and actor.displayName pr')).toEqual([1, false]);
  expect((await count('debugContext.debugData.behaviors co "New Device=POSITIVE"'))[1]).toBe(false);
  const [known, noted] = await count('actor.alternateId sw "a"');
  expect([known > 0, noted]).toEqual([true, true]);
  expect((await count('eventType eq "user.session.start" and outcome.reason sw "VERIFICATION" and not (client.ipAddress sw "10.")'))[1]).toBe(false);
});

test('later pages keep out what the first one did, and say so', async () => {
  const filter = 'actor.alternateId co "a"';
  const first = await host.list('get_okta_event_logs', { ...window, filter, limit: 2 });
  for (const args of [{ filter }, {}]) {
    const { notes, rows } = await host.list('get_okta_event_logs', { ...args, limit: 2, after: first.page.after });
    expect(rows.length).toBe(2);
    expect(notes.join(' ')).toContain(LEFT_OUT);
  }
  expect(new URLSearchParams(org.requests.at(-1)!.query).get('filter')).toBe(`actor.id pr and actor.id ne "unknown" and actor.id ne "null" and (${filter})`);
});

test('keywords that may be a password typed as a login find none, and logins and addresses are looked for everywhere', async () => {
  const [password] = org.org.stories.passwordsTypedAsUsernames.values.map(String);
  for (const [tool, args] of LOG_TOOLS) {
    for (const rest of [{}, { filter: 'actor.id eq "unknown"' }]) {
      const [hit, miss] = await Promise.all([String(password), `~${String(password).slice(1)}`].map((q) => host.call(tool, { ...args, ...rest, ...window, q })));
      expect(hit?.text).toContain(LEFT_OUT);
      expect(hit?.text.replace(/"after":"[^"]*"/g, '')).toBe(miss?.text.replace(/"after":"[^"]*"/g, ''));
    }
  }
  for (const q of ['root', '203.0.113.7', 'ann@example.com LOCKED_OUT']) expect((await host.list('get_okta_event_logs', { ...window, q })).notes.join(' ')).not.toContain(LEFT_OUT);
});

test('text of strangers that is made to fill stack or memory is answered', async () => {
  const rude = await RudeOrg.start();
  const server = await Host.start(rude.env);
  const event = (typed: string, text: string): Record<string, unknown> => ({ uuid: '11111111-2222-3333-4444-555555555555', published: '2026-01-01T00:00:00.000Z', eventType: 'user.session.start', actor: { id: 'unknown', alternateId: typed }, displayMessage: text });
  for (const [typed, text] of [['!', '!'.repeat(18_000_000)], ['!!!!!!', '!'.repeat(18_000_000)], ['ann', '\ufe0f'.repeat(9_000_000)], ['ann', '\u200d'.repeat(9_000_000)]] as const) {
    rude.behave = (_, response) => { json(response, 200, [event(typed, text)]); };
    expect((await server.list('get_okta_event_logs', { fields: ['uuid', 'displayMessage'] })).rows).toHaveLength(1);
  }
  await server.close();
  await rude.close();
}, 120_000);
