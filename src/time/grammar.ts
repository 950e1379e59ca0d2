import type { DurationLikeObject } from 'luxon';
import { timeOfDay, timeOn, unitSpan, type CalendarUnit, type Clock, type Reading } from './calendar.js';

/** Reads one form of words; undefined when the text is not of that form. The text is in lower case with single spaces. */
type Form = (text: string, clock: Clock) => Reading | undefined;

const UNITS: Readonly<Record<string, string>> = {
  s: 'seconds', sec: 'seconds', secs: 'seconds', second: 'seconds', seconds: 'seconds',
  m: 'minutes', min: 'minutes', mins: 'minutes', minute: 'minutes', minutes: 'minutes',
  h: 'hours', hr: 'hours', hrs: 'hours', hour: 'hours', hours: 'hours',
  d: 'days', day: 'days', days: 'days', w: 'weeks', wk: 'weeks', wks: 'weeks', week: 'weeks', weeks: 'weeks', fortnight: 'fortnights', fortnights: 'fortnights',
  mo: 'months', month: 'months', months: 'months', quarter: 'quarters', quarters: 'quarters', y: 'years', yr: 'years', yrs: 'years', year: 'years', years: 'years',
};
const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const UNIT = Object.keys(UNITS).sort((a, b) => b.length - a.length).join('|');
const AMOUNT = `(\\d{1,6}(?:\\.\\d{1,3})?|an?|half an?|${NUMBERS.join('|')})`;
const EXACT = new Set(['seconds', 'minutes', 'hours']);

/** Forms in the order in which they are tried. */
const forms: readonly Form[] = [now, offset, rollingSpan, dayWord, calendarUnit, quarter, monthOrYear, weekday, edge, time];

/** Reads what the project's own grammar knows, chrono being unsure of it or taking it for something else. */
export function readForms(text: string, clock: Clock): Reading | undefined {
  for (const form of forms) {
    const reading = form(text, clock);
    if (reading !== undefined) return reading;
  }
  return undefined;
}

function now(text: string, clock: Clock): Reading | undefined {
  return /^(right )?now$|^(the )?current time$/.test(text) ? { start: clock.now, understood: 'now' } : undefined;
}

/** "7d", "-90m", "3 days ago", "a fortnight ago", "in 2 hours", "2 hours from now". */
function offset(text: string, { now: from }: Clock): Reading | undefined {
  const match = new RegExp(`^(-|\\+|in )?${AMOUNT} ?(${UNIT})( ago| earlier| before now| from now| later)?$`).exec(text);
  if (match === null) return undefined;
  const [, sign = '', amount = '', unit = '', direction = ''] = match;
  const future = sign === '+' || sign === 'in ' || /from now|later/.test(direction);
  if (future && (sign === '-' || direction === ' ago' || direction === ' earlier' || direction === ' before now')) return undefined;
  if (/^[a-z]/.test(amount) && sign === '' && direction === '') return undefined;
  const duration = durationOf(amount, unit);
  if (duration === undefined) return undefined;
  const start = future ? from.plus(duration) : from.minus(duration);
  const exact = EXACT.has(UNITS[unit] ?? '') ? '' : ', the same time of day';
  return { start, understood: `${amount} ${UNITS[unit] ?? unit} ${future ? 'after' : 'before'} now${exact}` };
}

/** "last 24 hours", "past 7 days", "the last hour": up to now. A single day or longer ("last week") is the calendar's, unless it says "past". */
function rollingSpan(text: string, { now: end }: Clock): Reading | undefined {
  const match = new RegExp(`^(last|past|previous) (?:${AMOUNT} ?)?(${UNIT})$`).exec(text);
  if (match === null) return undefined;
  const [, word = '', amount, unit = ''] = match;
  if (amount === undefined && word !== 'past' && !EXACT.has(UNITS[unit] ?? '')) return undefined;
  const duration = durationOf(amount ?? 'one', unit);
  return duration === undefined ? undefined : { start: end.minus(duration), end, understood: `the ${amount ?? 'one'} ${UNITS[unit] ?? unit} up to now` };
}

function dayWord(text: string, { now: today }: Clock): Reading | undefined {
  const match = /^(today|yesterday|tomorrow|(?:the )?day before yesterday|(?:the )?day after tomorrow)(?:,? (?:at )?(.+))?$/.exec(text);
  if (match === null) return undefined;
  const [, word = '', clockTime] = match;
  const offsets: Readonly<Record<string, number>> = { today: 0, yesterday: -1, tomorrow: 1, 'day before yesterday': -2, 'day after tomorrow': 2 };
  const span = unitSpan(today, 'day', offsets[word.replace(/^the /, '')] ?? 0, word);
  return clockTime === undefined ? span : onDay(span, clockTime);
}

function calendarUnit(text: string, { now: today }: Clock): Reading | undefined {
  const match = /^(this|current|last|previous|next|the)? ?(day|week|month|quarter|year)$/.exec(text);
  if (match === null) return undefined;
  const [, which = 'this', unit = ''] = match;
  if (!isUnit(unit)) return undefined;
  const step = which === 'last' || which === 'previous' ? -1 : which === 'next' ? 1 : 0;
  return unitSpan(today, unit, step, `${['this', 'last', 'next'][step === 0 ? 0 : step === -1 ? 1 : 2] ?? ''} ${unit}`);
}

