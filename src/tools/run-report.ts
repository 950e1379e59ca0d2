import { Fitter } from '../answers/fit.js';
import { listAnswer } from '../answers/list.js';
import { Locus } from '../answers/path.js';
import { written, type Written } from '../answers/written.js';
import { isJsonObject, type JsonObject } from '../json.js';
import type { ReadOptions } from '../okta/client.js';
import { Investigation, type Leg, type Stop } from './investigation.js';
import { reads } from './reads.js';
import { REPORT_REQUESTS, REPORT_ROWS, type Report, type ReportTool } from './report.js';
import { notesOf, type CallContext, type Runtime } from './runtime.js';
import { Sweep } from './sweep.js';
import type { ToolCall } from './tool.js';

/** A conclusion stays short, unless rows are asked for: at most 3,000 tokens, since ids and times have two characters a token. */
const REPORT_CHARACTERS = 6_000;
/** Characters that rows have, also beside a long summary. */
const MIN_ROWS = 2_000;
/** The shares of an answer that its other parts may take. */
const SHARES = { summary: 0.2, examined: 0.1 };
/** What there is to tell while the names in the arguments are being resolved. */
const NOTHING_YET: Report = { summary: {}, items: [], columns: [], examined: {} };

/**
 * Runs an investigation as far as one call may go, and answers with what it has: when it answers, nothing is under way any more. Throws
 * ToolError, OktaError, or the signal's reason; who came with a cursor may use it again after a call that was cancelled or refused.
 */
export async function runReport(tool: ReportTool, given: Readonly<Record<string, unknown>>, runtime: Runtime, call: ToolCall, options: ReadOptions, context: CallContext): Promise<Written<JsonObject>> {
  const { limit, max_requests: most, after, ...own } = given;
  const { investigations: store, deadlineMs } = runtime;
  const leg: Leg = { maxRequests: typeof most === 'number' ? most : REPORT_REQUESTS, until: performance.now() + deadlineMs, options, context };
  const place = typeof after === 'string' ? runtime.cursors.decode(after, tool.name, own) : undefined;
  const investigation = place === undefined ? new Investigation(tool, own, new Sweep(() => reads(runtime)), call) : store.take(place.query);
  try {
    const stop = investigation.finished ? undefined : await inTurn(investigation, leg, tool, runtime);
    const notes = stop === undefined ? [] : [incomplete(stop, leg.maxRequests, deadlineMs)];
    const result = answer(tool, own, { investigation, offset: place?.skip ?? 0, limit: typeof limit === 'number' ? limit : REPORT_ROWS, widened: typeof limit === 'number', notes }, runtime);
    if (result.goesOn) store.keep(investigation);
    else store.drop(investigation);
    return result.answer;
  } catch (error) {
    if (place === undefined || investigation.failed) store.drop(investigation);
    else store.keep(investigation);
    throw error;
  }
}

async function inTurn(investigation: Investigation, leg: Leg, tool: ReportTool, { investigations }: Runtime): Promise<Stop | undefined> {
  const giveBack = await investigations.turn(tool.name, leg.until, leg.context.signal);
  try {
    return await investigation.goOn(leg);
  } finally {
    giveBack();
  }
}

interface Place {
  readonly investigation: Investigation;
  readonly offset: number;
  readonly limit: number;
  /** The caller asked for a number of rows. */
  readonly widened: boolean;
  readonly notes: readonly string[];
}

function answer(tool: ReportTool, own: Readonly<Record<string, unknown>>, { investigation, offset, limit, widened, notes: first }: Place, runtime: Runtime): { answer: Written<JsonObject>; goesOn: boolean } {
  const { finished, sweep, id } = investigation;
  const report = investigation.inquiry?.report() ?? NOTHING_YET;
  const hidden = new Set<string>();
  const start = finished ? offset : 0;
  const chosen = report.items.slice(start, start + limit).map((item) => runtime.redactor.clean(item, hidden));
  const fitter = new Fitter();
  const fitPart = (part: JsonObject, share: number): JsonObject => {
    const { value } = fitter.fit(runtime.redactor.clean(part, hidden), Math.floor(runtime.maxCharacters * share), Locus.of('', {}));
    return isJsonObject(value) ? value : {};
  };
  const read = { complete: finished && sweep.cut.size === 0, requests: sweep.budget.requests, operations: [...sweep.operations] };
  const head = { summary: fitPart(report.summary, SHARES.summary), examined: fitPart({ ...read, ...report.examined }, SHARES.examined) };
  const used = JSON.stringify(head).length;
  const wanted = widened ? runtime.maxCharacters : Math.min(runtime.maxCharacters, REPORT_CHARACTERS);
  const { answer: list } = listAnswer({
    items: chosen,
    defaultColumns: report.columns,
    more: !finished || start + chosen.length < report.items.length,
    cursor: (shown) => runtime.cursors.encode(tool.name, own, { query: id, skip: finished ? start + shown : 0 }),
    reach: () => [],
    notes: notesOf([...first, ...sweep.cut, ...(report.notes ?? [])], hidden, runtime),
    narrower: '',
    maxCharacters: Math.max(wanted - used, Math.min(MIN_ROWS, runtime.maxCharacters - used)),
    askable: false,
  });
  const { notes, ...rows } = list;
  return {
    answer: written({ summary: head.summary, ...rows, examined: head.examined, ...(notes === undefined ? {} : { notes }) }),
    goesOn: rows.page.has_more,
  };
}

/** By which bound a call ended, and how to go on. */
function incomplete(stop: Stop, maxRequests: number, deadlineMs: number): string {
  const goOn = 'call again with the same arguments and `after` to go on';
  const rest = 'Counts and rows are of what was examined so far; the last answer is the one for all.';
  switch (stop.kind) {
    case 'requests':
      return `Incomplete: the ${maxRequests} requests of this call are spent (max_requests); ${goOn}, with a larger max_requests in fewer calls. ${rest}`;
    case 'deadline':
      return `Incomplete: the ${Math.round(deadlineMs / 1000)} seconds of a call are over (OKTA_CALL_DEADLINE_SECONDS); ${goOn}. ${rest}`;
    case 'rate-limit':
      return `Incomplete: the org's rate limit is spent for ${stop.seconds} seconds; ${goOn} after that. ${rest}`;
  }
}
