import { rowKey, type Position } from '../answers/cursor.js';
import { hasFields, pathsShown, picked } from '../answers/columns.js';
import { Fitter } from '../answers/fit.js';
import { listAnswer, type ListAnswer } from '../answers/list.js';
import { REDACTED } from '../answers/redact.js';
import { objectAnswer } from '../answers/object.js';
import type { Written } from '../answers/written.js';
import { jsonObject, type JsonObject } from '../json.js';
import type { OktaPage, ReadOptions } from '../okta/client.js';
import { readArguments } from './arguments.js';
import { callDeadline } from './call-deadline.js';
import { describeFailure, failureText } from './failure.js';
import { reads } from './reads.js';
import { refuseHiddenQueries } from './redaction-check.js';
import { runReport } from './run-report.js';
import { hiddenNote, notesOf, type CallContext, type Runtime } from './runtime.js';
import { LIST_LIMIT, type ListCall, type ListResult, type ListTool, type ObjectTool, type Tool, type ToolCall } from './tool.js';

export type Outcome = { readonly ok: true; readonly answer: JsonObject; /** The same as compact JSON. */ readonly text: string } | { readonly ok: false; readonly text: string };

/** Empty pages with a next link are legal; this many in a row are followed in one call. */
const EMPTY_PAGES = 5;

/** Rows drop the names of properties, so that an answer holds items of more characters than it has itself. */
const WORTH_CLEANING = 4;

/**
 * Runs one call of one tool: arguments, the run itself, projection, redaction, bounds, errors and the audit line, the same for all.
 * Throws only the signal's reason, when the call was cancelled.
 */
export async function execute(tool: Tool, sentArguments: Readonly<Record<string, unknown>>, runtime: Runtime, context: CallContext): Promise<Outcome> {
  const started = performance.now();
  const args = runtime.redactor.arguments(sentArguments);
  const sent = { requests: 0 };
  const line = (outcome: string, rest: { rows?: number; bytes?: number }): void => {
    const kept = runtime.auditArguments ? { arguments: runtime.redactor.clean(jsonObject(JSON.stringify(args)), new Set()) } : {};
    runtime.audit({ tool: tool.name, outcome, ms: Math.round(performance.now() - started), requests: sent.requests, ...rest, ...kept });
  };
  // An investigation keeps to its own, and answers with what it has.
  const deadline = tool.answer === 'report' ? undefined : callDeadline(context.signal, runtime.deadlineMs);
  try {
    const given = readArguments(tool, args);
    await refuseHiddenQueries(tool, given, runtime.redactor);
    const options: ReadOptions = {
      signal: deadline?.signal ?? context.signal,
      onRequest: () => { sent.requests += 1; },
      onWait: (seconds) => {
        context.progress(`Waiting ${seconds} s for the org's rate limit`);
        runtime.log.debug('waiting for the rate limit', { tool: tool.name, seconds });
      },
    };
    const { answer, text } = await run(tool, given, runtime, options, context);
    line('ok', { bytes: Buffer.byteLength(text), ...(Array.isArray(answer['rows']) ? { rows: answer['rows'].length } : {}) });
    return { ok: true, answer, text };
  } catch (error) {
    if (context.signal.aborted) {
      line('cancelled', {});
      throw error;
    }
    const failure = describeFailure(error, tool, (text) => runtime.redactor.text(text));
    if (failure.outcome === 'internal') runtime.log.error('unexpected error', { tool: tool.name, error: error instanceof Error ? error.name : typeof error });
    line(failure.outcome, {});
    return { ok: false, text: cleanLines(failureText(failure), runtime) };
  } finally {
    deadline?.end();
  }
}

function run(tool: Tool, given: Readonly<Record<string, unknown>>, runtime: Runtime, options: ReadOptions, context: CallContext): Promise<Written<JsonObject>> {
  if (tool.answer === 'list') return runList(tool, given, runtime, options);
  if (tool.answer === 'object') return runObject(tool, given, runtime, options);
  return runReport(tool, given, runtime, toolCall(runtime, options), options, context);
}

async function runObject(tool: ObjectTool, given: Readonly<Record<string, unknown>>, runtime: Runtime, options: ReadOptions): Promise<Written<JsonObject>> {
  const { fields, own } = split(given);
  const result = await tool.run(own, toolCall(runtime, options));
  const hidden = new Set<string>();
  // What a tool makes without the org is the caller's own: a stand-in for it would tell which of the org's are made of the same.
  const item = tool.operations.length === 0 ? result.object : runtime.redactor.clean(result.object, hidden);
  return objectAnswer({
    kind: tool.kind,
    item,
    fields,
    notes: notesOf(result.notes ?? [], fields === undefined ? withoutLinks(hidden) : pathsShown(hidden, fields), runtime),
    maxCharacters: runtime.maxCharacters,
  });
}

/** Without `fields`, the `_links` of an object are left out. */
function withoutLinks(paths: ReadonlySet<string>): Set<string> {
  return new Set([...paths].filter((path) => path !== '_links' && !path.startsWith('_links.')));
}

