import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fitter, fitNotes } from '../../src/answers/fit.js';
import { listAnswer } from '../../src/answers/list.js';
import { objectAnswer } from '../../src/answers/object.js';
import { Locus, valueAt } from '../../src/answers/path.js';
import type { JsonObject, JsonValue } from '../../src/json.js';

const settings = { seed: 20_261_121, numRuns: 40 };

/** Names that a path can hold, and names that it cannot. */
const key = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[a-z]{1,8}$/) },
  { weight: 1, arbitrary: fc.constantFrom('a.b', 'x[0:1]', '*', 'all.*', '', '"', 'ü ü', '[', ']', '…') },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 400 }).map((count) => 'long"key'.repeat(count / 4)) },
);
/** Every shape of value: deep, wide, long, many of each. */
const { value: shape } = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
  object: fc.dictionary(key, tie('value'), { maxKeys: 12 }),
  value: fc.oneof(
    { maxDepth: 6, depthSize: 'large', withCrossShrink: true },
    { weight: 4, arbitrary: fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean(), fc.constant(null)) },
    { weight: 1, arbitrary: fc.integer({ min: 100, max: 2_000 }).map((count) => 'ü"😀\\ab'.repeat(count)) },
    { weight: 1, arbitrary: fc.integer({ min: 50, max: 400 }).map((count) => Array.from({ length: count }, (_, index) => index)) },
    { weight: 1, arbitrary: fc.integer({ min: 50, max: 400 }).map((count) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']))) },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 12 }) },
    { weight: 3, arbitrary: tie('object') },
  ),
}));
const item = fc.dictionary(key, shape, { maxKeys: 12 });
const bound = fc.constantFrom(2_000, 2_500, 6_000, 25_000);
const notes = fc.array(fc.nat({ max: 4_000 }).map((length) => 'n'.repeat(length)), { maxLength: 5 });
const fields = fc.option(fc.array(fc.oneof(key, fc.constantFrom('*', 'profile.*', 'a.*', 'a.b.c', 'k1[3:]')), { minLength: 1, maxLength: 50 }), { nil: undefined });

describe('whatever it is made of, an answer stays within its bound', () => {
  test('a single thing', () => {
    fc.assert(fc.property(item, fields, notes, bound, (thing, asked, said, maxCharacters) => {
      const { answer, text } = objectAnswer({ kind: 'thing', item: thing, notes: said, maxCharacters, ...(asked === undefined ? {} : { fields: asked }) });
      expect(text.length).toBeLessThanOrEqual(maxCharacters);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(answer)));
    }), settings);
  });

  test('a list, its first row at the least', () => {
    fc.assert(fc.property(fc.array(item, { maxLength: 6 }), fields, notes, bound, fc.boolean(), fc.integer({ min: 10, max: 30_000 }), (items, asked, said, maxCharacters, more, cursorLength) => {
      const { answer, text } = listAnswer({
        items, defaultColumns: ['id', 'a', 'b.c'], more, notes: said, maxCharacters, narrower: 'Fewer `fields` fit more rows.',
        cursor: () => 'c'.repeat(cursorLength), reach: () => ['r'.repeat(5_000)], ...(asked === undefined ? {} : { fields: asked }),
      });
      expect(text.length).toBeLessThanOrEqual(maxCharacters);
      expect(answer.rows.length).toBe(answer.page.returned);
      expect(answer.page.has_more).toBe(more || answer.rows.length < items.length);
      if (items.length > 0) expect(answer.rows.length).toBeGreaterThan(0);
      for (const row of answer.rows) expect(row).toHaveLength(answer.columns.length);
    }), settings);
  });
});

/** Texts of characters that stand nowhere else in the object, so that each shows whether it was seen. */
function withUniqueText(value: JsonValue): { value: JsonValue; text: Set<string> } {
  let next = 0x4e00;
  const text = new Set<string>();
  const replaced = (one: JsonValue): JsonValue => {
    if (typeof one === 'string') {
      return Array.from({ length: Math.min(one.length, 0x9ff0 - next) }, () => {
        const letter = String.fromCharCode((next += 1));
        text.add(letter);
        return letter;
      }).join('');
    }
    if (Array.isArray(one)) return one.map(replaced);
    return typeof one === 'object' && one !== null ? Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, replaced(inner)])) : one;
  };
  return { value: replaced(value), text };
}

