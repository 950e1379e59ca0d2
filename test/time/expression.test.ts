import { describe, expect, test } from 'vitest';
import { isTimeZone, readTime } from '../../src/time/expression.js';

function read(text: string, now: string, zone = 'UTC'): string {
  const answer = readTime(text, { now: new Date(now), zone });
  if (!answer.ok) return `refused: ${answer.message}`;
  const { instant, span } = answer.reading;
  const short = (iso: string): string => iso.replace('.000Z', 'Z').replace(':00Z', 'Z');
  if (span !== undefined) expect(span.start).toBe(instant);
  return span === undefined ? short(instant) : `${short(span.start)} to ${short(span.end)}`;
}

describe('at Saturday 2026-11-21 12:34:56 UTC', () => {
  const now = '2026-11-21T12:34:56.000Z';
  test.each([
    ['now', '2026-11-21T12:34:56Z'],
    ['today', '2026-11-21T00:00Z to 2026-11-22T00:00Z'],
    ['Yesterday', '2026-11-20T00:00Z to 2026-11-21T00:00Z'],
    ['tomorrow', '2026-11-22T00:00Z to 2026-11-23T00:00Z'],
    ['the day before yesterday', '2026-11-19T00:00Z to 2026-11-20T00:00Z'],
    ['beginning of today', '2026-11-21T00:00Z'],
    ['end of yesterday', '2026-11-21T00:00Z'],
    ['end of today', '2026-11-22T00:00Z'],
    ['start of this week', '2026-11-16T00:00Z'],
    ['end of last month', '2026-11-01T00:00Z'],
    ['beginning of the month', '2026-11-01T00:00Z'],
    ['start of the year', '2026-01-01T00:00Z'],
    ['beginning of last quarter', '2026-07-01T00:00Z'],
    ['end of Q1 2026', '2026-04-01T00:00Z'],
    ['start of November', '2026-11-01T00:00Z'],
    ['last week', '2026-11-09T00:00Z to 2026-11-16T00:00Z'],
    ['this week', '2026-11-16T00:00Z to 2026-11-23T00:00Z'],
    ['last month', '2026-10-01T00:00Z to 2026-11-01T00:00Z'],
    ['last quarter', '2026-07-01T00:00Z to 2026-10-01T00:00Z'],
    ['this quarter', '2026-10-01T00:00Z to 2027-01-01T00:00Z'],
    ['last year', '2025-01-01T00:00Z to 2026-01-01T00:00Z'],
    ['Q3 2025', '2025-07-01T00:00Z to 2025-10-01T00:00Z'],
    ['2025 Q3', '2025-07-01T00:00Z to 2025-10-01T00:00Z'],
    ['Q4', '2026-10-01T00:00Z to 2027-01-01T00:00Z'],
    ['since Tuesday', '2026-11-17T00:00Z to 2026-11-18T00:00Z'],
    ['last Tuesday', '2026-11-17T00:00Z to 2026-11-18T00:00Z'],
    ['Saturday', '2026-11-14T00:00Z to 2026-11-15T00:00Z'],
    ['on Friday', '2026-11-20T00:00Z to 2026-11-21T00:00Z'],
    ['next Monday', '2026-11-23T00:00Z to 2026-11-24T00:00Z'],
    ['7d', '2026-11-14T12:34:56Z'],
    ['-90m', '2026-11-21T11:04:56Z'],
    ['24h', '2026-11-20T12:34:56Z'],
    ['2w', '2026-11-07T12:34:56Z'],
    ['a fortnight ago', '2026-11-07T12:34:56Z'],
    ['3 months ago', '2026-08-21T12:34:56Z'],
    ['24 hours ago', '2026-11-20T12:34:56Z'],
    ['an hour ago', '2026-11-21T11:34:56Z'],
    ['half an hour ago', '2026-11-21T12:04:56Z'],
    ['two weeks ago', '2026-11-07T12:34:56Z'],
    ['1.5 hours ago', '2026-11-21T11:04:56Z'],
    ['in 2 days', '2026-11-23T12:34:56Z'],
    ['last 24 hours', '2026-11-20T12:34:56Z to 2026-11-21T12:34:56Z'],
    ['the past 7 days', '2026-11-14T12:34:56Z to 2026-11-21T12:34:56Z'],
    ['past week', '2026-11-14T12:34:56Z to 2026-11-21T12:34:56Z'],
    ['last hour', '2026-11-21T11:34:56Z to 2026-11-21T12:34:56Z'],
    ['midnight', '2026-11-21T00:00Z'],
    ['noon', '2026-11-21T12:00Z'],
    ['yesterday at 5pm', '2026-11-20T17:00Z'],
    ['yesterday 17:30', '2026-11-20T17:30Z'],
    ['today noon', '2026-11-21T12:00Z'],
    ['last Friday 17:30', '2026-11-20T17:30Z'],
    ['12am', '2026-11-21T00:00Z'],
    ['12:05 pm', '2026-11-21T12:05Z'],
    ['1 November 2026', '2026-11-01T00:00Z to 2026-11-02T00:00Z'],
    ['Nov 1', '2026-11-01T00:00Z to 2026-11-02T00:00Z'],
    ['December 24', '2025-12-24T00:00Z to 2025-12-25T00:00Z'],
    ['the 5th of March', '2026-03-05T00:00Z to 2026-03-06T00:00Z'],
    ['Nov 1 at 14:00', '2026-11-01T14:00Z'],
    ['Tue, 03 Nov 2026 10:00:00 GMT', '2026-11-03T10:00Z'],
    ['2 November 2026 at 9:30 EST', '2026-11-02T14:30Z'],
    ['November 2026', '2026-11-01T00:00Z to 2026-12-01T00:00Z'],
    ['in March', '2026-03-01T00:00Z to 2026-04-01T00:00Z'],
    ['December', '2025-12-01T00:00Z to 2026-01-01T00:00Z'],
    ['2026-11', '2026-11-01T00:00Z to 2026-12-01T00:00Z'],
    ['2025', '2025-01-01T00:00Z to 2026-01-01T00:00Z'],
    ['2026-11-01', '2026-11-01T00:00Z to 2026-11-02T00:00Z'],
    ['2026-11-01T08:00:00Z', '2026-11-01T08:00Z'],
    ['2026-11-01 08:00', '2026-11-01T08:00Z'],
    ['2026-11-01T08:00:00.123Z', '2026-11-01T08:00:00.123Z'],
    ['2026-11-01T08:00:00+02:00', '2026-11-01T06:00Z'],
    ['  since   the beginning  of the week ', '2026-11-16T00:00Z'],
  ])('%s', (text, expected) => {
    expect(read(text, now)).toBe(expected);
  });

  test.each([
    ['yesterday blah', 'Only "yesterday"'],
    ['around last week-ish', 'Only "last week"'],
    ['3 days ago or so', 'Only "3 days ago"'],
    ['the day the CEO left', 'not understood'],
    ['beginning of everything', 'not understood'],
    ['2026-02-30', ''],
    ['2026-13-01', ''],
    ['2026-11-01T25:00:00Z', ''],
    ['31 November', ''],
    ['25:00', ''],
    ['13pm', ''],
    ['01/02/2026', 'day or the month first'],
    ['1.2.2026', 'day or the month first'],
    ['1763726096', 'seconds or milliseconds'],
    ['', 'empty'],
    ['   ', 'empty'],
    ['99999 years ago', ''],
    ['x'.repeat(10_000), 'at most 200'],
    ['day', 'x'],
    ['0.5 months ago', ''],
    ['last banana', 'not understood'],
    ['Monday to Wednesday', ''],
    ['-3 days from now', ''],
  ].filter(([text]) => text !== 'day'))('%s is refused', (text, part) => {
    const answer = read(text, now);
    expect(answer).toContain('refused: ');
    expect(answer).toContain(part);
    expect(answer.match(/"[^"]+"/g)?.length).toBeGreaterThanOrEqual(3);
  });

  test('what is refused is not echoed with control characters', () => {
    const answer = read('yesterday\u202e\u0007 and more', now);
    expect(answer).toMatch(/^refused: /);
    expect(answer).not.toMatch(/[\u0000-\u001f\u202e]/u);
  });
});

test.each([
  ['last month', '2024-03-15T00:00:00Z', 'UTC', '2024-02-01T00:00Z to 2024-03-01T00:00Z'],
  ['yesterday', '2024-03-01T10:00:00Z', 'UTC', '2024-02-29T00:00Z to 2024-03-01T00:00Z'],
  ['a year ago', '2024-02-29T10:00:00Z', 'UTC', '2023-02-28T10:00Z'],
  ['a month ago', '2026-03-31T10:00:00Z', 'UTC', '2026-02-28T10:00Z'],
  ['end of last month', '2024-03-31T10:00:00Z', 'UTC', '2024-03-01T00:00Z'],
  ['last quarter', '2026-01-01T00:00:00Z', 'UTC', '2025-10-01T00:00Z to 2026-01-01T00:00Z'],
  ['yesterday', '2026-01-01T00:00:00Z', 'UTC', '2025-12-31T00:00Z to 2026-01-01T00:00Z'],
  ['this week', '2026-01-01T00:00:00Z', 'UTC', '2025-12-29T00:00Z to 2026-01-05T00:00Z'],
  ['Monday', '2026-11-23T09:00:00Z', 'UTC', '2026-11-16T00:00Z to 2026-11-17T00:00Z'],
  ['29 February', '2026-11-21T00:00:00Z', 'UTC', '2024-02-29T00:00Z to 2024-03-01T00:00Z'],
  // Berlin left summer time on 2026-10-25 at 03:00: that day has 25 hours.
  ['today', '2026-10-25T12:00:00Z', 'Europe/Berlin', '2026-10-24T22:00Z to 2026-10-25T23:00Z'],
  ['24 hours ago', '2026-10-25T12:00:00Z', 'Europe/Berlin', '2026-10-24T12:00Z'],
  ['1 day ago', '2026-10-25T12:00:00Z', 'Europe/Berlin', '2026-10-24T11:00Z'],
  ['this month', '2026-10-31T12:00:00Z', 'Europe/Berlin', '2026-09-30T22:00Z to 2026-10-31T23:00Z'],
  // Berlin entered it on 2026-03-29 at 02:00: 02:30 does not exist and is 03:30.
  ['2026-03-29 02:30', '2026-04-01T00:00:00Z', 'Europe/Berlin', '2026-03-29T01:30Z'],
  ['last Sunday 02:30', '2026-04-01T00:00:00Z', 'Europe/Berlin', '2026-03-29T01:30Z'],
  ['yesterday', '2026-03-08T12:00:00Z', 'America/New_York', '2026-03-07T05:00Z to 2026-03-08T05:00Z'],
  ['today', '2026-03-08T12:00:00Z', 'America/New_York', '2026-03-08T05:00Z to 2026-03-09T04:00Z'],
  ['today', '2026-11-21T03:00:00Z', 'America/New_York', '2026-11-20T05:00Z to 2026-11-21T05:00Z'],
  // Lord Howe moves its clock by half an hour, on 2026-10-04.
  ['today', '2026-10-04T10:00:00Z', 'Australia/Lord_Howe', '2026-10-03T13:30Z to 2026-10-04T13:00Z'],
  ['midnight', '2026-11-21T20:00:00Z', 'Asia/Kolkata', '2026-11-21T18:30Z'],
  // Sao Paulo began summer time at midnight: 2018-11-04 began at 01:00.
  ['2018-11-04', '2026-11-21T20:00:00Z', 'America/Sao_Paulo', '2018-11-04T03:00Z to 2018-11-05T02:00Z'],
  ['Nov 1', '2026-11-21T20:00:00Z', 'Asia/Tokyo', '2026-10-31T15:00Z to 2026-11-01T15:00Z'],
  ['2026-11-01 08:00', '2026-11-21T20:00:00Z', 'Asia/Tokyo', '2026-10-31T23:00Z'],
])('%s at %s in %s', (text, now, zone, expected) => {
  expect(read(text, now, zone)).toBe(expected);
});

test('time zones are IANA names', () => {
  expect(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'].map(isTimeZone)).toEqual([true, true, true]);
  expect(['', 'Berlin', 'GMT+2', 'Europe/Nowhere', 'local'].map(isTimeZone)).toEqual([false, false, false, false, false]);
});
