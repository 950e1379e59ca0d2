import { applyEdits, modify, parse, type ParseError } from 'jsonc-parser';
import { isJsonObject, type JsonObject } from '../json.js';
import type { Edit } from './hosts.js';

/** A host's file cannot be edited; the message says why. */
export class HostFileError extends Error {
  override readonly name = 'HostFileError';
}

/**
 * The text of a host's configuration file with an entry merged in: what else stands there stays as it was written, comments included.
 * Throws HostFileError when the file is not JSON (with comments) or holds something else where the entry belongs.
 */
export function merged(text: string, edits: readonly Edit[]): string {
  let result = text.trim() === '' ? '{}\n' : text.replace(/^\ufeff/, '');
  if (!isJsonObject(parsed(result))) throw new HostFileError('The file does not hold a JSON object.');
  for (const edit of edits) result = applied(result, edit);
  return result.endsWith('\n') ? result : `${result}\n`;
}

function applied(text: string, { path, value, list }: Edit): string {
  const [first = ''] = path;
  const root = parsed(text);
  const present: unknown = isJsonObject(root) ? root[first] : undefined;
  const options = { formattingOptions: { insertSpaces: true, tabSize: 2 } };
  if (list !== true) {
    if (present !== undefined && !isJsonObject(present)) throw new HostFileError(`"${first}" in the file is not an object.`);
    return applyEdits(text, modify(text, [...path], value, options));
  }
  if (present !== undefined && !Array.isArray(present)) throw new HostFileError(`"${first}" in the file is not a list.`);
  const entries: readonly unknown[] = present ?? [];
  const index = entries.findIndex((entry) => isJsonObject(entry) && entry['id'] === value['id']);
  return applyEdits(text, modify(text, [...path, index < 0 ? entries.length : index], value, options));
}

function parsed(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) throw new HostFileError('The file is not JSON.');
  return value;
}

/** An entry by itself, as it would stand in an empty file. */
export function alone(edits: readonly Edit[]): JsonObject {
  const root = parsed(merged('', edits));
  return isJsonObject(root) ? root : {};
}
