import { readTime, type TimeReading } from './expression.js';

/** The window of a System Log query: instants in Okta's format. */
export interface TimeWindow {
  readonly since: string;
  readonly until: string;
  /** How the words were understood and what was changed, a sentence each. */
  readonly notes: readonly string[];
}

export type WindowAnswer =
  | { readonly ok: true; readonly window: TimeWindow }
  | { readonly ok: false; readonly argument: 'since' | 'until'; readonly message: string };

const DAY_MS = 86_400_000;
/** Okta keeps events for 90 days; older ones are missing without a word. */
const RETENTION_DAYS = 90;
/** Okta refuses a `since` older than 180 days (E0000053). */
const OLDEST_DAYS = 180;
const DEFAULT_DAYS = 7;

/**
 * Resolves `since` and `until`, each ISO 8601, words or undefined. A span as `since` means its start, as `until` its end. Without `since`:
 * seven days before `until`, which is Okta's default; without `until`: now.
 */
export function readWindow(args: { readonly since?: string; readonly until?: string }, options: { readonly now: Date; readonly zone: string }): WindowAnswer {
  const until = args.until === undefined ? undefined : readTime(args.until, options);
  if (until?.ok === false) return { ok: false, argument: 'until', message: until.message };
  const since = args.since === undefined ? undefined : readTime(args.since, options);
  if (since?.ok === false) return { ok: false, argument: 'since', message: since.message };
  const now = options.now.getTime();
  const notes: string[] = [];
  const end = untilOf(until?.reading, now, notes);
  const start = since === undefined ? end - DEFAULT_DAYS * DAY_MS : Date.parse(since.reading.instant);
  if (since === undefined) notes.push(`No \`since\`, so the last ${DEFAULT_DAYS} days of the window are searched, as Okta does by default.`);
  if (start >= end) {
    return { ok: false, argument: 'since', message: `The window is empty: it begins at ${iso(start)} and ends at ${iso(end)}.` };
  }
  if (since?.reading.span !== undefined && until === undefined && Date.parse(since.reading.span.end) < now) {
    notes.push(`\`since\` is the beginning of a span and the window goes on to now; \`until\` with the same words would end it at ${since.reading.span.end}.`);
  }
  return { ok: true, window: { since: iso(sinceOf(start, end, now, notes)), until: iso(end), notes } };
}

function untilOf(reading: TimeReading | undefined, now: number, notes: string[]): number {
  if (reading === undefined) return now;
  const end = Date.parse(reading.span?.end ?? reading.instant);
  if (end <= now) return end;
  notes.push('`until` lies in the future, so the window ends now.');
  return now;
}

function sinceOf(start: number, end: number, now: number, notes: string[]): number {
  const kept = now - RETENTION_DAYS * DAY_MS;
  if (end < kept) notes.push(`Okta keeps System Log events for ${RETENTION_DAYS} days: nothing can be found in a window that ends before ${iso(kept)}.`);
  else if (start < kept) notes.push(`Okta keeps System Log events for ${RETENTION_DAYS} days: what is older than ${iso(kept)} is missing here without a trace.`);
  const oldest = now - OLDEST_DAYS * DAY_MS + 60_000;
  if (start >= oldest || end <= oldest) return start;
  notes.push(`Okta refuses windows that begin more than ${OLDEST_DAYS} days ago, so this one begins at ${iso(oldest)}.`);
  return oldest;
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
