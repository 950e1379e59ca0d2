import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tools } from '../../src/tools/index.js';
import { Host, records } from '../support/host.js';
import { json, RudeOrg } from '../support/rude-org.js';

let org: RudeOrg;
let host: Host;
const USER = '00u1234567890abcdefg';
const ids = { user_id: USER, group_id: '00g1234567890abcdefg', app_id: '0oa1234567890abcdefg', policy_id: '00p1234567890abcdefg', rule_id: '0pr1234567890abcdefg', zone_id: 'nzo1234567890abcdefg', type: 'PASSWORD', kind: 'group_rules', other_user_id: USER, group_by: ['eventType'] } as const;

function required(name: string): Record<string, unknown> {
  const tool = tools.find((candidate) => candidate.name === name)!;
  const missing = tool.input().safeParse({}).error?.issues.map((issue) => issue.path[0]) ?? [];
  return Object.fromEntries(Object.entries(ids).filter(([key]) => missing.includes(key)));
}

beforeAll(async () => {
  org = await RudeOrg.start();
  host = await Host.start(org.env);
});
afterAll(async () => {
  await host.close();
  await org.close();
});
beforeEach(() => { org.seen.length = 0; });

const wide = (n: number): Record<string, unknown> => ({ id: `00u${String(n).padStart(17, '0')}`, uuid: `uuid-${n}`, name: `"\\${'ü'.repeat(300)}`, text: 'x'.repeat(2_000 + n * 37), deep: { a: Array.from({ length: 50 }, (_, index) => ({ index, b: 'y'.repeat(20) })) } });
const lists = tools.filter((tool) => tool.answer === 'list');

describe('the bound on an answer', () => {
  test.each(lists.map(({ name }) => name))('%s: rows beyond 25,000 characters follow by `after`, none lost, none doubled', async (name) => {
    org.behave = ({ url }, response) => {
      const page = Number(new URL(url, org.origin).searchParams.get('after') ?? 0);
      const next = new URL(url, org.origin);
      next.searchParams.set('after', String(page + 1));
      json(response, 200, Array.from({ length: 30 }, (_, index) => wide(page * 30 + index)), page < 2 ? { link: `<${next.href}>; rel="next"` } : {});
    };
    const found: unknown[] = [];
    let after: string | undefined;
    do {
      const answer = await host.call(name, { ...required(name), limit: 30, fields: ['id', 'name', 'text', 'deep'], ...(after === undefined ? {} : { after }) });
      expect(answer.isError).toBe(false);
      expect(answer.text.length).toBeLessThanOrEqual(25_000);
      expect(JSON.parse(answer.text)).toEqual(answer.structured);
      const list = JSON.parse(answer.text) as { columns: string[]; rows: unknown[][]; page: { after?: string } };
      found.push(...list.rows.map((row) => row[0]));
      after = list.page.after;
    } while (after !== undefined);
    expect(new Set(found).size).toBe(found.length);
    expect(found.toSorted()).toEqual(Array.from({ length: 90 }, (_, index) => wide(index)['id']));
  });

  test.each(tools.filter((tool) => tool.operations.length > 0 && tool.answer !== 'report').map(({ name }) => name))('%s: a single thing larger than the bound is cut where it is longest, and says so', async (name) => {
    const huge = { id: USER, name: 'kept', profile: { login: 'kept', essay: 'z'.repeat(90_000) }, settings: { list: Array.from({ length: 3_000 }, (_, index) => ({ index, text: '"quoted"' })) } };
    const one = tools.find((tool) => tool.name === name)!.answer === 'object';
    org.behave = (_, response) => { json(response, 200, one ? huge : [huge]); };
    const answer = await host.call(name, { ...required(name), ...(one ? {} : { fields: ['id', 'name', 'profile', 'settings'] }) });
    expect(answer.isError).toBe(false);
    expect(answer.text.length).toBeLessThanOrEqual(25_000);
    expect(answer.text).toContain('Too long for one answer, so cut: ');
    expect(answer.text).toContain('kept');
  });
});

