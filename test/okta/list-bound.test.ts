import { expect, test } from 'vitest';
import { ListBound } from '../../src/okta/list-bound.js';

test('a list may go on until it has its pages or its entries', () => {
  const pages = new ListBound({ pages: 3 });
  expect([1, 2, 3].map((page) => pages.mayGoOn(0, `p${page}`))).toEqual([true, true, false]);
  const entries = new ListBound({ entries: 25 });
  expect([1, 2, 3].map((page) => entries.mayGoOn(10, `p${page}`))).toEqual([true, true, false]);
  expect(entries.reached).toBe('3 pages with 30 entries');
});

test('a page that was read before is an error, however long the circle', () => {
  const bound = new ListBound();
  for (let page = 0; page < 50; page += 1) bound.mayGoOn(1, `after=${page}`);
  expect(() => bound.mayGoOn(1, 'after=7')).toThrow('malformed');
});
