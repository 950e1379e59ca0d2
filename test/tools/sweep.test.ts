import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.js';
import type { OktaPage, OktaReads, ReadOptions } from '../../src/okta/client.js';
import { OktaError } from '../../src/okta/errors.js';
import { Sweep, type Step } from '../../src/tools/sweep.js';

/** A client that answers when it is told to; every request leaves as the executor's do. */
class Org implements OktaReads {
  sent: string[] = [];
  readonly #open: { readonly what: string; readonly resolve: (value: JsonObject) => void; readonly reject: (error: Error) => void }[] = [];

  constructor(readonly immediate = false) {}

  one(operation: string, parameters: Record<string, unknown>, { signal, permit, onRequest }: ReadOptions): Promise<JsonObject> {
    const what = `${operation} ${JSON.stringify(parameters)}`;
    return new Promise((resolve, reject) => {
      try {
        signal.throwIfAborted();
        permit?.();
      } catch (error) {
        reject(error instanceof Error ? error : new Error('unknown'));
        return;
      }
      onRequest?.();
      this.sent.push(what);
      if (this.immediate) resolve({ id: what });
      else this.#open.push({ what, resolve, reject });
      signal.addEventListener('abort', () => { reject(signal.reason as Error); });
    });
  }

  settings = this.one.bind(this);

  async page(operation: string, parameters: Record<string, unknown>, options: ReadOptions): Promise<OktaPage> {
    const query = options.query ?? '0';
    await this.one(operation, { ...parameters, query }, options);
    return { items: [{ id: query }, { id: `${query}b` }], query, next: String(Number(query) + 1), headers: {} };
  }

  /** Answers what is under way, or fails it. */
  answer(error?: Error): void {
    for (const { what, resolve, reject } of this.#open.splice(0)) {
      if (error === undefined) resolve({ id: what });
      else reject(error);
    }
  }
}

const options = (): ReadOptions => ({ signal: new AbortController().signal });
const turn = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 5); });

test('reads beyond the requests of a call wait, and go on with the next; the call is told once that they are spent', async () => {
  const org = new Org();
  const sweep = new Sweep(() => org);
  let spent = 0;
  sweep.budget.open(options(), 2, () => { spent += 1; });
  const reads = ['a', 'b', 'c', 'd'].map((id) => sweep.one('getUser', { userId: id }));
  await turn();
  // Two are under way: nothing is over before they are.
  expect([org.sent.length, spent]).toEqual([2, 0]);
  org.answer();
  await turn();
  expect([org.sent.length, spent, sweep.budget.isSpent]).toEqual([2, 1, true]);
  await sweep.budget.pause();
  sweep.budget.open(options(), 5, () => { spent += 1; });
  await turn();
  org.answer();
  expect((await Promise.all(reads)).length).toBe(4);
  expect([org.sent.length, spent, sweep.budget.requests]).toEqual([4, 1, 4]);
});

test('a pause ends what is under way and resolves when nothing is; it is read anew, what was answered is not', async () => {
  const org = new Org();
  const sweep = new Sweep(() => org);
  sweep.budget.open(options(), 10, () => undefined);
  const first = sweep.one('getUser', { userId: 'a' });
  await turn();
  org.answer();
  await first;
  const second = sweep.one('getUser', { userId: 'b' });
  await turn();
  await sweep.budget.pause();
  await turn();
  expect(org.sent).toEqual(['getUser {"userId":"a"}', 'getUser {"userId":"b"}']);
  sweep.budget.open(options(), 10, () => undefined);
  await turn();
  org.answer();
  await second;
  expect(org.sent.filter((what) => what.includes('"b"'))).toHaveLength(2);
});

test('what is dropped fails: reads that wait, that are under way, and that come later', async () => {
  const org = new Org();
  const sweep = new Sweep(() => org);
  sweep.budget.open(options(), 1, () => undefined);
  const [underWay, waiting] = [sweep.one('getUser', { userId: 'a' }), sweep.one('getUser', { userId: 'b' })];
  const outcomes = Promise.allSettled([underWay, waiting]);
  await turn();
  sweep.budget.end(new Error('dropped'));
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(sweep.one('getUser', { userId: 'c' })).rejects.toThrow('dropped');
  expect(org.sent).toHaveLength(1);
});

describe('lists', () => {
  const steps = async (sweep: Sweep, take: (items: readonly JsonObject[]) => void): Promise<Step[]> => {
    const all: Step[] = [];
    for await (const step of sweep.pages('listUsers', {}, take, 'users')) all.push(step);
    return all;
  };

  test('end after the most pages that are read of one, which the answer is to tell', async () => {
    const sweep = new Sweep(() => new Org(true));
    sweep.budget.open(options(), 100_000, () => undefined);
    let count = 0;
    await steps(sweep, (items) => { count += items.length; });
    expect([count, sweep.budget.requests, [...sweep.cut]]).toEqual([20_000, 10_000, ['listUsers was read no further than 10000 pages with 20000 entries, the most that are read of one list.']]);
  });

  test('read whole for one item hold no more than what is picked of them, and end as well', async () => {
    const sweep = new Sweep(() => new Org(true));
    sweep.budget.open(options(), 100_000, () => undefined);
    const ids = await sweep.all('listUserGroups', {}, ({ id }) => id);
    expect([ids.length, ids[1], sweep.cut.size]).toEqual([20_000, '0b', 1]);
  });

  test('that lead in a circle are an error', async () => {
    const org = new Org(true);
    const circle: OktaReads = { one: org.one.bind(org), settings: org.settings, page: async (...read) => { const page = await org.page(...read); return { ...page, next: page.next === '3' ? '1' : page.next }; } };
    const sweep = new Sweep(() => circle);
    sweep.budget.open(options(), 100, () => undefined);
    await expect(steps(sweep, () => undefined)).rejects.toMatchObject({ failure: { kind: 'malformed' } });
    expect(org.sent.length).toBeLessThanOrEqual(4);
  });

  test('an error of one item ends a sweep; one that Okta does not have any more is no error', async () => {
    const org = new Org();
    const sweep = new Sweep(() => org);
    sweep.budget.open(options(), 100, () => undefined);
    const results: unknown[] = [];
    const run = (async () => { for await (const { kind } of sweep.each(['a', 'b'], (userId, reader) => reader.one('getUser', { userId }), (id, result) => { results.push([id, result]); }, 'users')) results.push(kind); })();
    await turn();
    org.answer(new OktaError({ kind: 'okta', status: 404, causes: [] }));
    await run;
    expect(results).toEqual([['a', undefined], 'progress', ['b', undefined], 'progress']);
  });
});
