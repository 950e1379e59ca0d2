import { jsonOrUndefined, type JsonValue } from '../json.js';

/** Longer JSON is looked at as text: what it holds is cut anyway. */
const MAX_LENGTH = 200_000;
const MAX_NESTING = 64;
/** Brackets that begin no JSON before a text is taken for prose. */
const MAX_FAILURES = 8;
const START = /[{[](?=\s{0,40}["{[])/;

/**
 * A text with the objects and lists of JSON in it replaced by what `replaceValue` makes of them, and the rest by `replaceText`. JSON that
 * stays the same keeps its spelling. The System Log has such texts: requests in `debugData`, `logOnlySecurityData`. Linear in the text's length.
 */
export function replaceJson(text: string, replaceValue: (value: JsonValue) => JsonValue, replaceText: (text: string) => string): string {
  const parts: { readonly before: string; readonly json: string }[] = [];
  let from = 0;
  let failures = 0;
  // Its own, since a value may hold texts of JSON.
  const pattern = new RegExp(START, 'g');
  for (let start = pattern.exec(text); start !== null && failures < MAX_FAILURES; start = pattern.exec(text)) {
    const end = endOfJson(text, start.index);
    const value = end === undefined ? undefined : jsonOrUndefined(text.slice(start.index, end));
    if (end === undefined || value === undefined) {
      failures += 1;
      continue;
    }
    const json = JSON.stringify(value);
    const replaced = JSON.stringify(replaceValue(value));
    parts.push({ before: text.slice(from, start.index), json: replaced === json ? text.slice(start.index, end) : replaced });
    from = end;
    pattern.lastIndex = end;
  }
  if (parts.length === 0) return replaceText(text);
  return parts.map(({ before, json }) => replaceText(before) + json).join('') + replaceText(text.slice(from));
}

/** Where the bracket that opens at `start` closes; undefined when it does not, or when it is too far or too deep. */
function endOfJson(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  const last = Math.min(text.length, start + MAX_LENGTH);
  for (let at = start; at < last; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign === '\\') at += 1;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{' || sign === '[') {
      depth += 1;
      if (depth > MAX_NESTING) return undefined;
    } else if ((sign === '}' || sign === ']') && (depth -= 1) === 0) return at + 1;
  }
  return undefined;
}