test('what was cut is named by paths that can be asked for as they stand, and asking reaches all of it', () => {
  fc.assert(fc.property(item, fc.integer({ min: 400, max: 3_000 }), (raw, room) => {
    const { value: thing, text } = withUniqueText(raw) as { value: JsonObject; text: Set<string> };
    const seen = new Set<string>();
    const ask = ['']; // the object itself
    const asked = new Set<string>();
    for (let path = ask.pop(); path !== undefined; path = ask.pop()) {
      if (asked.has(path)) throw new Error(`asked twice: ${path}`);
      asked.add(path);
      const value = path === '' ? thing : valueAt(thing, path);
      if (value === undefined) throw new Error(`nothing at ${path}`);
      const fitted = new Fitter().fit(value, room, Locus.of(path, thing));
      expect(JSON.stringify(fitted.value).length).toBeLessThanOrEqual(room);
      for (const letter of JSON.stringify(fitted.value)) if (text.has(letter)) seen.add(letter);
      ask.push(...fitted.cut);
    }
    expect([...text].filter((letter) => !seen.has(letter))).toEqual([]);
  }), settings);
});

test.each<[string, JsonValue | undefined]>([
  ['note[2:]', 'cdef'],
  ['note[:3]', 'abc'],
  ['note[1:3]', 'bc'],
  ['list[1:2]', [{ name: 'two', tags: ['x', 'y'] }]],
  ['list[1:].name', ['two', 'three']],
  ['list.name[1:]', undefined],
  ['list[1]', { name: 'two', tags: ['x', 'y'] }],
  ['list[1].name[1:]', 'wo'],
  ['list[1].tags[1:]', ['y']],
  ['list[1].tags[1]', 'y'],
  ['list.tags[0]', [null, 'x', null]],
  ['odd[0:1]', { 'a.b': 'dotted' }],
  ['odd[0]', 'dotted'],
  ['odd[0][2:]', 'tted'],
  ['[0:1]', { note: 'abcdef' }],
  ['[1][0].name', 'one'],
  ['literal[0:1]', 'as it is'],
  ['note[2]', undefined],
  ['list[1]name', undefined],
  ['list[1]..name', undefined],
  ['nothing[2:]', undefined],
])('the path %s', (path, expected) => {
  const thing: JsonObject = { note: 'abcdef', list: [{ name: 'one' }, { name: 'two', tags: ['x', 'y'] }, { name: 'three' }], odd: { 'a.b': 'dotted', c: 1 }, 'literal[0:1]': 'as it is' };
  expect(valueAt(thing, path)).toEqual(expected);
});

test('a cut text says how much of it is here, keeps pairs of surrogates, and its path goes on exactly there', () => {
  const thing = { note: '😀'.repeat(500) };
  const { value, cut } = new Fitter().fit(thing.note, 301, Locus.of('note', thing));
  const [, kept = ''] = /^(.*)…\[cut: \d+ of 1000 characters\]$/su.exec(String(value)) ?? [];
  expect(kept.length).toBeGreaterThan(200);
  expect(kept.isWellFormed()).toBe(true);
  expect(cut).toEqual([`note[${kept.length}:]`]);
  expect(kept + String(valueAt(thing, cut[0]!))).toBe(thing.note);
});

test('short values stay whole beside long ones', () => {
  const thing = { id: 'short', long: 'x'.repeat(5_000), name: 'also short', list: Array.from({ length: 5_000 }, () => 1) };
  const { value, cut } = new Fitter().fit(thing, 1_000, Locus.of('', thing));
  expect(value).toMatchObject({ id: 'short', name: 'also short' });
  expect(cut).toHaveLength(2);
});

test('the columns of a wildcard beyond any bound are asked for by their position', () => {
  const wide = { profile: Object.fromEntries(Array.from({ length: 1_300 }, (_, index) => [`attribute${index}`, `value ${index}`])) };
  const found = new Map<string, JsonValue | undefined>();
  const ask = ['profile.*'];
  for (let field = ask.pop(); field !== undefined; field = ask.pop()) {
    const { answer, text } = listAnswer({ items: [wide], fields: [field], defaultColumns: [], more: false, cursor: () => undefined, reach: () => [], notes: [], maxCharacters: 6_000, narrower: '' });
    expect(text.length).toBeLessThanOrEqual(6_000);
    for (const [index, column] of answer.columns.entries()) found.set(column, answer.rows[0]?.[index]);
    ask.push(...(answer.notes ?? []).flatMap((note) => note.match(/profile\.\*\[\d+:\d*\]/g) ?? []));
  }
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(Object.entries(wide.profile).map(([name, value]) => [`profile.${name}`, value])));
});

test('notes that do not fit are counted', () => {
  expect(fitNotes(['a', 'b'.repeat(900), 'c'], 400)).toEqual(['a', `${'b'.repeat(199)}…`, 'c']);
  expect(fitNotes(Array.from({ length: 40 }, (_, index) => `note number ${index}`), 300).at(-1)).toMatch(/^\d+ more notes do not fit here\.$/);
});
