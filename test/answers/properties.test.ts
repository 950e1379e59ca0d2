import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowOf, valueAt } from '../../src/answers/columns.js';
import { CursorError, cursorKey, Cursors } from '../../src/answers/cursor.js';
import { listAnswer } from '../../src/answers/list.js';
import { objectAnswer } from '../../src/answers/object.js';
import { Redactor } from '../../src/answers/redact.js';
import { cleanText } from '../../src/answers/text.js';
import type { JsonObject, JsonValue } from '../../src/json.js';
import { readTime } from '../../src/time/expression.js';
import { readWindow } from '../../src/time/window.js';

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
const object = fc.dictionary(fc.string({ maxLength: 12 }).filter((key) => key !== '__proto__'), json, { maxKeys: 8 }) as fc.Arbitrary<JsonObject>;
const long = fc.oneof(json, fc.string({ minLength: 2_000, maxLength: 9_000 }), fc.array(fc.string({ maxLength: 300 }), { maxLength: 60 })) as fc.Arbitrary<JsonValue>;
const cursors = new Cursors(() => cursorKey({ secret: 'a-secret', origin: 'https://acme.okta.com', redact: [] }));
const settings = { seed: 20_261_121, numRuns: 300 };

test('a cursor comes back as it went, for its tool and arguments only', () => {
  fc.assert(
    fc.property(fc.string(), fc.dictionary(fc.string(), fc.string()), fc.record({ query: fc.string(), skip: fc.nat(), last: fc.string() }), (tool, args, position) => {
      const { last, ...rest } = position;
      const expected = { ...rest, last };
      const text = cursors.encode(tool, args, position)!;
      expect(text).toMatch(/^[\w-]+$/);
      expect(cursors.decode(text, tool, args)).toEqual(expected);
      expect(cursors.decode(text, tool, {})).toEqual(expected);
      expect(() => cursors.decode(text, `${tool}x`, args)).toThrow(CursorError);
      expect(() => cursors.decode(text, tool, { ...args, other: 'x' })).toThrow(CursorError);
      expect(() => cursors.decode(text.slice(1), tool, args)).toThrow(CursorError);
    }),
    settings,
  );
});

test('whatever is no cursor is refused as such', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => { expect(() => cursors.decode(text, 't', {})).toThrow(CursorError); }), settings);
});

test('rows of any items fit the bound, lose none of those shown, and the cursor stands behind the last', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.constantFrom('id', 'a', 'b', 'c'), long, { maxKeys: 4 }) as fc.Arbitrary<JsonObject>, { maxLength: 12 }), fc.integer({ min: 2_000, max: 20_000 }), (items, maxCharacters) => {
      const { answer } = listAnswer({ items, fields: ['*'], defaultColumns: [], more: false, cursor: (shown) => `cursor-${shown}`, reach: () => [], notes: ['a note'], maxCharacters, narrower: '' });
      expect(JSON.stringify(answer).length).toBeLessThanOrEqual(maxCharacters);
      expect(answer.rows.length).toBe(answer.page.returned);
      expect(answer.page.has_more).toBe(answer.rows.length < items.length);
      expect(answer.page.after).toBe(answer.page.has_more ? `cursor-${answer.rows.length}` : undefined);
      if (items.length > 0) expect(answer.rows.length).toBeGreaterThan(0);
      if (answer.rows.length > 1) expect(answer.rows).toEqual(items.slice(0, answer.rows.length).map((item) => [item]));
    }),
    { ...settings, numRuns: 150 },
  );
});

test('a single thing of any shape fits the bound', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ maxLength: 10 }).filter((key) => key !== '__proto__'), long, { maxKeys: 12 }) as fc.Arbitrary<JsonObject>, fc.integer({ min: 2_000, max: 20_000 }), (item, maxCharacters) => {
      expect(objectAnswer({ kind: 'thing', item, fields: ['*'], notes: [], maxCharacters }).text.length).toBeLessThanOrEqual(maxCharacters);
    }),
    { ...settings, numRuns: 150 },
  );
});

test('a path finds what stands there, and `*` is the object itself', () => {
  fc.assert(
    fc.property(object, fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { minLength: 1, maxLength: 4 }), json, (base, path, value) => {
      const nested = path.reduceRight<JsonValue>((inner, key) => ({ [key]: inner }), value);
      const item: JsonObject = { ...base, ...(nested as JsonObject) };
      if (!Object.hasOwn(item, path.join('.'))) expect(valueAt(item, path.join('.'))).toEqual(value);
      expect(rowOf(item, [{ name: '*' }])).toEqual([item]);
    }),
    settings,
  );
});

test('cleaning leaves no invisible character, changes nothing twice, and keeps what has none', () => {
  const invisible = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]/u;
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const clean = cleanText(text);
      expect(clean).not.toMatch(invisible);
      expect(clean.isWellFormed()).toBe(true);
      expect(cleanText(clean)).toBe(clean);
    }),
    { ...settings, numRuns: 2_000 },
  );
  fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => { expect(cleanText(text)).toBe(text); }), settings);
});

test('a secret under a secret name never comes through, whatever stands around it', () => {
  const redactor = new Redactor({ paths: ['profile.*Phone'] });
  fc.assert(
    fc.property(object, fc.constantFrom('client_secret', 'clientSecret', 'password', 'apiToken', 'sharedSecret', 'privateKey', 'answer', 'access_token'), fc.array(fc.stringMatching(/^[a-z]{1,6}$/), { maxLength: 4 }), (base, name, path) => {
      const item = path.reduceRight<JsonObject>((inner, key) => ({ [key]: [inner] }), { ...base, [name]: 'CANARY-VALUE' });
      expect(JSON.stringify(redactor.clean({ ...item, profile: { workPhone: 'CANARY-VALUE' } }, new Set()))).not.toContain('CANARY');
    }),
    settings,
  );
});

test('any words about time are read or refused, and what is read is a real instant', () => {
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia');
  const word = fc.constantFrom('last', 'this', 'next', 'beginning', 'end', 'of', 'the', '3', '31', 'days', 'ago', 'week', 'Q3', '2025', 'monday', 'yesterday', 'at', '5pm', 'november', '17:30', 'and', '2026-02-29', '-90m', 'half', 'an', 'hour');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }), zone, (words, now, name) => {
      const answer = readTime(words.join(' '), { now, zone: name });
      if (!answer.ok) return;
      expect(answer.reading.instant).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      if (answer.reading.span !== undefined) expect(Date.parse(answer.reading.span.end)).toBeGreaterThan(Date.parse(answer.reading.span.start));
      const window = readWindow({ since: words.join(' ') }, { now, zone: name });
      if (window.ok) expect(Date.parse(window.window.since)).toBeLessThan(Date.parse(window.window.until));
    }),
    { ...settings, numRuns: 1_500 },
  );
});