async function runList(tool: ListTool, given: Readonly<Record<string, unknown>>, runtime: Runtime, options: ReadOptions): Promise<Written<ListAnswer>> {
  const { fields, limit = LIST_LIMIT, after, own } = split(given);
  const start = after === undefined ? undefined : runtime.cursors.decode(after, tool.name, own);
  const { result, skip, notes } = await firstRows(tool, own, limit, start, runtime, options);
  const chosen = result.items.slice(skip, skip + limit);
  const rows = cleaned(chosen, fields, tool.columns, runtime);
  const explained = rows.length === 0 && start === undefined ? [tool.empty(own)] : [];
  return listAnswer({
    items: rows.map(({ item }) => item),
    fields,
    defaultColumns: tool.columns,
    more: skip + rows.length < result.items.length || result.next !== undefined,
    cursor: (shown) => {
      const position = positionAfter(result, skip + shown);
      return position === undefined ? undefined : runtime.cursors.encode(tool.name, own, position);
    },
    reach: (shown) => {
      const last = chosen[shown - 1];
      return last === undefined ? [] : tool.reach(runtime.redactor.clean(last, new Set()));
    },
    hiding: (shown) => hiddenNote(new Set(rows.slice(0, shown).flatMap(({ hidden }) => [...hidden]))),
    notes: notesOf([...explained, ...(result.notes ?? []), ...notes], new Set(), runtime),
    maxCharacters: runtime.maxCharacters,
    narrower: 'Fewer `fields` fit more rows.',
  });
}

interface CleanRow {
  readonly item: JsonObject;
  /** The paths of secrets in what `fields` show of it. */
  readonly hidden: ReadonlySet<string>;
}

/** The items that may get into the answer, cleaned: no work goes into what is surely beyond its bound. */
function cleaned(items: readonly JsonObject[], asked: readonly string[] | undefined, defaults: readonly string[], runtime: Runtime): CleanRow[] {
  const fields = asked ?? defaults;
  const kept: CleanRow[] = [];
  const fitter = new Fitter();
  const worth = WORTH_CLEANING * runtime.maxCharacters;
  let size = 0;
  for (const item of items) {
    if (size > worth) break;
    const hidden = new Set<string>();
    const clean = runtime.redactor.clean(asked === undefined || hasFields(item, asked) ? picked(item, fields) : item, hidden);
    size += fitter.size(clean, worth);
    kept.push({ item: clean, hidden: pathsShown(hidden, fields) });
  }
  return kept;
}

interface Rows {
  readonly result: ListResult;
  /** Items of the page that an earlier answer told already. */
  readonly skip: number;
  readonly notes: readonly string[];
}

/** Runs the tool for the page that holds the next rows, past pages that hold none. */
async function firstRows(tool: ListTool, own: Readonly<Record<string, unknown>>, limit: number, start: Position | undefined, runtime: Runtime, options: ReadOptions): Promise<Rows> {
  let query = start?.query;
  let place = start;
  for (let page = 0; ; page += 1) {
    const result = await tool.run(own, listCall(runtime, options, limit, query));
    const { skip, notes } = place === undefined ? { skip: 0, notes: [] } : resume(result, place);
    if (skip < result.items.length || result.next === undefined || page === EMPTY_PAGES) return { result, skip, notes };
    query = result.next;
    place = undefined;
  }
}

/** Finds the row to go on with by the last one told, so that rows which came or went before it neither repeat nor lose one. */
function resume(result: ListResult, place: Position): { skip: number; notes: readonly string[] } {
  const index = place.last === undefined ? -1 : result.items.findIndex((item) => idOf(item) === place.last);
  if (index >= 0) return { skip: index + 1, notes: [] };
  const notes = place.skip > 0 ? ['The list changed since the previous answer: a row may be missing or told twice at the seam.'] : [];
  return { skip: Math.min(place.skip, result.items.length), notes };
}

function positionAfter(result: ListResult, told: number): Position | undefined {
  if (told < result.items.length) {
    const last = idOf(result.items[told - 1]);
    return { query: result.query, skip: told, ...(last === undefined ? {} : { last }) };
  }
  return result.next === undefined ? undefined : { query: result.next, skip: 0 };
}

function idOf(item: JsonObject | undefined): string | undefined {
  const id = item?.['id'] ?? item?.['uuid'];
  return typeof id === 'string' && id !== REDACTED ? rowKey(id) : undefined;
}

/** What a run may use, for the reads of one call. */
export function toolCall(runtime: Runtime, options: ReadOptions): ToolCall {
  return {
    now: new Date(),
    one: (operation, parameters) => reads(runtime).one(operation, parameters, options),
    settings: (operation, parameters) => reads(runtime).settings(operation, parameters, options),
    look: (operation, parameters) => reads(runtime).page(operation, parameters, options),
    shown: (item) => runtime.redactor.clean(item, new Set()),
    said: (path, value) => runtime.redactor.at(path, value),
    hides: (path) => runtime.redactor.hides(path),
    comparable: (path) => !runtime.redactor.hides(path) || runtime.redactor.pseudonymous,
  };
}

function listCall(runtime: Runtime, options: ReadOptions, limit: number, query: string | undefined): ListCall {
  return {
    ...toolCall(runtime, options),
    limit,
    query: query === undefined ? undefined : new URLSearchParams(query),
    page: (operation, parameters): Promise<OktaPage> => reads(runtime).page(operation, parameters, query === undefined ? options : { ...options, query }),
  };
}

/** An error's lines are the form's own; within a line no control character stays, and none is longer than a share of an answer. */
function cleanLines(text: string, { redactor, maxCharacters }: Runtime): string {
  const lines = text.split('\n').map((line) => redactor.text(line));
  const longest = Math.floor(maxCharacters / lines.length) - 1;
  return lines.map((line) => (line.length <= longest ? line : `${line.slice(0, longest - 1).toWellFormed()}…`)).join('\n');
}

interface Split {
  readonly fields: string[] | undefined;
  readonly limit: number | undefined;
  readonly after: string | undefined;
  /** The arguments that are the tool's own. */
  readonly own: Readonly<Record<string, unknown>>;
}

function split(given: Readonly<Record<string, unknown>>): Split {
  const { fields, limit, after, ...own } = given;
  return {
    fields: Array.isArray(fields) ? fields.map(String) : undefined,
    limit: typeof limit === 'number' ? limit : undefined,
    after: typeof after === 'string' ? after : undefined,
    own,
  };
}
