/**
 * Text from the org is written by strangers. Removes what a reader cannot see but a model can: C0 and C1 controls (line breaks and tabs
 * become spaces), bidirectional controls, zero-width and other invisible format characters, tag characters, lone surrogates.
 * Ordinary text in any script is untouched: joiners stay where scripts and emoji need them, and so do the three flags made of tags.
 * Takes linear time, whatever the text.
 */
export function cleanText(text: string): string {
  return SUSPECT.test(text) ? withoutHidden(text.toWellFormed()) : text;
}

/** What cannot be seen, by first and last code point; some of it is kept in its place. */
const HIDDEN: readonly (readonly [number, number])[] = [
  [0x00, 0x1f], [0x7f, 0x9f], [0xad, 0xad], [0x61c, 0x61c], [0x180e, 0x180e], [0x200b, 0x200f], [0x2028, 0x202e], [0x2060, 0x206f],
  [0xfe00, 0xfe0f], [0xfeff, 0xfeff], [0xfff9, 0xfffb], [0x1d173, 0x1d17a], [0xe0000, 0xe0fff],
];
// Built from code points, so that no invisible character stands in this file. No quantifier: a run of any length must not fill the stack.
const SUSPECT = new RegExp(`[\\ud800-\\udfff${HIDDEN.map(([first, last]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`).join('')}]`, 'u');

const FIRSTS = HIDDEN.map(([first]) => first);
const LASTS = HIDDEN.map(([, last]) => last);

const BREAKS = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x85, 0x2028, 0x2029]);
const [NON_JOINER, JOINER] = [0x200c, 0x200d];
const BLACK_FLAG = String.fromCodePoint(0x1f3f4);
const tags = (text: string): string => text.replace(/./g, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0)));
/** England, Scotland and Wales: the only flags of tag characters that Unicode recommends. */
const FLAG_TAGS = ['gbeng', 'gbsct', 'gbwls'].map((region) => `${tags(region)}${String.fromCodePoint(0xe007f)}`);

const JOINED_LETTER = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
const EMOJI_PART = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u;
const PICTOGRAPH = /\p{Extended_Pictographic}/u;
/** Below it, nothing is joined. */
const FIRST_JOINED = 0xa9;

/** Well-formed text without what is hidden in it: one pass, in which every decision looks at the neighbours only. */
function withoutHidden(text: string): string {
  const kept = new Pieces(text);
  const joined = new Map<number, Joins>();
  let last = 0;
  let afterBreak = false;
  for (let at = 0, width = 1; at < text.length; at += width) {
    const code = text.codePointAt(at) ?? 0;
    width = code > 0xffff ? 2 : 1;
    if (!isHidden(code)) {
      last = code;
      afterBreak = false;
      continue;
    }
    const isBreak = BREAKS.has(code);
    if (isBreak) {
      kept.replace(at, width, afterBreak ? '' : ' ');
      last = 0x20;
    } else if (isTag(code)) {
      const flag = text.startsWith(BLACK_FLAG, at - BLACK_FLAG.length) ? flagTagsAt(text, at) : undefined;
      if (flag === undefined) kept.replace(at, width, '');
      else [last, width] = [0xe007f, flag.length];
    } else if (isSelector(code) ? !isSelector(last) : (code === JOINER || code === NON_JOINER) && keepsJoiner(code, last, text.codePointAt(at + 1) ?? 0x20, joined)) {
      last = code;
    } else {
      kept.replace(at, width, '');
    }
    afterBreak = isBreak;
  }
  return kept.text();
}

function isHidden(code: number): boolean {
  if (code >= 0x20 && code < 0x7f) return false;
  let at = 0;
  while (at < LASTS.length && code > (LASTS[at] ?? 0)) at += 1;
  return code >= (FIRSTS[at] ?? Infinity);
}

function isTag(code: number): boolean {
  return code >= 0xe0000 && code <= 0xe007f;
}

/** One variation selector chooses a glyph; a run of them can only carry hidden bytes. */
function isSelector(code: number): boolean {
  return (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef);
}

/** The tags of a flag that begin there, with no other tag behind them. */
function flagTagsAt(text: string, at: number): string | undefined {
  return FLAG_TAGS.find((flag) => text.startsWith(flag, at) && !isTag(text.codePointAt(at + flag.length) ?? 0));
}

/** ZERO WIDTH NON-JOINER and JOINER are part of the spelling in Persian and Indic scripts, and of emoji sequences. */
function keepsJoiner(joiner: number, before: number, after: number, known: Map<number, Joins>): boolean {
  if (before < FIRST_JOINED || after < FIRST_JOINED || after === JOINER || after === NON_JOINER) return false;
  const [left, right] = [joinsOf(before, known), joinsOf(after, known)];
  return left.letter ? right.letter : joiner === JOINER && left.emoji && right.pictograph;
}

/** What a code point joins with. */
interface Joins {
  readonly letter: boolean;
  readonly emoji: boolean;
  readonly pictograph: boolean;
}

function joinsOf(code: number, known: Map<number, Joins>): Joins {
  const found = known.get(code);
  if (found !== undefined) return found;
  const character = String.fromCodePoint(code);
  const joins = { letter: JOINED_LETTER.test(character), emoji: EMOJI_PART.test(character), pictograph: PICTOGRAPH.test(character) };
  known.set(code, joins);
  return joins;
}

/** Pieces that are joined before they become too many to hold. */
const MAX_PIECES = 4_096;

/** A text of which parts are replaced, from its beginning on; what stays between them is copied whole. */
class Pieces {
  readonly #source: string;
  readonly #joined: string[] = [];
  #pieces: string[] = [];
  #from = 0;

  constructor(source: string) {
    this.#source = source;
  }

  replace(at: number, length: number, by: string): void {
    if (at > this.#from) this.#pieces.push(this.#source.slice(this.#from, at));
    if (by !== '') this.#pieces.push(by);
    this.#from = at + length;
    if (this.#pieces.length >= MAX_PIECES) this.#join();
  }

  text(): string {
    this.#pieces.push(this.#source.slice(this.#from));
    this.#join();
    return this.#joined.join('');
  }

  #join(): void {
    this.#joined.push(this.#pieces.join(''));
    this.#pieces = [];
  }
}
