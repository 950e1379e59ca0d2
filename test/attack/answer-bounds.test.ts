import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Host } from '../support/host.js';
import { RudeOrg } from '../support/rude-org.js';

const USER = '00u1234567890abcdefg';
const MIB = 1024 * 1024;
/** What an org may send at most (32 MiB), nearly. */
const LARGEST = 31 * MIB;

let org: RudeOrg;
beforeAll(async () => { org = await RudeOrg.start(); });
afterAll(async () => { await org.close(); });

/** Answers with a user whose JSON is this, alone or in a list. */
const sends = (user: string): void => {
  org.behave = ({ url }, response) => { write(response, url.startsWith('/api/v1/users/') ? user : `[${user}]`); };
};
const write = (response: ServerResponse, body: string): void => { response.writeHead(200, { 'content-type': 'application/json' }).end(body); };
const user = (inner: string): string => `{"id":"${USER}","status":"ACTIVE",${inner}}`;
const properties = (count: number, of: (index: number) => string): string => Array.from({ length: count }, (_, index) => of(index)).join(',');

/** Answers that broke a bound, the process, or kept it busy for seconds. */
const bodies: readonly [string, () => string][] = [
  ['thousands of short values', () => user(`"profile":{${properties(20_000, (index) => `"a${index}":"v${index}"`)}}`)],
  ['200,000 attribute names', () => user(`"profile":{${properties(200_000, (index) => `"attribute${index}":${index}`)}}`)],
  ['20,000 long values', () => user(`"profile":{${properties(20_000, (index) => `"a${index}":"${'x'.repeat(1_500)}"`)}}`)],
  ['one value of 31 MiB', () => user(`"profile":{"note":"${'x'.repeat(LARGEST)}"}`)],
  ['names of 100,000 characters', () => user(`"profile":{${properties(50, (index) => `"${'n'.repeat(100_000)}${index}":"v"`)}}`)],
  ['text that JSON doubles', () => user(`"profile":{"note":"${'\\"'.repeat(500_000)}"}`)],
  ['lists in lists', () => user(`"profile":{"list":[${properties(300, (index) => `[${properties(300, (inner) => `[${index},${inner}]`)}]`)}]}`)],
  ['an id of 60,000 characters', () => `{"id":"${'i'.repeat(60_000)}","status":"ACTIVE"}`],
];
/** Answers of which nothing can be made. */
const refused: readonly [string, () => string, RegExp][] = [
  ['nested 1.9 million levels deep', () => `${'['.repeat(1_900_000)}${']'.repeat(1_900_000)}`, /nested more than 64 levels/],
  ['objects nested 500,000 levels deep', () => `${'{"a":'.repeat(500_000)}1${'}'.repeat(500_000)}`, /nested more than 64 levels/],
  ['31 MiB of {}', () => user(`"profile":{"list":[${'{},'.repeat(LARGEST / 3 - 100)}{}]}`), /more than 400000 values/],
  ['31 MiB of 0', () => user(`"profile":{"list":[${'0,'.repeat(LARGEST / 2 - 100)}0]}`), /more than 400000 values/],
];
const asks: readonly [string, string, Record<string, unknown>][] = [
  ['a list', 'list_okta_users', { search: 'status eq "ACTIVE"' }],
  ['a list with all there is', 'list_okta_users', { search: 'status eq "ACTIVE"', fields: ['*'] }],
  ['a list with every attribute a column', 'list_okta_users', { search: 'status eq "ACTIVE"', fields: ['id', 'profile.*'] }],
  ['a single thing', 'get_okta_user', { user_id: USER }],
  ['a single thing by attributes', 'get_okta_user', { user_id: USER, fields: ['profile.*'] }],
];

