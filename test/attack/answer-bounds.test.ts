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
  ['names of 4,000 characters', () => user(`"profile":{${properties(5_000, (index) => `"${'n'.repeat(4_000)}${index}":"v"`)}}`)],
  ['long names around many values', () => user(`"${'x'.repeat(4_000)}":{"${'y'.repeat(4_000)}":{${properties(60_000, (index) => `"k${index}":"v"`)}}}`)],
  ['text that JSON doubles', () => user(`"profile":{"note":"${'\\"'.repeat(500_000)}"}`)],
  ['lists in lists', () => user(`"profile":{"list":[${properties(300, (index) => `[${properties(300, (inner) => `[${index},${inner}]`)}]`)}]}`)],
  ['an id of 60,000 characters', () => `{"id":"${'i'.repeat(60_000)}","status":"ACTIVE"}`],
];
/** Answers of which nothing can be made. */
const refused: readonly [string, () => string, RegExp][] = [
  ['nested 1.9 million levels deep', () => `${'['.repeat(1_900_000)}${']'.repeat(1_900_000)}`, /nested more than 64 levels/],
  ['objects nested 500,000 levels deep', () => `${'{"a":'.repeat(500_000)}1${'}'.repeat(500_000)}`, /nested more than 64 levels/],
  ['with a name of 100,000 characters around many values', () => user(`"${'x'.repeat(100_000)}":{${properties(60_000, (index) => `"k${index}":"v"`)}}`), /name in it is longer than 4096 bytes/],
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

/** Attributes whose names a path can hold, and cannot; each value counts through numbers of its own. */
const numbered = (first: number, count: number): string => Array.from({ length: count }, (_, index) => `<${first + index}>`).join('');
const deep = Array.from({ length: 40 }).reduce<unknown>((inner, _, index) => ({ [`level_${index}_of_the_nest`]: inner }), { text: numbered(90_000, 4_000) });
const oddly = JSON.stringify({
  login: 'ann', essay: numbered(0, 9_000), tags: Array.from({ length: 4_000 }, (_, index) => `<${10_000 + index}>`),
  'a.b': numbered(20_000, 4_000), a: { b: numbered(25_000, 4_000) }, 'a, b': numbered(30_000, 4_000), 'x[0:1]': numbered(35_000, 4_000), '*': numbered(40_000, 4_000), '"': numbered(45_000, 4_000),
  'zero\u200bwidth': numbered(50_000, 4_000), zerowidth: numbered(55_000, 4_000), constructor: numbered(60_000, 4_000), ['k'.repeat(700)]: numbered(65_000, 4_000), deep,
}).replace('{', `{"__proto__":"${numbered(70_000, 4_000)}",`);

test.each<[string, string, Record<string, unknown>]>([
  ['a single thing', 'get_okta_user', { user_id: USER }],
  ['a list', 'list_okta_users', { search: 'status eq "ACTIVE"', fields: ['*'] }],
  ['a list by attributes', 'list_okta_users', { search: 'status eq "ACTIVE"', fields: ['profile.*'] }],
])('what was cut of %s is reached by the paths that the note names, as they stand', async (_, tool, args) => {
  sends(user(`"profile":${oddly}`));
  const host = await Host.start(org.env);
  const seen = new Map<string, string>();
  const ask: (string | undefined)[] = [undefined];
  for (let asked = 0; ask.length > 0 && asked < 300; asked += 1) {
    const field = ask.pop();
    const { text } = await host.call(tool, { ...args, ...(field === undefined ? {} : { fields: [field] }) });
    seen.set(field ?? '', text);
    const notes = (JSON.parse(text) as { notes?: string[] }).notes?.join(' ') ?? '';
    expect(notes, field).not.toMatch(/Empty in every row|Not there|more places/);
    const [, paths] = /so cut: (.*?)\. Ask for each/.exec(notes) ?? [];
    ask.push(...(paths?.split(', ') ?? []));
  }
  const all = [...seen.values()].join('\n');
  expect(ask).toEqual([]);
  const numbers = [...oddly.matchAll(/<\d+>/g)].map(([number]) => number);
  expect(numbers.length).toBeGreaterThan(60_000);
  // A number at which a text was cut stands in two answers.
  const missing = numbers.filter((number) => !all.includes(number));
  expect(missing.length).toBeLessThan(seen.size);
  await host.close();
});

test('a piece of each of several texts is not passed off as a piece of their list', async () => {
  sends(user('"profile":{"list":[{"name":"Alice"},{"name":"Bob"}]}'));
  const host = await Host.start(org.env);
  expect(await host.one('get_okta_user', { user_id: USER, fields: ['profile.list.name[0:1]'] })).toMatchObject({ user: {}, notes: [expect.stringContaining('Not there: profile.list.name[0:1]')] });
  expect(await host.one('get_okta_user', { user_id: USER, fields: ['profile.list[0].name'] })).toMatchObject({ user: { 'profile.list[0].name': 'Alice' } });
  await host.close();
});

test('attributes that differ only in how a path reads them do not hide each other', async () => {
  sends(user('"profile":{"x.y":"ONE","x":{"y":"TWO"},"a":"THREE","a\\u200b":"FOUR","__proto__":"FIVE"}'));
  const host = await Host.start(org.env);
  for (const fields of [['profile.*'], ['*']]) {
    const text = JSON.stringify(await host.one('get_okta_user', { user_id: USER, fields }));
    for (const value of ['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE']) expect(text).toContain(value);
  }
  await host.close();
});

test.skipIf(process.platform !== 'linux')('15 of the largest answers at once take no more than 1 GiB, and other calls are answered', async () => {
  const host = await Host.start(org.env);
  for (const [, body] of [...bodies.slice(1, 4), ...refused.slice(3).map(([name, make]) => [name, make] as const)]) {
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
