import { closeSync, fstatSync, mkdirSync, readFileSync, rmdirSync, rmSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { FileError } from '../files/errors.js';
import { isInside, resolveOwnLinks } from '../files/links.js';
import { currentUser } from '../files/owner.js';
import { createFile, openIfPresent, randomName, replaceFile } from '../files/write.js';

/** No host's file is as long. */
const MAX_BYTES = 16 * 1024 * 1024;

export interface EditedFile {
  /** Where it is, links resolved. */
  readonly path: string;
  /** Where the file as it was is kept; undefined when there was none, or nothing had to be changed. */
  readonly backup: string | undefined;
  readonly isChanged: boolean;
}

/**
 * Changes a text file in one step, with a backup beside it. It keeps its owner and mode; one that is not there is made, for its owner
 * alone. A link that others may have put there is not followed, and with `within`, a folder that may be a stranger's (a project), none that
 * leads out of it. When the change leaves the text as it is, nothing is written. After a failure everything is as before. Throws
 * FileError, what `change` throws, and errors of the system.
 */
export function editFile(named: string, change: (text: string) => string, within?: string): EditedFile {
  const path = resolveOwnLinks(named);
  if (within !== undefined && !isInside(path, within)) throw new FileError('is reached through a link that leads out of this folder');
  const before = read(path);
  const after = change(before === undefined ? '' : decoded(before.bytes));
  if (before !== undefined && before.bytes.equals(Buffer.from(after))) return { path, backup: undefined, isChanged: false };
  const folders = makeFolders(dirname(path));
  const backup = before === undefined ? undefined : `${path}.${new Date().toISOString().replace(/[:.]/g, '-')}-${randomName()}.bak`;
  try {
    if (backup !== undefined && before !== undefined) createFile(backup, before.bytes, before.stats);
    replaceFile(path, after, before?.stats);
  } catch (error) {
    if (backup !== undefined) rmSync(backup, { force: true });
    removeFolders(folders);
    throw error;
  }
  return { path, backup, isChanged: true };
}

function read(path: string): { bytes: Buffer; stats: Stats } | undefined {
  const descriptor = openIfPresent(path);
  if (descriptor === undefined) return undefined;
  try {
    const stats = fstatSync(descriptor);
    const user = currentUser();
    // The administrator may edit a user's file, whose it stays; others could not give it back.
    if (user !== undefined && user !== 0 && stats.uid !== user) throw new FileError('belongs to another user');
    if (stats.size > MAX_BYTES) throw new FileError('is larger than any file of a host');
    return { bytes: readFileSync(descriptor), stats };
  } finally {
    closeSync(descriptor);
  }
}

/** What is no UTF-8 would come back as something else. */
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FileError('is not text in UTF-8');
  }
}

/** Makes a folder with those above it; returns those that were not there, the innermost first. */
function makeFolders(folder: string): string[] {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return [];
  const made: string[] = [];
  for (let each = folder; each.length >= resolve(first).length; each = dirname(each)) made.push(each);
  return made;
}

function removeFolders(folders: readonly string[]): void {
  try {
    for (const folder of folders) rmdirSync(folder);
  } catch {
    // Somebody else uses it by now.
  }
}
