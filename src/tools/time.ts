import * as z from 'zod';
import type { JsonObject } from '../json.js';
import { NOTHING } from './compared.js';
import { objectTool, ToolError, type Tool } from './tool.js';

const timezone = z.string().max(64).optional().describe('IANA name, such as Europe/Berlin; default UTC');

const getCurrentTime = objectTool({
  name: 'get_current_time',
  title: 'Get the current time',
  description: 'Now, in the format that Okta queries take. buffer_hours moves it: 24 is tomorrow at this time, -24 yesterday.',
  input: () => ({ buffer_hours: z.number().min(-87_600).max(87_600).optional(), timezone }),
  compared: { buffer_hours: NOTHING, timezone: NOTHING },
  operations: [],
  kind: 'time',
  projected: false,
  run: async ({ buffer_hours, timezone: given }, call) => {
    const zone = await zoneOf(given);
    const instant = new Date(call.now.getTime() + (buffer_hours ?? 0) * 3_600_000);
    const { DateTime } = await import('../time/time.js');
    const object: JsonObject = { instant: instant.toISOString(), timezone: zone, local: DateTime.fromJSDate(instant, { zone }).toISO() ?? '', weekday: DateTime.fromJSDate(instant, { zone }).setLocale('en').weekdayLong ?? '' };
    return { object };
  },
});

const parseRelativeTime = objectTool({
  name: 'parse_relative_time',
  title: 'Parse a time expression',
  description: 'Turns words into an instant in the format that Okta queries take, and a span\'s start and end: "3 days ago", "yesterday", "last week", "beginning of the month", "Q3 2025", "since Tuesday", "7d". Weeks begin on Monday.',
  input: () => ({ time_expression: z.string().max(200), timezone }),
  compared: { time_expression: NOTHING, timezone: NOTHING },
  operations: [],
  kind: 'time',
  projected: false,
  run: async ({ time_expression, timezone: given }, call) => {
    const zone = await zoneOf(given);
    const { readTime } = await import('../time/time.js');
    const answer = readTime(time_expression, { now: call.now, zone });
    if (!answer.ok) throw new ToolError(answer.message, 'Write the time in one of these forms, or as ISO 8601.');
    const { instant, span, understood } = answer.reading;
    return { object: { instant, ...(span === undefined ? {} : { start: span.start, end: span.end }), understood, timezone: zone } };
  },
});

async function zoneOf(given: string | undefined): Promise<string> {
  const { isTimeZone } = await import('../time/time.js');
  const zone = given ?? 'UTC';
  if (!isTimeZone(zone)) throw new ToolError('`timezone` is not an IANA time zone name.', 'Use a name such as Europe/Berlin or America/New_York, or leave it out for UTC.');
  return zone;
}

export const timeTools: readonly Tool[] = [getCurrentTime, parseRelativeTime];
