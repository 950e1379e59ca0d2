import { randomBytes } from 'node:crypto';
import { closeSync, constants, fchmodSync, fchownSync, fstatSync, fsyncSync, lstatSync, openSync, renameSync, rmSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode, FileError } from './errors.js';
import { currentUser } from './owner.js';
import { writeAll } from './write-all.js';

/** The mode of a file made here, unless it takes the place of another: its owner's alone. */
const PRIVATE = 0o600;
const OTHERS_WRITE = 0o022;

/** What a file that replaces another keeps of it. */
export type Ownership = Pick<Stats, 'uid' | 'gid' | 'mode'>;

/**
 * Opens a file for reading and appending, and makes it where there is none, for its owner alone. What is not a regular file of this user
 * under this one name is refused before it is opened, since opening alone makes a device or a pipe act, and again afterwards. The mode of a
 * file that exists is not changed: one that others may write to is refused, since what it holds proves nothing.
 * Throws FileError and errors of the system. On Windows only the kind is looked at.
 */
export function openForAppend(path: string): number {
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const present = lstatSync(path, { throwIfNoEntry: false });
  if (present === undefined) {
    try {
      return openSync(path, flags | constants.O_CREAT | constants.O_EXCL, PRIVATE);
    } catch (error) {
      // Another process was faster: its file is judged like any other.
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  } else requireAppendable(present);
  return opened(path, flags, requireAppendable);
}

/**
 * Opens a file for reading, without following a link, when it is a regular one; undefined when there is none. Throws FileError and errors
 * of the system.
 */
export function openIfPresent(path: string): number | undefined {
  const present = lstatSync(path, { throwIfNoEntry: false });
  if (present === undefined) return undefined;
  requireRegular(present);
  return opened(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK, requireRegular);
}

function opened(path: string, flags: number, check: (stats: Stats) => void): number {
  const descriptor = openSync(path, flags);
  try {
    check(fstatSync(descriptor));
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function requireAppendable(stats: Stats): void {
  requireRegular(stats);
  const user = currentUser();
  if (user === undefined) return;
  if (stats.uid !== user) throw new FileError('belongs to another user');
  if (stats.nlink > 1) throw new FileError('has a second name (a hard link)');
  if ((stats.mode & OTHERS_WRITE) !== 0) throw new FileError(`may be written to by other users (mode ${modeOf(stats)}; chmod 600 ends that)`);
}

function requireRegular(stats: Stats): void {
  if (stats.isFile()) return;
  if (stats.isSymbolicLink()) throw new FileError('is a link');
  if (stats.isDirectory()) throw new FileError('is a folder');
  throw new FileError(stats.isFIFO() ? 'is a pipe' : stats.isSocket() ? 'is a socket' : 'is a device');
}

/** A mode as chmod takes it, such as 644. */
export function modeOf({ mode }: Pick<Stats, 'mode'>): string {
  return (mode & 0o777).toString(8).padStart(3, '0');
}

/** Makes a file that must not exist. After a failure it is gone. Throws errors of the system. */
export function createFile(path: string, content: string | Buffer, like?: Ownership): void {
  const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, PRIVATE);
  try {
    try {
      writeAll(descriptor, content);
      if (like !== undefined) takeOwnership(descriptor, like);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

/**
 * Puts content in the place of a file in one step: who reads meanwhile sees the old one or the new one. It is written beside it under a
 * name that nobody can guess. After a failure nothing has changed. Throws errors of the system.
 */
export function replaceFile(path: string, content: string | Buffer, like?: Ownership): void {
  const next = join(dirname(path), `.${basename(path)}.${randomName()}.tmp`);
  createFile(next, content, like);
  try {
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

/** A part of a name that nobody can guess. */
export function randomName(): string {
  return randomBytes(8).toString('hex');
}

/** The owner comes first: a change of owner takes away bits of the mode. */
function takeOwnership(descriptor: number, { uid, gid, mode }: Ownership): void {
  if (currentUser() === undefined) return;
  const made = fstatSync(descriptor);
  if (made.uid !== uid || made.gid !== gid) fchownSync(descriptor, uid, gid);
  fchmodSync(descriptor, mode & 0o777);
}

/** A rename is on the disk once its folder is. Not every system can do that, and the file is whole either way. */
function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, constants.O_RDONLY);
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // See above.
  }
}
