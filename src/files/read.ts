import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { currentUser, isTrustedOwner } from './owner.js';

/** The text of a file, or why it has none. */
export type TextFile =
  | { readonly ok: true; readonly text: string }
  /** `message` goes behind the file's name or the setting that names it. `missing`: there is nothing of that name. */
  | { readonly ok: false; readonly missing: boolean; readonly message: string };

/** Settings and keys are a few kilobytes. */
const MAX_BYTES = 64 * 1024;

/**
 * Reads a small text file that somebody named: a regular file (behind a link, too, since mounted secrets are links) of at most 64 KiB in
 * UTF-8, a byte-order mark left out. A device, a pipe or a folder is refused unopened, so that nothing hangs, and no error is thrown.
 * With `ownOnly`, so is a link, and a file that belongs neither to this user nor to the administrator.
 */
export function readTextFile(path: string, { ownOnly = false }: { readonly ownOnly?: boolean } = {}): TextFile {
  let descriptor: number | undefined;
  const problemOf = (stats: Stats): string | undefined => kindProblem(stats) ?? (ownOnly ? ownerProblem(stats) : undefined);
  try {
    const kind = problemOf(statSync(path)) ?? (ownOnly ? linkProblem(lstatSync(path)) : undefined);
    if (kind !== undefined) return failed(kind);
    // Not blocking, and looked at once more: what stands there may have become a pipe since.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const opened = problemOf(fstatSync(descriptor));
    return opened === undefined ? decoded(firstBytes(descriptor, MAX_BYTES + 1)) : failed(opened);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' || code === 'ENOTDIR' ? { ok: false, missing: true, message: 'does not exist' } : failed('cannot be opened');
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * Who else can get at a file, as the end of a sentence that begins with its name; undefined when only its owner can, for a file that is
 * not there, and on Windows, where modes tell nothing.
 */
export function exposureOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (currentUser() === undefined || stats === undefined) return undefined;
  const owner = ownerProblem(stats);
  if (owner !== undefined) return owner;
  if ((stats.mode & 0o022) !== 0) return 'can be changed by other users of this machine';
  return (stats.mode & 0o044) === 0 ? undefined : 'can be read by other users of this machine';
}

function ownerProblem(stats: Stats): string | undefined {
  return isTrustedOwner(stats) ? undefined : 'belongs to another user of this machine';
}

/** A link that nobody named leads to what its maker chose: a repository can carry one to the settings of another project. */
function linkProblem(stats: Stats): string | undefined {
  return ownerProblem(stats) ?? (stats.isSymbolicLink() ? 'is a link: name it by --settings to use it' : undefined);
}

function kindProblem(stats: Stats): string | undefined {
  if (stats.isDirectory()) return 'is a folder, not a file';
  if (!stats.isFile()) return 'is a device, a pipe or a socket, not a file';
  return stats.size > MAX_BYTES ? 'is larger than 64 KiB' : undefined;
}

/** By hand, since the size that a file states may be wrong: those of /proc state none. */
function firstBytes(descriptor: number, count: number): Buffer {
  const buffer = Buffer.alloc(count);
  let length = 0;
  for (;;) {
    const read = readSync(descriptor, buffer, length, count - length, null);
    length += read;
    if (read === 0 || length === count) return buffer.subarray(0, length);
  }
}

function decoded(bytes: Buffer): TextFile {
  if (bytes.length > MAX_BYTES) return failed('is larger than 64 KiB');
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff' || bytes.includes(0)) return failed('is not UTF-8, but UTF-16 or binary: save it as UTF-8');
  return { ok: true, text: bytes.toString('utf8').replace(/^\ufeff/, '') };
}

function failed(message: string): TextFile {
  return { ok: false, missing: false, message };
}
