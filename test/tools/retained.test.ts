import { expect, test } from 'vitest';
import { Retained } from '../../src/tools/retained.js';

test('values count by their text, however deep it stands, until there is no room; what is freed makes room again', () => {
  const retained = new Retained(1_000);
  const value = { a: ['x'.repeat(300)] };
  expect([retained.fits(value), retained.fits(value), retained.fits(value), retained.refused]).toEqual([true, true, false, 1]);
  retained.free(value);
  expect(retained.fits(value)).toBe(true);
  expect(retained.bytes).toBeGreaterThan(600);
  expect(retained.fits('é'.repeat(50))).toBe(true);
  expect([new Retained(1_000).fits('é'.repeat(600)), new Retained(1_000).fits('€'.repeat(600))]).toEqual([true, false]);
});

test('what a conclusion needs and has no room is an error that says how to need less', () => {
  const retained = new Retained(1_024 * 1_024);
  expect(retained.add('small')).toBe('small');
  expect(() => retained.add(['x'.repeat(1_100_000)])).toThrow('would keep more than 1 MiB in memory');
});

test('a value nested a million deep is counted, not followed to the end of the stack', () => {
  let deep: unknown = 'x';
  for (let level = 0; level < 1_000_000; level += 1) deep = [deep];
  expect(new Retained(1_000_000_000).fits(deep)).toBe(true);
});
