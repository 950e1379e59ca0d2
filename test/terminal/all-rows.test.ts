import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.js';
import { allRows } from '../../src/terminal/all-rows.js';

const list = (ids: readonly string[], after: string | undefined): JsonObject => ({ columns: ['id'], rows: ids.map((id) => [id]), page: { returned: ids.length, has_more: after !== undefined, ...(after === undefined ? {} : { after }) } });
const ignore = (): void => undefined;
let page = 0;
const endless = (): Promise<{ ok: true; answer: JsonObject }> => {
  page += 1;
  return Promise.resolve({ ok: true, answer: list([`a${page}`, `b${page}`], `p${page}`) });
};

test.each([[{ maxCalls: 4 }, 8, '4 calls'], [{ maxRows: 5 }, 6, '6 rows']])('a list without an end ends at %j, which is told', async (bounds, rows, what) => {
  const outcome = await allRows(endless, ignore, bounds);
  expect(outcome).toMatchObject({ ok: true, answer: { page: { returned: rows, has_more: true }, notes: [`Not all: --all ended after ${what}. Call with --after and this page.after to go on.`] } });
});

test('rows that all came before are a circle; an empty page or rows without an id are none', async () => {
  const answers = [list(['a'], 'p1'), list([], 'p2'), list(['b'], 'p3'), list(['a'], 'p1')];
  let call = 0;
  const outcome = await allRows(() => Promise.resolve({ ok: true, answer: answers[call++]! }), ignore);
  expect([call, outcome]).toMatchObject([4, { ok: false, text: expect.stringContaining('repeats itself') as string, answer: { rows: [['a'], ['b'], ['a']] } }]);
  const same = [1, 2, 3].map((index): JsonObject => ({ columns: ['status'], rows: [['ACTIVE']], page: { returned: 1, has_more: index < 3, ...(index < 3 ? { after: `p${index}` } : {}) } }));
  expect(await allRows(() => Promise.resolve({ ok: true, answer: same.shift()! }), ignore)).toMatchObject({ ok: true, answer: { page: { returned: 3 } } });
});

test('an investigation is given what is left of its requests, ends when they are spent, and when it gets no further', async () => {
  const given: (number | undefined)[] = [];
  const work = (requests: readonly number[]) => (_: string | undefined, left: number | undefined): Promise<{ ok: true; answer: JsonObject }> => {
    given.push(left);
    return Promise.resolve({ ok: true, answer: { ...list(['a'], 'same'), examined: { complete: false, requests: requests[given.length - 1] ?? 0 } } });
  };
  expect(await allRows(work([4, 9, 10]), ignore, { maxRequests: 10 })).toMatchObject({ ok: true, answer: { notes: [expect.stringContaining('10 requests (max_requests)')] } });
  expect(given).toEqual([undefined, 6, 1]);
  given.length = 0;
  expect(await allRows(work([4, 4]), ignore)).toMatchObject({ ok: false });
});
