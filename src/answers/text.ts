/**
 * Text from the org is written by strangers. Removes what a reader cannot see but a model can: C0 and C1 controls (line breaks and tabs
 * become spaces), bidirectional controls, zero-width and other invisible format characters, tag characters, lone surrogates.
 * Ordinary text in any script is untouched: joiners stay where scripts and emoji need them, and so do the three flags made of tags.
 */
export function cleanText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/[\t\n\r\v\f\u0085\u2028\u2029]+/g, ' ')
    .replace(FLAG_OR_TAGS, (run) => (FLAGS.has(run) ? run : run.startsWith(BLACK_FLAG) ? BLACK_FLAG : ''))
    .replace(JOINERS, (joiner, offset: number, whole: string) => (keepsJoiner(whole, offset) ? joiner : ''))
    .replace(INVISIBLE, '')
    .replace(SELECTORS, '$1');
}

// Built from code points, so that no invisible character stands in this file.
const ranges = (...pairs: readonly (readonly [number, number])[]): string =>
  pairs.map(([from, to]) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`).join('');

const BLACK_FLAG = String.fromCodePoint(0x1f3f4);
const tags = (text: string): string => text.replace(/./g, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0)));
/** England, Scotland and Wales: the only flags of tag characters that Unicode recommends. */
const FLAGS = new Set(['gbeng', 'gbsct', 'gbwls'].map((region) => `${BLACK_FLAG}${tags(region)}${String.fromCodePoint(0xe007f)}`));

const TAGS = ranges([0xe0000, 0xe007f]);
const FLAG_OR_TAGS = new RegExp(`${BLACK_FLAG}?[${TAGS}]+`, 'gu');
/** ZERO WIDTH NON-JOINER and JOINER: part of the spelling in Persian and Indic scripts, and of emoji sequences. */
const JOINERS = /[\u200c\u200d]/gu;
const INVISIBLE = new RegExp(
  `[${ranges(
    [0x00, 0x1f], [0x7f, 0x9f], [0xad, 0xad], [0x61c, 0x61c], [0x180e, 0x180e], [0x200b, 0x200b], [0x200e, 0x200f], [0x202a, 0x202e],
    [0x2060, 0x206f], [0xfeff, 0xfeff], [0xfff9, 0xfffb], [0x1d173, 0x1d17a], [0xe0080, 0xe00ff], [0xe01f0, 0xe0fff],
  )}]`,
  'gu',
);
/** One variation selector chooses a glyph; a run of them can only carry hidden bytes. */
const SELECTORS = new RegExp(`([${ranges([0xfe00, 0xfe0f], [0xe0100, 0xe01ef])}])[${ranges([0xfe00, 0xfe0f], [0xe0100, 0xe01ef])}]+`, 'gu');
const SUSPECT = new RegExp(`[${ranges([0x00, 0x1f], [0x7f, 0x9f], [0xad, 0xad], [0x61c, 0x61c], [0x180e, 0x180e], [0x200b, 0x200f], [0x2028, 0x202e],
  [0x2060, 0x206f], [0xfe00, 0xfe0f], [0xfeff, 0xfeff], [0xfff9, 0xfffb], [0x1d173, 0x1d17a], [0xd800, 0xdfff], [0xe0000, 0xe0fff])}]`, 'u');

const JOINED_LETTER = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
const EMOJI_PART = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u;

function keepsJoiner(text: string, offset: number): boolean {
  const before = /.$/su.exec(text.slice(Math.max(0, offset - 2), offset))?.[0] ?? '';
  const after = String.fromCodePoint(text.codePointAt(offset + 1) ?? 0x20);
  if (JOINED_LETTER.test(before)) return JOINED_LETTER.test(after);
  return text[offset] === '\u200d' && EMOJI_PART.test(before) && /\p{Extended_Pictographic}/u.test(after);
}
