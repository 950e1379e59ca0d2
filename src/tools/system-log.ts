import * as z from 'zod';
import { EVERYTHING, FILTER, valuesAt } from './compared.js';
import { unknownEventTypes } from './event-type-check.js';
import { resolveWindow, windowArguments, windowCompared, type Window } from './log-window.js';
import { listTool, ToolError, type ListCall, type Tool } from './tool.js';

const listLogEvents = listTool({
  name: 'get_okta_event_logs',
  title: 'Read the Okta System Log',
  description: `Sign-ins and changes, newest first. \`filter\`: eventType eq "user.session.start" and outcome.result eq "FAILURE" | actor.alternateId eq "ann@example.com" | target.id eq "00u…" | eventType sw "policy.rule." | client.ipAddress eq "192.0.2.1" | debugContext.debugData.behaviors co "New Device=POSITIVE". Operators eq ne gt ge lt le sw pr co ew. Denied sign-ins: policy.evaluate_sign_on with outcome.result "DENY". since/until: ISO 8601 or words ("24 hours ago", "yesterday", "2026-11-01"); default the last 7 days. Raw event: fields ["*"].`,
  input: () => ({
    since: windowArguments.since,
    until: windowArguments.until.describe('Default now'),
    filter: z.string().max(5000).optional(),
    q: z.string().max(400).optional().describe('Keywords, all must match'),
    sort_order: z.enum(['ASCENDING', 'DESCENDING']).optional(),
  }),
  compared: { ...windowCompared, filter: FILTER, q: EVERYTHING, sort_order: valuesAt('published') },
  operations: ['listLogEvents'],
  columns: [
    'published', 'eventType', 'outcome.result', 'outcome.reason', 'actor.alternateId', 'target.displayName', 'target.alternateId', 'client.ipAddress',
    'client.geographicalContext.city', 'client.geographicalContext.country', 'severity',
  ],
  run: async ({ since, until, filter, q, sort_order }, call) => {
    assertKeywords(q);
    const window = await windowOf(since, until, call);
    const { logFilterOf } = await import('./log-filter.js');
    const asked = logFilterOf(filter ?? call.query?.get('filter') ?? undefined, q ?? call.query?.get('q') ?? undefined);
    const page = await call.page('listLogEvents', { since: window.since, until: window.until, filter: asked.filter, q, sortOrder: sort_order ?? 'DESCENDING', limit: call.limit });
    const unknown = filter === undefined ? [] : await unknownEventTypes(filter);
    return { ...page, notes: [...unknown, ...asked.notes, ...window.notes] };
  },
  reach: (last) => (typeof last['published'] === 'string' ? [`There are more events in the window: this answer reaches to ${last['published']}.`] : []),
  empty: ({ filter, q }) => {
    if (filter !== undefined) return 'No event matches in this window: check names and values (case matters in paths), widen since, or try q. Denied sign-ins have outcome.result "DENY" or "CHALLENGE", not "FAILURE".';
    return q === undefined ? 'No event in this window.' : 'No event in this window has all these keywords: use fewer, or a filter, or widen since.';
  },
});

/** The window of the query: on a later page the one the first page was asked for, so that "24 hours ago" does not move. */
async function windowOf(since: string | undefined, until: string | undefined, call: ListCall): Promise<Window> {
  const [from, to] = [call.query?.get('since'), call.query?.get('until')];
  if (call.query !== undefined) return { since: from ?? '', until: to ?? '', notes: [] };
  const window = await resolveWindow(since, until, call.now);
  return { ...window, notes: [`Window: ${window.since} to ${window.until} (UTC).`, ...window.notes] };
}

/** Okta's bounds on q (System Log documents). */
function assertKeywords(q: string | undefined): void {
  const keywords = q?.split(/\s+/) ?? [];
  if (keywords.length <= 10 && keywords.every((word) => word.length <= 40)) return;
  throw new ToolError('`q` may hold at most 10 keywords of at most 40 characters.', 'Use fewer or shorter keywords, or a `filter`.');
}

export const systemLogTools: readonly Tool[] = [listLogEvents];