describe.each([2_000, 25_000])('a bound of %d characters', (bound) => {
  let host: Host;
  beforeEach(async () => { host = await Host.start({ ...org.env, OKTA_MAX_ANSWER_CHARACTERS: String(bound) }); });
  afterEach(async () => { expect(await host.close()).toBe(0); });

  test.each(bodies)('holds for %s', async (_, body) => {
    sends(body());
    for (const [what, tool, args] of asks) {
      const answer = await host.call(tool, args);
      expect(answer.text.length, what).toBeLessThanOrEqual(bound);
      if (!answer.isError) expect(JSON.parse(answer.text), what).toEqual(answer.structured);
    }
  });

  test.each(refused)('an answer is refused that is %s', async (_, body, reason) => {
    sends(body());
    for (const [what, tool, args] of asks) expect(await host.fails(tool, args), what).toMatch(reason);
  });

  test('holds for a cursor behind an id of 60,000 characters', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => ({ id: `${'i'.repeat(60_000)}${index}`, name: `group ${index}` }));
    org.behave = (_, response) => { write(response, JSON.stringify(rows)); };
    const found: unknown[] = [];
    let after: string | undefined;
    do {
      const answer = await host.call('list_okta_user_groups', { user_id: USER, limit: 7, fields: ['name'], ...(after === undefined ? {} : { after }) });
      expect(answer.text.length).toBeLessThanOrEqual(bound);
      const list = JSON.parse(answer.text) as { rows: unknown[][]; page: { after?: string } };
      found.push(...list.rows.flat());
      after = list.page.after;
    } while (after !== undefined);
    expect(found).toEqual(rows.map(({ name }) => name));
  });

  test('holds for resources and completions', async () => {
    org.behave = ({ url }, response) => {
      const name = 'n'.repeat(10_000);
      const thing = { id: '00g1234567890abcdefg', status: 'ACTIVE', name, label: name, profile: { name, login: name }, companyName: name, website: name };
      write(response, JSON.stringify(/well-known|\/org$/.test(url) ? thing : Array.from({ length: 20 }, () => thing)));
    };
    for (const uri of ['okta://org', 'okta://event-types', 'okta://event-types/user', 'okta://filter-syntax', 'okta://groups/00g1234567890abcdefg']) {
      const { result, error } = await host.request('resources/read', { uri });
      const contents = result?.['contents'] as { text: string }[] | undefined;
      expect((contents?.[0]?.text ?? error?.message ?? '').length, uri).toBeLessThanOrEqual(bound);
    }
    const { result } = await host.request('completion/complete', { ref: { type: 'ref/resource', uri: 'okta://groups/{id}' }, argument: { name: 'id', value: '' } });
    expect(JSON.stringify(result).length).toBeLessThanOrEqual(bound);
  });

  test('holds for an error in words without end', async () => {
    org.behave = (_, response) => { response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ errorCode: 'E0000031', errorSummary: 's'.repeat(MIB), errorId: 'i'.repeat(MIB), errorCauses: Array.from({ length: 1_000 }, () => ({ errorSummary: 'c'.repeat(500) })) })); };
    expect((await host.fails('list_okta_users', { search: 'a pr' })).length).toBeLessThanOrEqual(bound);
  });
});

test('what was cut is reached by the paths that the note names, as they stand', async () => {
  const profile = { login: 'ann', essay: Array.from({ length: 9_000 }, (_, index) => `<${index}>`).join(''), 'dotted.key': 'd'.repeat(30_000), tags: Array.from({ length: 4_000 }, (_, index) => `tag-${index}`) };
  sends(user(`"profile":${JSON.stringify(profile)}`));
  const host = await Host.start(org.env);
  const seen = new Map<string, string>();
  const ask: (string | undefined)[] = [undefined];
  for (let asked = 0; ask.length > 0 && asked < 60; asked += 1) {
    const field = ask.pop();
    const { text } = await host.call('get_okta_user', { user_id: USER, ...(field === undefined ? {} : { fields: [field] }) });
    seen.set(field ?? '', text);
    const [, paths] = /so cut: (.*?)\. Ask for each/.exec(text) ?? [];
    ask.push(...(paths?.split(', ') ?? []));
  }
  const all = [...seen.values()].join('\n');
  expect(ask).toEqual([]);
  for (const tag of [...profile.tags, ...Array.from({ length: 9_000 }, (_, index) => `<${index}>`)].filter((_, index) => index % 97 === 0)) expect(all).toContain(tag);
  expect(all.match(/d/g)?.length).toBeGreaterThan(30_000);
  expect([...seen.keys()].some((path) => /^profile\.essay\[\d+:\]$/.test(path))).toBe(true);
  await host.close();
});

test.skipIf(process.platform !== 'linux')('15 of the largest answers at once take no more than 1 GiB, and other calls are answered', async () => {
  const host = await Host.start(org.env);
  for (const [, body] of [...bodies.slice(1, 4), ...refused.slice(2).map(([name, make]) => [name, make] as const)]) {
    sends(body());
    const answers = Promise.all(Array.from({ length: 15 }, (_, index) => host.call('get_okta_user', { user_id: USER, fields: index % 2 === 0 ? ['*'] : ['profile.*'] })));
    expect((await host.call('get_current_time')).isError).toBe(false);
    await answers;
  }
  const [, peak = '0'] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(host.child.pid)}/status`, 'utf8')) ?? [];
  expect(Number(peak)).toBeGreaterThan(0);
  expect(Number(peak) / 1024).toBeLessThan(1_024);
  expect(await host.close()).toBe(0);
}, 300_000);
