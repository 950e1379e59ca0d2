import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { valueAt } from '../answers/columns.js';

type Call = (after: string | undefined) => Promise<{ readonly ok: true; readonly answer: JsonObject } | { readonly ok: false; readonly text: string }>;

/**
 * Goes on with `after` to the end and resolves to one answer with all rows, or to the first error. An investigation that is not complete
 * tells its rows anew each time: then the newer ones count. `onRows` is told how many there are so far.
 */
export async function allRows(call: Call, onRows: (count: number) => void): Promise<Awaited<ReturnType<Call>>> {
  let columns: string[] = [];
  let rows: Record<string, JsonValue>[] = [];
  const notes = new Set<string>();
  for (let after: string | undefined; ; ) {
    const outcome = await call(after);
    if (!outcome.ok) return outcome;
    const { answer } = outcome;
    const page = isJsonObject(answer['page']) ? answer['page'] : {};
    after = typeof page['after'] === 'string' ? page['after'] : undefined;
    if (valueAt(answer, 'examined.complete') === false && after !== undefined) continue;
    const names = textsOf(answer['columns']);
    columns = [...columns, ...names.filter((name) => !columns.includes(name))];
    rows = [...rows, ...rowsOf(answer, names)];
    for (const note of textsOf(answer['notes'])) if (after === undefined || !note.includes('`page.after`')) notes.add(note);
    onRows(rows.length);
    if (after !== undefined) continue;
    const merged = { ...answer, columns, rows: rows.map((row) => columns.map((name) => row[name] ?? null)), page: { ...page, returned: rows.length, has_more: false } };
    return { ok: true, answer: notes.size === 0 ? merged : { ...merged, notes: [...notes] } };
  }
}

function rowsOf({ rows }: JsonObject, columns: readonly string[]): Record<string, JsonValue>[] {
  return Array.isArray(rows) ? rows.map((row) => Object.fromEntries(columns.map((name, index): [string, JsonValue] => [name, Array.isArray(row) ? (row[index] ?? null) : null]))) : [];
}

function textsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
