import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.js';
import { groupKeys, MAX_COMBINATIONS } from '../../src/tools/investigations/group-keys.js';

const numbered = (count: number, name: string): Record<string, string>[] => Array.from({ length: count }, (_, index) => ({ id: `${name}${index}`, label: `${name} ${index}` }));

test('fields of the same array are taken entry by entry, without a bound', () => {
  const target = numbered(5_000, 't');
  expect(groupKeys({ target, uuid: 'u' }, ['target.id', 'uuid', 'target.label'])).toEqual({ keys: target.map(({ id, label }) => [id, 'u', label]), bounded: false });
});

test('a key counts once, an entry without any of it not at all, one with a part of it does', () => {
  const target: JsonObject[] = [{ id: 'a', label: 'A' }, { id: 'a', label: 'A' }, {}, { type: 'x' }, { id: 'null' }, { id: 'b' }, { label: 'A' }];
  expect(groupKeys({ target }, ['target.id', 'target.label']).keys).toEqual([['a', 'A'], ['b', null], [null, 'A']]);
  expect(groupKeys({ target }, ['target.none', 'target.other']).keys).toEqual([[null, null]]);
  expect(groupKeys({ target: [] }, ['target.id', 'other']).keys).toEqual([[null, null]]);
  expect(groupKeys({ names: ['a', 'b', 'a', null] }, ['names']).keys).toEqual([['a'], ['b']]);
});

test('different arrays are combined, also inside an entry', () => {
  expect(groupKeys({ a: [{ id: 1 }, { id: 2 }], b: ['x', 'y'] }, ['a.id', 'b']).keys).toEqual([[1, 'x'], [2, 'x'], [1, 'y'], [2, 'y']]);
  expect(groupKeys({ a: [{ id: 1, of: ['x', 'y'] }, { id: 2, of: ['z'] }] }, ['a.of', 'a.id']).keys).toEqual([['x', 1], ['y', 1], ['z', 2]]);
  expect(groupKeys({ a: { b: [{ d: 1 }, { d: 2 }] } }, ['a.b.d', 'a.b']).keys).toEqual([[1, { d: 1 }], [2, { d: 2 }]]);
});

test.each([
  [{ a: numbered(3_000, 'a'), b: numbered(3_000, 'b'), c: numbered(3_000, 'c') }, ['a.id', 'b.id', 'c.id'], 3_000],
  [{ a: numbered(300, 'a'), b: numbered(300, 'b') }, ['a.id', 'b.id'], MAX_COMBINATIONS],
  [{ a: Array.from({ length: 1_000 }, (_, index) => ({ b: numbered(60, `b${index}-`), c: numbered(60, `c${index}-`) })) }, ['a.b.id', 'a.c.id'], 60_000],
])('combinations are bounded for an event, not for each of its entries', (event, paths, most) => {
  const { keys, bounded } = groupKeys(event, paths);
  expect(bounded).toBe(true);
  expect(keys.length).toBeGreaterThanOrEqual(MAX_COMBINATIONS);
  expect(keys.length).toBeLessThanOrEqual(most + MAX_COMBINATIONS);
  expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(keys.length);
});

test('equal entries are not combined again and again', () => {
  const same = Array.from({ length: 100_000 }, () => ({ id: 'a' }));
  expect(groupKeys({ a: same, b: same }, ['a.id', 'b.id'])).toEqual({ keys: [['a', 'a']], bounded: false });
});

test('a long value is told by its length, and two of them apart', () => {
  const long = (end: string): string => `${'x'.repeat(1_000_000)}${end}`;
  const target = numbered(2_000, 't');
  const [first, second] = ['1', '2'].map((end) => groupKeys({ debug: { text: long(end) }, target }, ['debug.text', 'target.id']).keys);
  expect(first!.length).toBe(2_000);
  expect(JSON.stringify(first).length).toBeLessThan(1_000_000);
  expect(first![0]![0]).not.toEqual(second![0]![0]);
  expect(first).toEqual(groupKeys({ debug: { text: long('1') }, target }, ['debug.text', 'target.id']).keys);
});
