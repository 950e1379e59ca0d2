import { Fitter } from '../answers/fit.js';
import { listAnswer } from '../answers/list.js';
import { Locus } from '../answers/path.js';
import { written, type Written } from '../answers/written.js';
import { isJsonObject, type JsonObject } from '../json.js';
import type { ReadOptions } from '../okta/client.js';
import { sleep } from '../okta/gate.js';
import { reads } from './reads.js';
import { REPORT_REQUESTS, REPORT_ROWS, type Inquiry, type ReportTool } from './report.js';
import { notesOf, type CallContext, type Runtime } from './runtime.js';
import { Sweep, type Step } from './sweep.js';
import { ToolError, type ToolCall } from './tool.js';

/** An investigation that may go on in a later call. */
interface Kept {
  readonly inquiry: Inquiry;
  readonly sweep: Sweep;
  /** A step that was under way when its call had to answer. */
  pending: Promise<IteratorResult<Step, void>> | undefined;
  finished: boolean;
}

/** A conclusion stays short, unless rows are asked for: at most 3,000 tokens, since ids and times have two characters a token. */
const REPORT_CHARACTERS = 6_000;
/** Characters that rows have, also beside a long summary. */
const MIN_ROWS = 2_000;
/** The shares of an answer that its other parts may take. */
const SHARES = { summary: 0.2, examined: 0.1 };
const MOST_KEPT = 16;
const kept = new Map<string, Kept>();

/** Runs an investigation as far as one call may go, and answers with what it has. */
export async function runReport(tool: ReportTool, given: Readonly<Record<string, unknown>>, runtime: Runtime, call: ToolCall, options: ReadOptions, context: CallContext): Promise<Written<JsonObject>> {
  const { limit, max_requests: most, after, ...own } = given;
  const place = typeof after === 'string' ? runtime.cursors.decode(after, tool.name, own) : undefined;
  const id = place?.query ?? newId();
  const work = place === undefined ? await begin(tool, own, runtime, call, options) : resumed(id, options);
  const offset = place?.skip ?? 0;
  try {
    await drive(work, typeof most === 'number' ? most : REPORT_REQUESTS, runtime.deadlineMs, context, tool);
  } catch (error) {
    kept.delete(id);
    throw error;
  }
  remember(id, work);
  return answer(tool, own, { id, work, offset, limit: typeof limit === 'number' ? limit : REPORT_ROWS, widened: typeof limit === 'number' }, runtime);
}

async function begin(tool: ReportTool, own: Readonly<Record<string, unknown>>, runtime: Runtime, call: ToolCall, options: ReadOptions): Promise<Kept> {
  const sweep = new Sweep(() => reads(runtime), options);
  // What is read to resolve a name counts as evidence, too.
  const inquiry = await tool.begin(own, { ...call, sweep, one: (operation, parameters) => sweep.one(operation, parameters), look: (operation, parameters) => sweep.page(operation, parameters) });
  return { inquiry, sweep, pending: undefined, finished: false };
}

function resumed(id: string, options: ReadOptions): Kept {
  const work = kept.get(id);
  if (work === undefined) throw new ToolError('This investigation is no longer kept: the server was restarted, or others came after it.', 'Call again without `after`.');
  work.sweep.attach(options);
  return work;
}

/** The newest are kept; one that is gone on with counts as new. */
function remember(id: string, work: Kept): void {
  kept.delete(id);
  kept.set(id, work);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
}

/** Takes steps until the work is done, the call's time is over or its requests are spent. Throws ToolError before the first step that would cost too much. */
async function drive(work: Kept, most: number, deadlineMs: number, context: CallContext, tool: ReportTool): Promise<void> {
  const until = performance.now() + deadlineMs;
  const first = work.sweep.requests;
  while (!work.finished) {
    const left = until - performance.now();
    if (left <= 0 || work.sweep.requests - first >= most) return;
    work.pending ??= work.inquiry.steps.next();
    const step = await within(work.pending, left, context.signal);
    if (step === undefined) return;
    work.pending = undefined;
    if (step.done === true) work.finished = true;
    else if (!(await took(step.value, until, most, context, tool))) return;
  }
}

