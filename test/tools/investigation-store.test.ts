import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { OktaReads } from '../../src/okta/client.js';
import { NOTHING } from '../../src/tools/compared.js';
import { Investigation } from '../../src/tools/investigation.js';
import { InvestigationStore, STORE_BOUNDS, type StoreBounds } from '../../src/tools/investigation-store.js';
import { reportTool } from '../../src/tools/report.js';
import { Sweep } from '../../src/tools/sweep.js';
import type { ToolCall } from '../../src/tools/tool.js';

const tool = reportTool({ name: 'test', title: 'Test', description: '', input: () => ({ x: z.string().optional() }), compared: { x: NOTHING }, operations: [], begin: () => { throw new Error('not begun'); } });
const unused = (): never => { throw new Error('not used'); };
const call: ToolCall = { now: new Date(), one: unused, settings: unused, look: unused, shown: unused, said: unused, hides: unused, comparable: unused };
const client: OktaReads = { page: unused, one: unused, settings: unused };

function investigation(bytes = 0): Investigation {
  const made = new Investigation(tool, {}, new Sweep(() => client), call);
  if (bytes > 0) made.sweep.retained.fits('x'.repeat(bytes));
  return made;
}
const store = (bounds: Partial<StoreBounds> = {}): InvestigationStore => new InvestigationStore({ ...STORE_BOUNDS, ...bounds });
const kept = (from: InvestigationStore, ones: readonly Investigation[]): boolean[] => ones.map(({ id }) => {
  try {
    from.keep(from.take(id));
    return true;
  } catch {
    return false;
  }
});

describe('what rests', () => {
  test('is bounded in number and in bytes, the oldest go first, and the newest stays whatever its size', () => {
    const few = store({ kept: 2 });
    const three = [investigation(), investigation(), investigation()];
    for (const one of three) few.keep(one);
    expect(kept(few, three)).toEqual([false, true, true]);
    const light = store({ keptBytes: 10_000 });
    const heavy = [investigation(4_000), investigation(4_000), investigation(4_000)];
    for (const one of heavy) light.keep(one);
    expect(kept(light, heavy)).toEqual([false, true, true]);
    const giant = investigation(40_000);
    light.keep(giant);
    expect(kept(light, [...heavy, giant])).toEqual([false, false, false, true]);
  });

  test('goes after its time, and what goes cannot be read for any more', async () => {
    const short = store({ keptMs: 20 });
    const one = investigation();
    const waiting = one.sweep.one('getUser', { userId: 'a' });
    const outcome = waiting.catch((error: unknown) => (error as Error).name);
    short.keep(one);
    expect(await outcome).toBe('Dropped');
    expect(() => short.take(one.id)).toThrow('no longer kept');
  });

  test('is taken by one call at a time; ids are random', () => {
    const one = investigation();
    const here = store();
    here.keep(one);
    here.take(one.id);
    expect(() => here.take(one.id)).toThrow('Another call goes on');
    expect(new Set(Array.from({ length: 1_000 }, () => investigation().id)).size).toBe(1_000);
    expect(one.id).toMatch(/^[\w-]{20}$/);
  });
});

describe('turns', () => {
  const signal = new AbortController().signal;
  const soon = (ms: number): number => performance.now() + ms;

  test('are given in order, to no more than may work at once, and go on when one is given back twice', async () => {
    const two = store({ atOnce: 2 });
    const order: string[] = [];
    const first = await two.turn('t', soon(5_000), signal);
    await two.turn('t', soon(5_000), signal);
    const [third, fourth] = ['third', 'fourth'].map(async (name) => {
      const done = await two.turn('t', soon(5_000), signal);
      order.push(name);
      return done;
    });
    await new Promise((resolve) => { setTimeout(resolve, 10); });
    expect(order).toEqual([]);
    first();
    first();
    const done = await third!;
    await new Promise((resolve) => { setTimeout(resolve, 10); });
    expect(order).toEqual(['third']);
    done();
    await fourth;
    expect(order).toEqual(['third', 'fourth']);
  });

  test('who waits longer than a call lasts, or is cancelled, leaves the queue', async () => {
    const one = store({ atOnce: 1 });
    const first = await one.turn('t', soon(5_000), signal);
    await expect(one.turn('t', soon(10), signal)).rejects.toMatchObject({ message: expect.stringContaining('t had no turn') as string });
    const stop = new AbortController();
    const cancelled = one.turn('t', soon(5_000), stop.signal);
    stop.abort(new Error('gone'));
    await expect(cancelled).rejects.toThrow('gone');
    first();
    await one.turn('t', soon(10), signal);
  });
});
