import type { JsonObject } from '../../json.js';
import { findUser, literal, userArgument, userCompared } from '../ids.js';
import { resolveWindow, windowArguments, windowCompared } from '../log-window.js';
import { reportTool } from '../report.js';
import type { Retained } from '../retained.js';
import { sweepEvents, targetsOf, textAt } from './log-sweep.js';
import { who } from './people.js';

/** Lines that are kept; a person has fewer in 90 days, a service account may have more. */
const MOST_LINES = 20_000;

interface Line {
  readonly event: JsonObject;
  readonly key: string;
  count: number;
  last: string;
}

/** What happened to and by one person, in order. */
export const userTimeline = reportTool({
  name: 'get_okta_user_timeline',
  title: "Tell a user's timeline",
  description: 'Everything the System Log has by and about one user, oldest first: sign-ins, factors, access, changes by administrators. Repeats of the same event within an hour are one line with a count. summary counts by event type.',
  input: () => ({ user_id: userArgument, ...windowArguments }),
  compared: { user_id: userCompared, ...windowCompared },
  basis: ['id', 'published', 'eventType', 'outcome.result', 'outcome.reason', 'actor.id', 'target.id'],
  operations: ['listLogEvents', 'getUser', 'listUsers'],
  finder: 'Find the user with list_okta_users (search: profile.login eq "…").',
  begin: async ({ user_id, since, until }, call) => {
    const { retained } = call.sweep;
    const window = await resolveWindow(since, until, call.now);
    const user = await findUser(user_id, call);
    const id = textAt(user, 'id');
    const lines: Line[] = [];
    const types = new Map<string, number>();
    const count = { events: 0, beyond: 0 };
    const take = (event: JsonObject): void => {
      count.events += 1;
      const type = textAt(event, 'eventType');
      if (types.has(type) || retained.fits(type)) types.set(type, (types.get(type) ?? 0) + 1);
      if (!fold(lines, event, id, retained)) count.beyond += 1;
    };
    return {
      steps: sweepEvents(call.sweep, window, { filter: `actor.id eq ${literal(id)} or target.id eq ${literal(id)}` }, take),
      report: () => ({
        summary: { user: who(user), events: count.events, by_event_type: Object.fromEntries([...types].sort(([, a], [, b]) => b - a).slice(0, 15)) },
        columns: ['published', 'last', 'count', 'eventType', 'outcome.result', 'outcome.reason', 'actor.alternateId', 'target.displayName', 'client.ipAddress', 'client.geographicalContext.city', 'client.geographicalContext.country', 'uuid'],
        items: lines.map(row),
        examined: { since: window.since, until: window.until },
        notes: [...window.notes, ...(count.beyond > 0 ? [`${count.beyond} events beyond the first ${lines.length} lines are counted but not listed; narrow the window.`] : []), ...(count.events === 0 ? ['The System Log has nothing by or about this user in the window.'] : [])],
      }),
    };
  },
});

/** Lines that an event is compared with: attempts and the messages they send come in turns. */
const LOOK_BACK = 4;
const SAME_HOUR_MS = 3_600_000;
/** Targets that a line tells. */
const MAX_TARGETS = 5;

/** Adds an event to a line shortly before it when it is the same again; false when no more lines are kept. */
function fold(lines: Line[], event: JsonObject, user: string, retained: Retained): boolean {
  const published = textAt(event, 'published');
  const key = JSON.stringify([...['eventType', 'outcome.result', 'outcome.reason', 'actor.id', 'client.ipAddress'].map((path) => textAt(event, path)), targetsOf(event).map((target) => textAt(target, 'id'))]);
  const before = lines.slice(-LOOK_BACK).find((line) => line.key === key && Date.parse(published) - Date.parse(line.last) <= SAME_HOUR_MS);
  if (before !== undefined) {
    before.count += 1;
    before.last = published;
    return true;
  }
  const line: Line = { event: keptOf(event, user), key, count: 1, last: published };
  if (lines.length >= MOST_LINES || !retained.fits(line)) return false;
  lines.push(line);
  return true;
}

/** What a line tells of an event; it leaves out what is the same in all: the user as actor, and as target. */
function keptOf(event: JsonObject, user: string): JsonObject {
  const { published = null, eventType = null, outcome = null, actor = null, client = null, uuid = null } = event;
  const self = textAt(event, 'actor.id') === user;
  const target = targetsOf(event).filter((one) => textAt(one, 'id') !== user).slice(0, MAX_TARGETS);
  return { published, eventType, outcome, actor: self ? null : actor, target, client, uuid };
}

function row({ event, count, last }: Line): JsonObject {
  return count > 1 ? { ...event, count, last } : event;
}
