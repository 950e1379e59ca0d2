import type { JsonObject, JsonValue } from '../json.js';

/** Calls of one tool, or of all. */
export interface CallCounts {
  calls: number;
  /** Calls whose outcome was not `ok`. */
  failed: number;
  /** Requests that left for the org. */
  requests: number;
  rows: number;
  /** Calls by outcome. */
  readonly outcomes: Map<string, number>;
  /** Times of the first and the last call, as ISO 8601; undefined when no line tells one. */
  first: string | undefined;
  last: string | undefined;
}

/** Names beyond these are counted together: a file of any content costs little memory. */
const MAX_TOOLS = 500;
const MAX_OUTCOMES = 30;
const MAX_NAME = 64;
const OTHERS = '(others)';
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Counts calls from the lines of an audit file. */
export class AuditSummary {
  readonly total = noCalls();
  readonly tools = new Map<string, CallCounts>();

  /** Takes a line; one that is not about a call counts nothing. */
  add({ tool, outcome, requests, rows, time }: JsonObject): void {
    if (typeof tool !== 'string' || typeof outcome !== 'string') return;
    for (const counts of [this.total, known(this.tools, printable(tool), MAX_TOOLS, noCalls)]) {
      counts.calls += 1;
      if (outcome !== 'ok') counts.failed += 1;
      counts.requests += count(requests);
      counts.rows += count(rows);
      const name = printable(outcome);
      const key = counts.outcomes.has(name) || counts.outcomes.size < MAX_OUTCOMES ? name : OTHERS;
      counts.outcomes.set(key, (counts.outcomes.get(key) ?? 0) + 1);
      if (typeof time !== 'string' || !INSTANT.test(time)) continue;
      if (counts.first === undefined || time < counts.first) counts.first = time;
      if (counts.last === undefined || time > counts.last) counts.last = time;
    }
  }
}

function noCalls(): CallCounts {
  return { calls: 0, failed: 0, requests: 0, rows: 0, outcomes: new Map(), first: undefined, last: undefined };
}

function known<T>(map: Map<string, T>, name: string, max: number, make: () => T): T {
  const key = map.has(name) || map.size < max ? name : OTHERS;
  const present = map.get(key);
  if (present !== undefined) return present;
  const made = make();
  map.set(key, made);
  return made;
}

function count(value: JsonValue | undefined): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

/** A name from the file for a terminal: anything may have been written there. What cannot be seen is written as its code point. */
function printable(name: string): string {
  const escaped = name.slice(0, MAX_NAME).replace(/\p{C}|(?! )\p{Z}/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return name.length > MAX_NAME ? `${escaped}…` : escaped;
}
