import { expect, test } from 'vitest';
import { cleanText } from '../../src/answers/text.js';

const char = String.fromCodePoint;

test.each([
  ['line break', 'a\r\nb', 'a b'],
  ['C0 and C1', `a${char(0)}b${char(7)}c${char(0x85)}d${char(0x9b)}e`, 'abc de'],
  ['bidirectional override', `abc${char(0x202e)}fed${char(0x202c)}`, 'abcfed'],
  ['bidirectional isolate', `${char(0x2066)}x${char(0x2069)}`, 'x'],
  ['zero-width space and BOM', `pass${char(0x200b)}word${char(0xfeff)}`, 'password'],
  ['tag characters', `hi${'ignore'.split('').map((letter) => char(0xe0000 + letter.charCodeAt(0))).join('')}`, 'hi'],
  ['tag characters behind a flag', `${char(0x1f3f4)}${'gbxyz'.split('').map((letter) => char(0xe0000 + letter.charCodeAt(0))).join('')}${char(0xe007f)}`, char(0x1f3f4)],
  ['bytes in variation selectors', `😀${char(0xfe0f)}${char(0xe0110)}${char(0xe0120)}`, `😀${char(0xfe0f)}`],
  ['joiner between Latin letters', `ad${char(0x200d)}min`, 'admin'],
  ['lone surrogate', 'a\ud800b', 'a\ufffdb'],
])('removes %s', (_, text, expected) => {
  expect(cleanText(text)).toBe(expected);
});

test.each([
  "O'Brien", 'Zoë Müller-Łukaszewicz', '山田太郎', 'أحمد', `می${char(0x200c)}خواهم`, `क्${char(0x200d)}ष`, '👩‍👩‍👧‍👦', '🏳️‍🌈', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'é', '👍🏽', `葛${char(0xe0100)}`, '',
])('leaves %s as it is', (text) => {
  expect(cleanText(text)).toBe(text);
});

const LONG = 9_500_000;

test.each([
  ['joiners', '\u200d', LONG, ''],
  ['joiners between letters', 'a\u200c', LONG, 'a'.repeat(LONG)],
  ['variation selectors', '\ufe0f', LONG, '\ufe0f'],
  ['supplementary variation selectors', char(0xe0100), LONG / 2, char(0xe0100)],
  ['tag characters', char(0xe0061), LONG / 2, ''],
  ['flags with tags', `${char(0x1f3f4)}${char(0xe0061)}`, LONG / 4, char(0x1f3f4).repeat(LONG / 4)],
  ['line breaks', '\r\n', LONG, ' '],
  ['zero-width spaces', '\u200b', LONG, ''],
  ['lone surrogates', '\ud800', LONG, '\ufffd'.repeat(LONG)],
])('reads millions of %s', (_, unit, times, expected) => {
  expect(cleanText(unit.repeat(times)) === expected).toBe(true);
}, 60_000);

test.each([
  ['tags that only begin like a flag', `${char(0x1f3f4)}${Array.from('gbeng', (letter) => char(0xe0000 + letter.charCodeAt(0))).join('')}${char(0xe007f)}${char(0xe0061)}`, char(0x1f3f4)],
  ['flag tags behind no flag', `a${Array.from('gbeng', (letter) => char(0xe0000 + letter.charCodeAt(0))).join('')}${char(0xe007f)}b`, 'ab'],
  ['a run of breaks', 'a\r\n\n\tb\nc', 'a b c'],
  ['a selector behind one that is parted by what is removed', `x\ufe0f\u200b\ufe0fy`, 'x\ufe0fy'],
  ['a second joiner', 'می\u200c\u200cخ', 'می\u200cخ'],
  ['a joiner at either end', '\u200d👩\u200d', '👩'],
])('%s is cleaned', (_, text, expected) => {
  expect(cleanText(text)).toBe(expected);
});
