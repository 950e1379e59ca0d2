import * as z from 'zod';
import type { JsonObject, JsonValue } from '../../json.js';
import { EVERYTHING, FILTER, GROUP } from '../compared.js';
import { unknownEventTypes } from '../event-type-check.js';
import { resolveWindow, windowArguments, windowCompared } from '../log-window.js';
import { reportTool } from '../report.js';
import type { Retained } from '../retained.js';
import type { ToolCall } from '../tool.js';
import { groupKeys, MAX_COMBINATIONS, type GroupKeys } from './group-keys.js';
import { sweepEvents, textAt } from './log-sweep.js';

/** Groups that are kept: beyond it, answers would be about noise, and memory would grow with the org. */
const MOST_GROUPS = 50_000;
const NONE = '(none)';

interface Group {
  readonly values: readonly JsonValue[];
  count: number;
  readonly actors: Set<string>;
  readonly addresses: Set<string>;
  first: string;
  last: string;
  /** There are more distinct actors or addresses than were kept. */
  uncounted: boolean;
}

/** How many of what: counts over every event of a window, by one to three fields. */
export const summarizeEventLogs = reportTool({
  name: 'summarize_okta_event_logs',
  title: 'Summarize the Okta System Log',
  description: 'Count System Log events by one to three fields, all of a window however many: count, distinct actors and addresses, first and last seen. group_by takes event paths (eventType, outcome.result, outcome.reason, actor.alternateId, client.ipAddress, client.geographicalContext.country, target.displayName) and hour, day. filter and q as in get_okta_event_logs.',
  input: () => ({
    group_by: z.array(z.string().regex(/^[\w.-]{1,200}$/, 'a path such as outcome.reason, or hour, day')).min(1).max(3),
    ...windowArguments,
    filter: z.string().max(5_000).optional(),
    q: z.string().max(400).optional(),
  }),
  compared: { group_by: GROUP, ...windowCompared, filter: FILTER, q: EVERYTHING },
  basis: ['published'],
  operations: ['listLogEvents'],
  begin: async ({ group_by: fields, since, until, filter, q }, { sweep, now, comparable }) => {
    const window = await resolveWindow(since, until, now);
    const { logFilterOf } = await import('../log-filter.js');
    const asked = logFilterOf(filter, q);
    const unknown = filter === undefined ? [] : await unknownEventTypes(filter);
    const groups = new Map<string, Group>();
    const count = { events: 0, beyond: 0, bounded: 0 };
    const take = (event: JsonObject): void => {
      count.events += 1;
      const { keys, bounded } = groupsOf(event, fields);
      let whole = true;
      for (const values of keys) whole = add(groups, values, event, sweep.retained) && whole;
      if (!whole) count.beyond += 1;
      if (bounded) count.bounded += 1;
    };
    return {
      steps: sweepEvents(sweep, window, { filter: asked.filter, q }, take),
      report: () => ({
        summary: { events: count.events, groups: groups.size },
        columns: [...fields, 'count', 'distinct_actors', 'distinct_addresses', 'first_seen', 'last_seen'],
        items: ordered(groups, fields).map((group) => row(group, fields, comparable)),
        examined: { since: window.since, until: window.until },
        notes: [
          ...unknown, ...asked.notes, ...window.notes,
          ...(count.beyond > 0 ? [`Only the first ${groups.size} groups are kept: ${count.beyond} events are missing in others. Group by something with fewer values.`] : []),
          ...([...groups.values()].some(({ uncounted }) => uncounted) ? ['distinct_actors and distinct_addresses are at least so many: no more were kept apart. Narrow the window.'] : []),
          ...(fields.some((field) => field.startsWith('target')) ? ['An event with several targets counts once for each; fields of a target stand together.'] : []),
          ...(count.bounded > 0 ? [`${count.bounded} events have more than ${MAX_COMBINATIONS} combinations of these fields and count in some of them only. Group by fewer fields.`] : []),
          ...(count.events === 0 ? ['No event matches in this window: check names and values, or widen since.'] : []),
        ],
      }),
    };
  },
});

/** The groups an event belongs to: one, or for fields with several values one for each. */
function groupsOf(event: JsonObject, fields: readonly string[]): GroupKeys {
  const times = fields.map((field) => timeOf(event, field));
  const { keys, bounded } = groupKeys(event, fields.filter((_, index) => times[index] === undefined));
  return { keys: keys.map((key) => withTimes(key, times)), bounded };
}

function withTimes(key: readonly JsonValue[], times: readonly (string | undefined)[]): JsonValue[] {
  let next = 0;
  return times.map((time) => time ?? key[next++] ?? NONE);
}

function timeOf(event: JsonObject, field: string): string | undefined {
  const published = textAt(event, 'published');
  if (field === 'hour') return `${published.slice(0, 13)}:00Z`;
  return field === 'day' ? published.slice(0, 10) : undefined;
}

/** Counts an event in its group; false when the group is not kept any more. */
function add(groups: Map<string, Group>, values: readonly JsonValue[], event: JsonObject, retained: Retained): boolean {
  const key = JSON.stringify(values);
  const published = textAt(event, 'published');
  let group = groups.get(key);
  if (group === undefined) {
    if (groups.size >= MOST_GROUPS || !retained.fits([key, values, published, EMPTY_GROUP])) return false;
    group = { values, count: 0, actors: new Set(), addresses: new Set(), uncounted: false, first: published, last: published };
    groups.set(key, group);
  }
  group.count += 1;
  distinct(group.actors, textAt(event, 'actor.id') || textAt(event, 'actor.alternateId'), group, retained);
  const address = textAt(event, 'client.ipAddress');
  if (address !== '') distinct(group.addresses, address, group, retained);
  if (published < group.first) group.first = published;
  if (published > group.last) group.last = published;
  return true;
}

/** Stands for the sets of a group when its size is estimated. */
const EMPTY_GROUP = [{}, {}, {}, {}];

function distinct(known: Set<string>, value: string, group: Group, retained: Retained): void {
  if (known.has(value)) return;
  if (retained.fits(value)) known.add(value);
  else group.uncounted = true;
}

/** By count; where time is the only field, in its order. */
function ordered(groups: ReadonlyMap<string, Group>, fields: readonly string[]): Group[] {
  const byTime = fields.every((field) => field === 'hour' || field === 'day');
  return [...groups.values()].sort((a, b) => (byTime ? 0 : b.count - a.count) || (JSON.stringify(a.values) < JSON.stringify(b.values) ? -1 : 1));
}

function row(group: Group, fields: readonly string[], comparable: ToolCall['comparable']): JsonObject {
  return {
    ...Object.fromEntries(fields.map((field, index) => [field, group.values[index] ?? null])),
    count: group.count,
    distinct_actors: comparable('actor.id') ? group.actors.size : null, distinct_addresses: comparable('client.ipAddress') ? group.addresses.size : null,
    first_seen: group.first, last_seen: group.last,
  };
}
