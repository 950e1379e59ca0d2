import { stringAt, valueAt } from '../answers/columns.js';
import type { JsonObject, JsonValue } from '../json.js';
import { MAX_LIST_PAGES } from '../okta/list-bound.js';

/** Rows are held in memory until all are read. */
const MAX_ROWS = 1_000_000;

/** How a call ended; `answer` beside an error: what was read before it, with the cursor that goes on there. */
export type RowsOutcome = { readonly ok: true; readonly answer: JsonObject } | { readonly ok: false; readonly text: string; readonly answer?: JsonObject };

/** What bounds the going on. */
export interface AllRowsBounds {
  /** Requests that an investigation may send, over all its calls; undefined where each call has its own bound. */
  readonly maxRequests?: number | undefined;
  readonly maxCalls?: number;
  readonly maxRows?: number;
}

/**
 * Goes on with `after` to the end and resolves to one answer with all rows; after an error to what was read before it. An investigation
 * that is not complete tells its rows anew each time: then the newer ones count. Ends early, and says so, when a bound is met, when a list
 * goes round in a circle, and when an investigation gets no further. `call` is told the requests that are left of `maxRequests`, `onRows`
 * how many rows there are so far.
 */
export async function allRows(call: (after: string | undefined, maxRequests: number | undefined) => Promise<RowsOutcome>, onRows: (count: number) => void, bounds: AllRowsBounds = {}): Promise<RowsOutcome> {
  const { maxRequests, maxCalls = MAX_LIST_PAGES, maxRows = MAX_ROWS } = bounds;
  const found = new Found();
  let after: string | undefined;
  for (let calls = 1; ; calls += 1) {
    const outcome = await call(after, found.requestsLeft(maxRequests));
    if (!outcome.ok) return found.isEmpty() ? outcome : { ...outcome, answer: found.answer(after) };
    const { next, further } = found.take(outcome.answer);
    after = next;
    onRows(found.count);
    if (after === undefined) return { ok: true, answer: found.answer(undefined) };
    if (!further) return { ok: false, text: 'The list repeats itself or the org gives nothing more at present: it was not read to its end.', answer: found.answer(after) };
    const met = calls >= maxCalls ? `${calls} calls` : found.count >= maxRows ? `${found.count} rows` : found.requestsLeft(maxRequests) === 0 ? `${maxRequests} requests (max_requests)` : undefined;
    if (met !== undefined) return { ok: true, answer: found.answer(after, `Not all: --all ended after ${met}. Call with --after and this page.after to go on.`) };
  }
}

/** The rows of several answers to one question. */
class Found {
  #columns: string[] = [];
  #rows: Record<string, JsonValue>[] = [];
  readonly #notes = new Set<string>();
  #last: JsonObject = {};
  #provisional = false;
  readonly #ids = new Set<string>();

  /** Requests that an investigation which is not complete may still send. */
  requestsLeft(max: number | undefined): number | undefined {
    return max === undefined || !this.#provisional ? undefined : Math.max(0, max - this.#requests);
  }

  get count(): number {
    return this.#rows.length;
  }

  isEmpty(): boolean {
    return this.#rows.length === 0;
  }

  /** Takes an answer; returns where it goes on, and whether it brought anything new. */
  take(answer: JsonObject): { next: string | undefined; further: boolean } {
    const before = this.#requests;
    const after = stringAt(answer, 'page.after');
    if (this.#provisional) this.#rows = [];
    this.#provisional = valueAt(answer, 'examined.complete') === false;
    this.#last = answer;
    const names = textsOf(answer['columns']);
    this.#columns = [...this.#columns, ...names.filter((name) => !this.#columns.includes(name))];
    const rows = rowsOf(answer, names);
    for (const row of rows) this.#rows.push(row);
    // What is said of a page is not true of all of them.
    const whole = after === undefined && !this.#provisional;
    for (const note of textsOf(answer['notes'])) if (whole || !/`(page\.)?after`/.test(note)) this.#notes.add(note);
    return { next: after, further: this.#provisional ? this.#requests > before : 'examined' in answer || this.#hasNew(rows) };
  }

  get #requests(): number {
    const requests = valueAt(this.#last, 'examined.requests');
    return typeof requests === 'number' ? requests : 0;
  }

  /** False for rows that all came before; what has no id is not compared, and an empty page says nothing. */
  #hasNew(rows: readonly Record<string, JsonValue>[]): boolean {
    const ids = rows.map((row) => row['id'] ?? row['uuid']);
    if (rows.length === 0 || !ids.every((id) => typeof id === 'string')) return true;
    const known = this.#ids.size;
    for (const id of ids) this.#ids.add(id);
    return this.#ids.size > known;
  }

  answer(after: string | undefined, ...notes: string[]): JsonObject {
    const page = { returned: this.#rows.length, has_more: after !== undefined, ...(after === undefined ? {} : { after }) };
    const rows = this.#rows.map((row) => this.#columns.map((name) => row[name] ?? null));
    return { ...this.#last, columns: this.#columns, rows, page, notes: [...notes, ...this.#notes] };
  }
}

function rowsOf({ rows }: JsonObject, columns: readonly string[]): Record<string, JsonValue>[] {
  return Array.isArray(rows) ? rows.map((row) => Object.fromEntries(columns.map((name, index): [string, JsonValue] => [name, Array.isArray(row) ? (row[index] ?? null) : null]))) : [];
}

function textsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
