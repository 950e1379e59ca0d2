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