/** Heeds what a step says; false when the call has to end for it. */
async function took(step: Step, until: number, most: number, context: CallContext, tool: ReportTool): Promise<boolean> {
  switch (step.kind) {
    case 'estimate':
      if (step.requests <= most) return true;
      throw new ToolError(`${tool.name} would need about ${step.requests} requests (${step.basis}), more than \`max_requests\` (${most}).`, `${step.advice} Or set \`max_requests\` to ${step.requests}, if the org's rate limits may be used for it.`);
    case 'progress':
      context.progress(`${step.done}${step.total === undefined ? '' : ` of ${step.total}`} ${step.what}`, step);
      return true;
    case 'wait':
      if (performance.now() + step.seconds * 1000 >= until) return false;
      context.progress(`Waiting ${step.seconds} s for the org's rate limit`);
      await sleep(step.seconds * 1000, context.signal);
      return true;
  }
}

/** The value of a promise, or undefined when it takes longer; the promise goes on then. Throws the signal's reason. */
async function within<T>(promise: Promise<T>, ms: number, signal: AbortSignal): Promise<T | undefined> {
  const over = new AbortController();
  const leave = (): void => { over.abort(signal.reason); };
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([promise, sleep(ms, over.signal).then(() => undefined)]);
  } finally {
    signal.removeEventListener('abort', leave);
    promise.catch(() => undefined);
    over.abort();
  }
}

interface Place {
  readonly id: string;
  readonly work: Kept;
  readonly offset: number;
  readonly limit: number;
  /** The caller asked for a number of rows. */
  readonly widened: boolean;
}

function answer(tool: ReportTool, own: Readonly<Record<string, unknown>>, { id, work, offset, limit, widened }: Place, runtime: Runtime): Written<JsonObject> {
  const report = work.inquiry.report();
  const hidden = new Set<string>();
  const start = work.finished ? offset : 0;
  const chosen = report.items.slice(start, start + limit).map((item) => runtime.redactor.clean(item, hidden));
  const fitter = new Fitter();
  const fitPart = (part: JsonObject, share: number): JsonObject => {
    const { value } = fitter.fit(runtime.redactor.clean(part, hidden), Math.floor(runtime.maxCharacters * share), Locus.of('', {}));
    return isJsonObject(value) ? value : {};
  };
  const head = {
    summary: fitPart(report.summary, SHARES.summary),
    examined: fitPart({ complete: work.finished, requests: work.sweep.requests, operations: [...work.sweep.operations], ...report.examined }, SHARES.examined),
  };
  const used = JSON.stringify(head).length;
  const wanted = widened ? runtime.maxCharacters : Math.min(runtime.maxCharacters, REPORT_CHARACTERS);
  const { answer: list } = listAnswer({
    items: chosen,
    defaultColumns: report.columns,
    more: !work.finished || start + chosen.length < report.items.length,
    cursor: (shown) => runtime.cursors.encode(tool.name, own, { query: id, skip: work.finished ? start + shown : 0 }),
    reach: () => [],
    notes: notesOf([...unfinished(work), ...(report.notes ?? [])], hidden, runtime),
    narrower: '',
    maxCharacters: Math.max(wanted - used, Math.min(MIN_ROWS, runtime.maxCharacters - used)),
    askable: false,
  });
  const { notes, ...rows } = list;
  return written({ summary: head.summary, ...rows, examined: head.examined, ...(notes === undefined ? {} : { notes }) });
}

function unfinished({ finished }: Kept): string[] {
  return finished ? [] : ['Incomplete: counts and rows are of what was examined so far. Call again with the same arguments and `after` to go on; the last answer is the one for all.'];
}

function newId(): string {
  return `inquiry-${Math.floor(Math.random() * 36 ** 8).toString(36)}`;
}
