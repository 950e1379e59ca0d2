import { DateTime } from 'luxon';
import { readIso, readWords, understoodPart } from './absolute.js';
import { isTimeZone, type Clock, type Reading } from './calendar.js';
import { readForms } from './grammar.js';

export { isTimeZone };

/** How words about time were understood. Instants are UTC, in Okta's format: 2026-11-01T00:00:00.000Z. */
export interface TimeReading {
  /** The instant the words name; for a span its start. */
  readonly instant: string;
  /** Only for words that mean a span ("yesterday", "last week", "Q3 2025", "2026-11-01"): start inclusive, end exclusive. */
  readonly span?: { readonly start: string; readonly end: string };
  /** In words, for a reader to check. */
  readonly understood: string;
}

export type TimeAnswer =
  | { readonly ok: true; readonly reading: TimeReading }
  /** What went wrong: complete sentences with the part that was understood, if any, and examples that work. */
  | { readonly ok: false; readonly message: string };

const LONGEST = 200;
const EXAMPLES = '"24 hours ago", "end of last month", "2026-11-01T08:00:00Z"';
/** Words before a time that change nothing about it. */
const LEADING = /^(since|from|on|at|until|till|by|as of|the)\s+/;
const AMBIGUOUS = /\b\d{1,2}(\/\d{1,2}(\/\d{2,4})?|\.\d{1,2}\.\d{2,4}|-\d{1,2}-\d{2,4})\b/;

/**
 * Reads words about time. Words that are understood only in part are refused, never guessed: chrono alone takes "beginning of today" for now.
 * @param options.zone an IANA name (see isTimeZone): where days begin and clocks are read
 */
export function readTime(text: string, options: { readonly now: Date; readonly zone: string }): TimeAnswer {
  const clock: Clock = { now: DateTime.fromJSDate(options.now, { zone: options.zone }), zone: options.zone };
  const words = text.trim().replace(/\s+/g, ' ').toLowerCase();
  if (words === '') return refusal('The time expression is empty.');
  if (words.length > LONGEST) return refusal(`A time expression may have at most ${LONGEST} characters.`);
  if (/^\d{9,}$/.test(words)) return refusal('A bare number may be seconds or milliseconds.');
  if (AMBIGUOUS.test(words)) return refusal('A date of numbers alone may have the day or the month first; write it as 2026-11-01.');
  const reading = read(words, clock);
  return reading === undefined ? refusal(partial(words, clock)) : { ok: true, reading: told(reading) };
}

function read(words: string, clock: Clock): Reading | undefined {
  for (let rest = words; ; rest = rest.replace(LEADING, '')) {
    const reading = readIso(rest, clock) ?? readForms(rest, clock) ?? readWords(rest, clock);
    if (reading !== undefined || !LEADING.test(rest)) return usable(reading);
  }
}

/** Beyond these years JavaScript writes dates in another form, which Okta does not read. */
function usable(reading: Reading | undefined): Reading | undefined {
  const years = reading === undefined ? [] : [reading.start, reading.end ?? reading.start].map((instant) => (instant.isValid ? instant.year : 0));
  return years.every((year) => year >= 1900 && year <= 9000) ? reading : undefined;
}

function told({ start, end, understood }: Reading): TimeReading {
  const iso = (instant: DateTime): string => instant.toJSDate().toISOString();
  return { instant: iso(start), ...(end === undefined ? {} : { span: { start: iso(start), end: iso(end) } }), understood };
}

function partial(words: string, clock: Clock): string {
  const part = understoodPart(words, clock)?.replace(/[^\p{L}\p{N} :,.+-]/gu, '').slice(0, 60);
  return part === undefined || part === words ? 'This time expression is not understood.' : `Only "${part}" of this time expression is understood, so it is not used.`;
}

function refusal(what: string): TimeAnswer {
  return { ok: false, message: `${what} Examples that work: ${EXAMPLES}.` };
}
