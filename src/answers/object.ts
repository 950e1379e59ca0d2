import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { expandFields, valueAt, WHOLE } from './columns.js';
import { shrinkObject } from './shrink.js';
import { written, type Written } from './written.js';

export interface ObjectSource {
  /** The key the object stands under, such as `user`. */
  readonly kind: string;
  readonly item: JsonObject;
  /** Fields that were asked for; undefined for all but `_links`. */
  readonly fields?: readonly string[];
  readonly notes: readonly string[];
  readonly maxCharacters: number;
}

/** The one form of a single thing in an answer: `{"<kind>":{…},"notes":[…]}`. */
export function objectAnswer(source: ObjectSource): Written<JsonObject> {
  const { item, missing } = chosen(source);
  const notes = missing.length === 0 ? [...source.notes] : [...source.notes, `Not there: ${missing.join(', ')}. (Paths are case-sensitive; \`fields\`: ["*"] shows all there are.)`];
  const answer = written(assemble(source.kind, item, notes));
  if (answer.text.length <= source.maxCharacters) return answer;
  const room = source.maxCharacters - JSON.stringify(assemble(source.kind, {}, notes)).length;
  const shrunk = shrinkObject(item, room);
  return written(assemble(source.kind, shrunk.object, [...notes, ...shrunk.notes]));
}

function assemble(kind: string, item: JsonObject, notes: string[]): JsonObject {
  return { [kind]: item, ...(notes.length === 0 ? {} : { notes }) };
}

function chosen(source: ObjectSource): { item: JsonObject; missing: string[] } {
  const { fields, item } = source;
  if (fields === undefined) return { item: Object.fromEntries(Object.entries(item).filter(([key]) => key !== '_links')), missing: [] };
  const columns = expandFields(fields, [item]);
  if (columns[0] === WHOLE) return { item, missing: [] };
  const found: JsonObject = {};
  const missing: string[] = [];
  for (const column of columns) {
    const value = valueAt(item, column);
    if (value === undefined) missing.push(column);
    else place(found, column.split('.'), value);
  }
  return { item: found, missing };
}

/** Puts a value back where it stood, so that an answer reads like Okta's object. */
function place(target: JsonObject, path: readonly string[], value: JsonValue): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  const inner = Object.hasOwn(target, head) ? target[head] : undefined;
  const next: JsonObject = isJsonObject(inner) ? inner : {};
  target[head] = next;
  place(next, rest, value);
}
