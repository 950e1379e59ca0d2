import { isJsonObject, type JsonObject, type JsonValue } from '../../json.js';
import { stringAt } from '../../answers/columns.js';
import type { Window } from '../log-window.js';
import type { Steps, Sweep } from '../sweep.js';

/** Events that Okta gives at once, the most it does. */
export const LOG_PAGE = 1_000;

/** Reads every event of a window that matches, oldest first, a page at a time; none is kept. */
export function sweepEvents(sweep: Sweep, window: Window, query: { readonly filter?: string; readonly q?: string }, take: (event: JsonObject) => void): Steps {
  const parameters = { since: window.since, until: window.until, filter: query.filter, q: query.q, sortOrder: 'ASCENDING', limit: LOG_PAGE };
  return sweep.pages('listLogEvents', parameters, (events) => { for (const event of events) take(event); }, 'events');
}

/** Text at a path of an event; empty where there is none. Okta writes `null` as text in some fields. */
export function textAt(event: JsonValue | undefined, path: string): string {
  const text = stringAt(event, path);
  return text === undefined || text === 'null' ? '' : text;
}

/** The targets of an event. */
export function targetsOf(event: JsonObject, type?: string): JsonObject[] {
  const targets = event['target'];
  if (!Array.isArray(targets)) return [];
  return targets.filter(isJsonObject).filter((target) => type === undefined || target['type'] === type);
}

/** Who did it: the id, and what was typed or is known as the login. */
export function actorOf(event: JsonObject): { readonly id: string; readonly login: string } {
  return { id: textAt(event, 'actor.id'), login: textAt(event, 'actor.alternateId') };
}

/** True for a sign-in that succeeded. */
export function isSignIn(event: JsonObject): boolean {
  return textAt(event, 'eventType') === 'user.session.start' && textAt(event, 'outcome.result') === 'SUCCESS';
}

/** When an event happened, in milliseconds. */
export function instantOf(event: JsonObject): number {
  return Date.parse(textAt(event, 'published'));
}
