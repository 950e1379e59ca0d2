import { DateTime } from 'luxon';
import { casual, strict } from 'chrono-node/en';
import { unitSpan, type Clock, type Reading } from './calendar.js';

const ISO_DATE = /^\d{4}-(\d{2}-\d{2}|w\d{2}(-\d)?|\d{3})$/i;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?( ?z|[+-]\d{2}(:?\d{2})?)?$/i;

/** ISO 8601: a date is that day, a time without an offset is in the clock's zone. Undefined when the text is not of that form or names no real date. */
export function readIso(text: string, { zone }: Clock): Reading | undefined {
  if (ISO_DATE.test(text)) {
    const start = DateTime.fromISO(text.toUpperCase(), { zone });
    if (!start.isValid) return undefined;
    return unitSpan(start, /w\d{2}$/i.test(text) ? 'week' : 'day', 0, 'the date');
  }
  if (!ISO_TIME.test(text)) return undefined;
  const start = DateTime.fromISO(text.toUpperCase().replace(' Z', 'Z').replace(' ', 'T'), { zone });
  if (!start.isValid) return undefined;
  return { start, understood: `the time given${/(z|[+-]\d{2}(:?\d{2})?)$/i.test(text.slice(10)) ? '' : `, in ${zone}`}` };
}

/**
 * Dates in words, by chrono: "1 November 2026", "Nov 1 at 14:00", "Tue, 3 Nov 2026 10:00 GMT". Its components are put together in the
 * clock's zone, since its own result knows offsets only. A date without a year is the most recent one. Undefined unless chrono read the whole text.
 */
export function readWords(text: string, clock: Clock): Reading | undefined {
  // chrono knows 29 February only in the year it would guess.
  if (/^(29(th)?( of)? feb(ruary)?|feb(ruary)? 29(th)?)$/.test(text)) {
    return unitSpan(latest((year) => DateTime.fromObject({ year, month: 2, day: 29 }, { zone: clock.zone }), clock), 'day', 0, 'the date');
  }
  if (!/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/.test(text)) return undefined;
  const [result, second] = strict.parse(text, reference(clock));
  if (result === undefined || second !== undefined || result.end || result.text.trim().length !== text.replace(/^the /, '').length) return undefined;
  const { start } = result;
  const [month, day, year] = [start.get('month'), start.get('day'), start.get('year')];
  if (!start.isCertain('day') || !start.isCertain('month') || month === null || day === null || year === null) return undefined;
  const offset = start.isCertain('timezoneOffset') ? start.get('timezoneOffset') : null;
  const zone = offset === null ? clock.zone : `UTC${offset < 0 ? '-' : '+'}${String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0')}:${String(Math.abs(offset) % 60).padStart(2, '0')}`;
  const time = start.isCertain('hour') ? { hour: start.get('hour') ?? 0, minute: start.get('minute') ?? 0, second: start.get('second') ?? 0 } : undefined;
  const at = (chosen: number): DateTime => DateTime.fromObject({ year: chosen, month, day, ...time }, { zone });
  const chosen = start.isCertain('year') ? at(year) : latest(at, clock);
  if (!chosen.isValid) return undefined;
  const inZone = chosen.setZone(clock.zone);
  return time === undefined ? unitSpan(inZone, 'day', 0, 'the date') : { start: inZone, understood: `${chosen.toFormat('yyyy-MM-dd HH:mm:ss')} in ${zone}` };
}

/** The part of a text that chrono makes something of, for the error that refuses the whole. */
export function understoodPart(text: string, clock: Clock): string | undefined {
  return casual.parse(text, reference(clock))[0]?.text;
}

/** The most recent of the years in which the date exists and has begun: a log is about the past. */
function latest(at: (year: number) => DateTime, { now }: Clock): DateTime {
  for (let year = now.year; year > now.year - 8; year -= 1) {
    const date = at(year);
    if (date.isValid && date <= now) return date;
  }
  return DateTime.invalid('no such date');
}

function reference({ now }: Clock): { instant: Date; timezone: number } {
  return { instant: now.toJSDate(), timezone: now.offset };
}