describe('cursors', () => {
  beforeAll(() => {
    org.behave = (_, response) => { json(response, 200, Array.from({ length: 9 }, (__, index) => wide(index))); };
  });
  const cursor = async (): Promise<string> => (await host.list('list_okta_user_groups', { user_id: USER, limit: 2, fields: ['id'] })).page.after!;

  test('a cursor of another tool is refused', async () => {
    expect(await host.fails('list_okta_user_factors', { user_id: USER, after: await cursor() })).toMatch(/belongs to list_okta_user_groups/);
  });
  test('a cursor of another query is refused, with the argument that differs', async () => {
    expect(await host.fails('list_okta_user_groups', { user_id: '00uzzzzzzzzzzzzzzzzz', after: await cursor() })).toMatch(/another query: `user_id` differs/);
  });
  test.each(['x', 'eyJ0IjoxfQ', 'W10', '../../etc', '%00', 'e30'])('%j is no cursor', async (after) => {
    expect(await host.fails('list_okta_user_groups', { user_id: USER, after })).toMatch(/not a cursor of this server/);
    expect(org.seen).toEqual([]);
  });
  test('limit and fields may change on the way', async () => {
    const answer = await host.list('list_okta_user_groups', { user_id: USER, limit: 3, fields: ['uuid'], after: await cursor() });
    expect(answer.rows).toEqual([['uuid-2'], ['uuid-3'], ['uuid-4']]);
  });
});

describe('columns', () => {
  beforeAll(() => {
    org.behave = (_, response) => {
      json(response, 200, [
        { id: 'a', profile: { login: 'x', costCenter: 7 }, empty: null, tags: [], 'dotted.key': 1 },
        { id: 'b', profile: { login: 'y', isContractor: false }, empty: null, list: [{ name: 'n1' }, { name: 'n2' }] },
      ]);
    };
  });
  test('`*` is the whole object as Okta sent it', async () => {
    const { columns, rows } = await host.list('list_okta_users', { fields: ['*', 'id'] });
    expect(columns).toEqual(['*']);
    expect(rows[0]).toEqual([{ id: 'a', profile: { login: 'x', costCenter: 7 }, empty: null, tags: [], 'dotted.key': 1 }]);
  });
  test('a wildcard becomes the keys that occur, arrays on a path are walked', async () => {
    expect(await host.list('list_okta_users', { fields: ['profile.*', 'list.name', 'dotted.key'] })).toMatchObject({
      columns: ['profile.login', 'profile.costCenter', 'profile.isContractor', 'list.name', 'dotted.key'],
      rows: [['x', 7, null, null, 1], ['y', null, false, ['n1', 'n2'], null]],
    });
  });
  test('a column that is empty in every row is left out, and told when it was asked for', async () => {
    const { columns, notes } = await host.list('list_okta_users', { fields: ['id', 'empty', 'profile.Login', 'nope.*'] });
    expect(columns).toEqual(['id']);
    expect(notes.join(' ')).toContain('Empty in every row, so left out: empty, profile.Login, nope.*');
  });
});