/** "Q3 2025", "2025 Q3", "2025-Q3"; without a year the most recent one that has begun. */
function quarter(text: string, { now: today }: Clock): Reading | undefined {
  const match = /^(?:q([1-4])(?:[ -]?(\d{4}))?|(\d{4})[ -]?q([1-4]))$/.exec(text);
  if (match === null) return undefined;
  const number = Number(match[1] ?? match[4]);
  const given = match[2] ?? match[3];
  const year = given === undefined ? today.year - (number > today.quarter ? 1 : 0) : Number(given);
  return unitSpan(today.set({ year, month: number * 3, day: 1 }), 'quarter', 0, 'the quarter');
}

/** "2025", "2026-11", "November 2026", "March": without a year the most recent one that has begun. */
function monthOrYear(text: string, { now: today }: Clock): Reading | undefined {
  const year = /^((?:19|20)\d{2})$/.exec(text)?.[1];
  if (year !== undefined) return unitSpan(today.set({ year: Number(year), month: 1, day: 1 }), 'year', 0, 'the year');
  const numeric = /^((?:19|20)\d{2})-(0[1-9]|1[0-2])$/.exec(text);
  if (numeric !== null) return unitSpan(today.set({ year: Number(numeric[1]), month: Number(numeric[2]), day: 1 }), 'month', 0, 'the month');
  const named = /^(?:(last|this) )?([a-z]{3,9})\.?(?:,? ((?:19|20)\d{2}))?$/.exec(text) ?? /^()in ([a-z]{3,9})()$/.exec(text);
  const month = named === null ? 0 : MONTHS.findIndex((name) => name === named[2] || name.slice(0, 3) === named[2] || (named[2] === 'sept' && name === 'september')) + 1;
  if (named === null || month === 0) return undefined;
  const begun = month < today.month || (month === today.month && named[1] !== 'last');
  const chosen = named[3] !== undefined && named[3] !== '' ? Number(named[3]) : today.year - (begun || named[1] === 'this' ? 0 : 1);
  return unitSpan(today.set({ year: chosen, month, day: 1 }), 'month', 0, 'the month');
}

/** "Tuesday" and "last Tuesday": the most recent one before today; "this Tuesday": of this week; with a time of day or without. */
function weekday(text: string, { now: today }: Clock): Reading | undefined {
  const match = /^(?:(last|past|this|next) )?([a-z]+)(?:,? (?:at )?(.+))?$/.exec(text);
  const [, which = 'last', name = '', clockTime] = match ?? [];
  const day = WEEKDAYS.findIndex((full) => full === name || full.slice(0, 3) === name || (full.slice(0, 4) === name && name.length === 4)) + 1;
  if (day === 0) return undefined;
  const inWeek = day - today.weekday;
  const step = which === 'this' ? inWeek : which === 'next' ? inWeek + (inWeek > 0 ? 0 : 7) : inWeek - (inWeek < 0 ? 0 : 7);
  const span = unitSpan(today, 'day', step, `${which === 'past' ? 'last' : which} ${WEEKDAYS[day - 1] ?? ''}`);
  return clockTime === undefined ? span : onDay(span, clockTime);
}

/** "beginning of today", "end of last month", "start of the week": an end is the instant at which the span is over. */
function edge(text: string, clock: Clock): Reading | undefined {
  const match = /^(?:the )?(beginning|start|end) of (.+)$/.exec(text);
  if (match === null) return undefined;
  const [, side = '', rest = ''] = match;
  const span = [dayWord, calendarUnit, quarter, monthOrYear, weekday].map((form) => form(rest, clock)).find((reading) => reading?.end !== undefined);
  if (span?.end === undefined) return undefined;
  return side === 'end'
    ? { start: span.end, understood: `the end of ${span.understood} (the instant at which it is over)` }
    : { start: span.start, understood: `the beginning of ${span.understood}` };
}

function time(text: string, { now: today }: Clock): Reading | undefined {
  const clockTime = timeOfDay(text);
  return clockTime === undefined ? undefined : timeOn(today, clockTime, `today at ${text}`);
}

function onDay(span: Reading, text: string): Reading | undefined {
  const clockTime = timeOfDay(text);
  return clockTime === undefined ? undefined : timeOn(span.start, clockTime, `${span.understood} at ${text}`);
}

function durationOf(amount: string, unit: string): DurationLikeObject | undefined {
  const name = UNITS[unit];
  const count = amount.startsWith('half') ? 0.5 : /^an?$/.test(amount) ? 1 : NUMBERS.includes(amount) ? NUMBERS.indexOf(amount) : Number(amount);
  if (name === undefined || (!Number.isInteger(count) && !EXACT.has(name))) return undefined;
  // Half an hour has to stay exact: luxon would round a fraction of a calendar unit.
  if (EXACT.has(name)) return { milliseconds: Math.round(count * (name === 'hours' ? 3_600_000 : name === 'minutes' ? 60_000 : 1_000)) };
  return name === 'fortnights' ? { weeks: count * 2 } : { [name]: count };
}

function isUnit(text: string): text is CalendarUnit {
  return ['day', 'week', 'month', 'quarter', 'year'].includes(text);
}
