import { stringAt, valueAt } from '../answers/columns.js';
import type { JsonObject, JsonValue } from '../json.js';

/** How a call ended; `answer` beside an error: what was read before it, with the cursor that goes on there. */
export type RowsOutcome = { readonly ok: true; readonly answer: JsonObject } | { readonly ok: false; readonly text: string; readonly answer?: JsonObject };

/**
 * Goes on with `after` to the end and resolves to one answer with all rows; after an error to what was read before it. An investigation
 * that is not complete tells its rows anew each time: then the newer ones count. `onRows` is told how many there are so far.
 */
export async function allRows(call: (after: string | undefined) => Promise<RowsOutcome>, onRows: (count: number) => void): Promise<RowsOutcome> {
  const found = new Found();
  for (let after: string | undefined; ; ) {
    const outcome = await call(after);
    if (!outcome.ok) return found.isEmpty() ? outcome : { ...outcome, answer: found.answer(after) };
    after = found.take(outcome.answer);
    onRows(found.count);
    if (after === undefined) return { ok: true, answer: found.answer(undefined) };
  }
}

/** The rows of several answers to one question. */
class Found {
  #columns: string[] = [];
  #rows: Record<string, JsonValue>[] = [];
  readonly #notes = new Set<string>();
  #last: JsonObject = {};
  #provisional = false;

  get count(): number {
    return this.#rows.length;
  }

  isEmpty(): boolean {
    return this.#rows.length === 0;
  }

  /** Takes an answer; returns where it goes on. */
  take(answer: JsonObject): string | undefined {
    const after = stringAt(answer, 'page.after');
    if (this.#provisional) this.#rows = [];
    this.#provisional = valueAt(answer, 'examined.complete') === false;
    this.#last = answer;
    const names = textsOf(answer['columns']);
    this.#columns = [...this.#columns, ...names.filter((name) => !this.#columns.includes(name))];
    this.#rows.push(...rowsOf(answer, names));
    // What is said of a page is not true of all of them.
    const whole = after === undefined && !this.#provisional;
    for (const note of textsOf(answer['notes'])) if (whole || !/`(page\.)?after`/.test(note)) this.#notes.add(note);
    return after;
  }

  answer(after: string | undefined): JsonObject {
    const page = { returned: this.#rows.length, has_more: after !== undefined, ...(after === undefined ? {} : { after }) };
    const rows = this.#rows.map((row) => this.#columns.map((name) => row[name] ?? null));
    return { ...this.#last, columns: this.#columns, rows, page, notes: [...this.#notes] };
  }
}

function rowsOf({ rows }: JsonObject, columns: readonly string[]): Record<string, JsonValue>[] {
  return Array.isArray(rows) ? rows.map((row) => Object.fromEntries(columns.map((name, index): [string, JsonValue] => [name, Array.isArray(row) ? (row[index] ?? null) : null]))) : [];
}

function textsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