describe('arguments', () => {
  test.each(tools.map(({ name }) => name))('%s: an argument that it does not have is an error that lists those it has', async (name) => {
    const text = await host.fails(name, { ...required(name), bogus_argument: 'x' });
    expect(text).toContain('has no argument `bogus_argument`');
    for (const known of Object.keys(tools.find((tool) => tool.name === name)!.input().shape)) expect(text).toContain(known);
    expect(org.seen).toEqual([]);
  });
  test.each(lists.map(({ name }) => name))('%s: limit is 1 to 100', async (name) => {
    for (const limit of [0, -1, 101, 1.5, 'ten', true, 1e9]) expect(await host.fails(name, { ...required(name), limit })).toContain('`limit`');
    expect(org.seen).toEqual([]);
  });
  test.each(tools.flatMap(({ name }) => Object.keys(required(name)).map((argument) => [name, argument] as const)))('%s: %s is required, and an empty string is none', async (name, argument) => {
    const rest = Object.fromEntries(Object.entries(required(name)).filter(([key]) => key !== argument));
    for (const given of [rest, { ...rest, [argument]: '' }, { ...rest, [argument]: '  ' }, { ...rest, [argument]: null }]) {
      expect(await host.fails(name, given)).toContain(`\`${argument}\` is required`);
    }
  });
  test.each(tools.flatMap((tool) => Object.keys(tool.input().shape).map((argument) => [tool.name, argument] as const)))('%s: %s refuses what is too long or of another kind', async (name, argument) => {
    for (const value of ['x'.repeat(60_000), { a: 1 }, Array.from({ length: 200 }, () => 'id')]) {
      expect(await host.fails(name, { ...required(name), [argument]: value })).toContain(argument);
    }
    expect(org.seen).toEqual([]);
  });
  test('search, filter and q do not combine, and the error says which to keep', async () => {
    for (const tool of ['list_okta_users', 'list_okta_groups']) {
      expect(await host.fails(tool, { search: 'a pr', q: 'b' })).toMatch(/`search` and `q`[\s\S]*Keep `search`/);
      expect(await host.fails(tool, { filter: 'a pr', q: 'b' })).toMatch(/`filter` and `q`[\s\S]*Keep `filter`/);
      expect(await host.fails(tool, { sort_by: 'profile.lastName' })).toMatch(/only with `search`/);
    }
    expect(org.seen).toEqual([]);
  });
  test('a policy type that Okta does not have is answered with those it has', async () => {
    expect(await host.fails('list_okta_policies', { type: 'SIGNON' })).toMatch(/must be one of ACCESS_POLICY, OKTA_SIGN_ON/);
  });
  test('q of the log has Okta\'s bounds', async () => {
    expect(await host.fails('get_okta_event_logs', { q: 'a b c d e f g h i j k' })).toMatch(/at most 10 keywords/);
    expect(await host.fails('get_okta_event_logs', { q: 'a'.repeat(41) })).toMatch(/at most 40 characters|at most 10 keywords of at most 40/);
  });
});

test('nothing found is explained', async () => {
  org.behave = (_, response) => { json(response, 200, []); };
  for (const { name } of lists) {
    const answer = await host.list(name, required(name));
    expect(answer).toMatchObject({ rows: [], page: { returned: 0, has_more: false } });
    expect(answer.notes.join(' ').length, name).toBeGreaterThan(20);
  }
});

test('names are resolved with one search, and several of one name are told', async () => {
  const groups = [{ id: '00gaaaaaaaaaaaaaaaaa', type: 'OKTA_GROUP', profile: { name: 'Sales' } }, { id: '00gbbbbbbbbbbbbbbbbb', type: 'APP_GROUP', profile: { name: 'Sales' } }, { id: '00gccccccccccccccccc', type: 'OKTA_GROUP', profile: { name: 'SALES EMEA' } }];
  org.behave = ({ url }, response) => {
    const { pathname, searchParams } = new URL(url, org.origin);
    if (pathname === '/api/v1/groups') json(response, 200, groups.filter(({ profile }) => `profile.name eq "${profile.name}"`.toLowerCase() === searchParams.get('search')?.toLowerCase()));
    else json(response, 200, [wide(1)]);
  };
  expect(await host.fails('list_okta_group_members', { group_id: 'Sales' })).toMatch(/2 groups are named "Sales": 00gaaaaaaaaaaaaaaaaa \("Sales", OKTA_GROUP\); 00gbbbbbbbbbbbbbbbbb[\s\S]*Next: Call again with the id/);
  expect(org.seen).toHaveLength(1);
  expect(records(await host.list('list_okta_group_members', { group_id: 'sales emea', fields: ['id'] }))).toHaveLength(1);
  expect(org.seen.at(-1)?.url).toMatch(/^\/api\/v1\/groups\/00gccccccccccccccccc\/users\?/);
  expect(await host.fails('list_okta_group_members', { group_id: 'Slaes' })).toMatch(/No group is named "Slaes"[\s\S]*list_okta_groups/);
});
