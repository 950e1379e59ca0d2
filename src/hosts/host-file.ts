import { applyEdits, modify, parse, parseTree, type FormattingOptions, type ParseError } from 'jsonc-parser';
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject } from '../json.js';
import type { Edit } from './hosts.js';

/** A host's file cannot be edited; the message says why. */
export class HostFileError extends Error {
  override readonly name = 'HostFileError';
}

/** What stood where an entry belongs. */
export interface Replaced {
  /** What it is called there. */
  readonly name: string;
  readonly value: unknown;
}

export interface Merged {
  readonly text: string;
  /** What had another value before. */
  readonly replaced: readonly Replaced[];
}

const BOM = '\ufeff';

/**
 * The text of a host's configuration file with an entry merged in: what else stands there stays as it was written, comments, byte order
 * mark, indentation and line breaks included. Throws HostFileError when the file is not JSON (with comments) or holds something else
 * where the entry belongs.
 */
export function merged(text: string, edits: readonly Edit[]): Merged {
  const mark = text.startsWith(BOM) ? BOM : '';
  const content = text.slice(mark.length);
  let result = content.trim() === '' ? '{}\n' : content;
  if (!isJsonObject(parsed(result))) throw new HostFileError('The file does not hold a JSON object.');
  const formattingOptions = formatting(result);
  const replaced: Replaced[] = [];
  for (const edit of edits) {
    const { path, present } = placeOf(result, edit);
    if (isDeepStrictEqual(present, edit.value)) continue;
    if (present !== undefined) replaced.push({ name: nameOf(edit), value: present });
    result = applyEdits(result, modify(result, [...path], edit.value, { formattingOptions }));
    // A host reads the last of two members of one name, and the edit changed the first.
    if (!isDeepStrictEqual(placeOf(result, edit).present, edit.value)) throw new HostFileError(`The file holds "${edit.path[0] ?? ''}" or "${nameOf(edit)}" twice.`);
  }
  return { text: `${mark}${result}`, replaced };
}

/** Where an edit belongs, and what stands there. */
function placeOf(text: string, { path, value, list }: Edit): { path: (string | number)[]; present: unknown } {
  const [first = '', second = ''] = path;
  const root = parsed(text);
  const parent: unknown = isJsonObject(root) ? root[first] : undefined;
  if (list !== true) {
    if (parent !== undefined && !isJsonObject(parent)) throw new HostFileError(`"${first}" in the file is not an object.`);
    return { path: [...path], present: parent?.[second] };
  }
  if (parent !== undefined && !Array.isArray(parent)) throw new HostFileError(`"${first}" in the file is not a list.`);
  const entries: readonly unknown[] = parent ?? [];
  const index = entries.findIndex((entry) => isJsonObject(entry) && entry['id'] === value['id']);
  return { path: [...path, index < 0 ? entries.length : index], present: index < 0 ? undefined : entries[index] };
}

function nameOf({ path, value, list }: Edit): string {
  return list === true && typeof value['id'] === 'string' ? value['id'] : (path.at(-1) ?? '');
}

/** How the file is indented: as its first member is, when that begins a line. */
function formatting(text: string): FormattingOptions {
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const offset = parseTree(text, [], { allowTrailingComma: true })?.children?.[0]?.offset ?? 0;
  const [, indentation = ''] = /(?:^|[\r\n])([ \t]*)$/.exec(text.slice(0, offset)) ?? [];
  return indentation.startsWith('\t') ? { insertSpaces: false, tabSize: 4, eol } : { insertSpaces: true, tabSize: indentation.length === 0 ? 2 : indentation.length, eol };
}

function parsed(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) throw new HostFileError('The file is not JSON.');
  return value;
}

/** An entry by itself, as it would stand in an empty file. */
export function alone(edits: readonly Edit[]): JsonObject {
  const root = parsed(merged('', edits).text);
  return isJsonObject(root) ? root : {};
}
