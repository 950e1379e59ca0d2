import type { DateTime} from 'luxon';
import { IANAZone } from 'luxon';

/** What words about time mean: an instant, or a span when there is an end (exclusive). Everything is in the zone that was asked for. */
export interface Reading {
  readonly start: DateTime;
  readonly end?: DateTime;
  /** How the words were understood, for a reader to check. */
  readonly understood: string;
}

/** What every reader of words needs: now, in the zone that was asked for. */
export interface Clock {
  readonly now: DateTime;
  readonly zone: string;
}

export type CalendarUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** True for an IANA zone name the runtime knows; "UTC" is one. */
export function isTimeZone(name: string): boolean {
  return (name === 'UTC' || name.includes('/')) && IANAZone.isValidZone(name);
}

/** The calendar unit around an instant, weeks beginning on Monday, `offset` units later. */
export function unitSpan(around: DateTime, unit: CalendarUnit, offset: number, understood: string): Reading {
  const start = around.startOf(unit).plus({ [`${unit}s`]: offset }).startOf(unit);
  return { start, end: start.plus({ [`${unit}s`]: 1 }).startOf(unit), understood: `${understood}: ${label(start, unit)}` };
}

/** A time of day on a day. A wall-clock time that a clock change skips is read as the same moment on the changed clock, and said so. */
export function timeOn(day: DateTime, time: TimeOfDay, understood: string): Reading {
  const start = day.startOf('day').set(time);
  const skipped = start.hour !== time.hour || start.minute !== time.minute;
  return { start, understood: skipped ? `${understood} (the clock skips that time that day; taken as ${start.toFormat('HH:mm')})` : understood };
}

export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Reads "17:30", "5pm", "5:30 pm", "noon", "midnight"; undefined for anything else, an impossible time included. */
export function timeOfDay(text: string): TimeOfDay | undefined {
  if (text === 'noon' || text === 'midday') return { hour: 12, minute: 0, second: 0 };
  if (text === 'midnight') return { hour: 0, minute: 0, second: 0 };
  const match = /^(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?\s*(am|pm|a\.m\.|p\.m\.)?$/.exec(text);
  if (match === null) return undefined;
  const [, hours = '', minutes, seconds = '0', half] = match;
  if (minutes === undefined && half === undefined) return undefined;
  const hour = half === undefined ? Number(hours) : halfDay(Number(hours), half.startsWith('p'));
  const time = { hour, minute: Number(minutes ?? 0), second: Number(seconds) };
  return time.hour <= 23 && time.minute <= 59 && time.second <= 59 ? time : undefined;
}

function halfDay(hour: number, afternoon: boolean): number {
  if (hour < 1 || hour > 12) return Number.POSITIVE_INFINITY;
  return (hour % 12) + (afternoon ? 12 : 0);
}

function label(start: DateTime, unit: CalendarUnit): string {
  switch (unit) {
    case 'day':
      return start.toFormat('cccc yyyy-MM-dd', { locale: 'en' });
    case 'week':
      return `the week from Monday ${start.toFormat('yyyy-MM-dd')}`;
    case 'month':
      return start.toFormat('MMMM yyyy', { locale: 'en' });
    case 'quarter':
      return `Q${start.quarter} ${start.year}`;
    case 'year':
      return String(start.year);
  }
}
