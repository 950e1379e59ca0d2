import { expect, test } from 'vitest';
import { KnownSecrets } from '../../src/answers/secrets.js';
import { OPEN, secrecyOf } from '../../src/answers/secret-names.js';
import { cleanText } from '../../src/answers/text.js';
import { unknownEventTypes } from '../../src/tools/event-type-check.js';
import { maskTypedSecret } from '../../src/tools/typed-secret.js';

/** Text of a megabyte made to have patterns go back: each would take minutes in quadratic time. */
const MEGABYTE = 1_000_000;
const fill = (unit: string): string => unit.repeat(Math.ceil(MEGABYTE / unit.length));
const texts = [
  fill('a'), fill('?a'), `?${fill('token')}`, `?${fill('_token')}x`, fill('?token'), fill('&password='), fill('-----BEGIN A'), `-----BEGIN PRIVATE KEY-----${fill('-----END A')}`, `-----BEGIN ${fill('PRIVATE KEY')}`, fill('-----BEGIN PRIVATE KEY-----'),
  `a@${fill('.')} `, `a@${fill('.a')}@`, fill('a@a.'), fill('A a'), `${fill('a.')}\\ `, `${fill('Ab ')}b`, fill('\u200d'), fill('\u200c'), fill('\ufe0f'), fill('\u{e0061}'), fill('\u{1f3f4}\u{e0061}'), fill('\n '), fill('\ud800'), fill('.'), fill('optionalfield1'),
];
const named = texts.map((text): [string, string] => [JSON.stringify(text.slice(0, 30)), text]);

test.each(named)('text of a megabyte that begins with %s is read in linear time', async (_, text) => {
  const secrets = new KnownSecrets(['a-secret-of-this-server']);
  expect(typeof cleanText(text)).toBe('string');
  expect(typeof secrets.removeFrom(text)).toBe('string');
  expect(typeof secrecyOf(text, '', OPEN).text).toBe('boolean');
  expect(await unknownEventTypes(`eventType${' '.repeat(1_000)}${text}`)).toEqual(expect.any(Array));
  expect(maskTypedSecret({ actor: { id: 'unknown', alternateId: text }, target: [{ alternateId: 'x' }] })).toMatchObject({ actor: { id: 'unknown' } });
}, 20_000);
