import { closeSync, fstatSync, ftruncateSync, readSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import { requireOwnFolderLinks } from '../files/links.js';
import { withLock } from '../files/lock.js';
import { currentUser } from '../files/owner.js';
import { writeAll } from '../files/write-all.js';
import { modeOf, openForAppend } from '../files/write.js';
import { chained, GENESIS, lineHash, MAX_LINE_BYTES, NOT_READ } from './chain.js';

const OTHERS_READ = 0o044;
const NEWLINE = 0x0a;
/** More than most lines, so that one read finds the last. */
const CHUNK_BYTES = 16 * 1024;

/** Where a file ends. */
interface Tail {
  /** What `prev` of the next line is. */
  readonly hash: string;
  /** False when a process died, or the disk was full, while the last line was written. */
  readonly isComplete: boolean;
}

/**
 * A file of audit lines, each tied to the one before it, which several processes may append to. It is opened anew each time, so that one
 * that was moved away (log rotation) or put in its place is noticed, and its end is read each time: neither the number nor the size of a
 * file tells that it is the one written before.
 */
export class AuditFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = resolve(path);
  }

  /**
   * Tries whether lines can be written, and makes the file when there is none. Returns what is odd about it, as FileError's message.
   * Throws FileError, LockBusyError and errors of the system.
   */
  probe(patienceMs: number): string | undefined {
    requireOwnFolderLinks(this.#path);
    // Before a lock is made beside it: what is wrong with the file itself says more than that its folder takes none, as /dev.
    closeSync(openForAppend(this.#path));
    return this.#open(patienceMs, (_, stats) => (currentUser() === undefined || (stats.mode & OTHERS_READ) === 0 ? undefined : `may be read by other users (mode ${modeOf(stats)}; chmod 600 ends that)`));
  }

  /**
   * Appends lines, each the JSON text of an object, in one write: all of them or none. Tries to get the lock for `patienceMs`. Throws
   * LockBusyError, FileError and errors of the system.
   */
  append(lines: readonly string[], patienceMs: number): void {
    this.#open(patienceMs, (descriptor, { size }, requireHeld) => {
      const { hash, isComplete } = readTail(descriptor, size);
      let prev = hash;
      // A line break ends what stands there torn: it stays a line of its own, and the chain goes on behind it.
      let text = isComplete ? '' : '\n';
      for (const line of lines) {
        const next = chained(line, prev);
        text += `${next}\n`;
        prev = lineHash(next);
      }
      requireHeld();
      try {
        writeAll(descriptor, text);
      } catch (error) {
        cutBack(descriptor, size);
        throw error;
      }
    });
  }

  #open<T>(patienceMs: number, use: (descriptor: number, stats: Stats, requireHeld: () => void) => T): T {
    // Before anything is made or removed beside the file.
    requireOwnFolderLinks(this.#path);
    return withLock(`${this.#path}.lock`, patienceMs, (requireHeld) => {
      const descriptor = openForAppend(this.#path);
      try {
        return use(descriptor, fstatSync(descriptor), requireHeld);
      } finally {
        closeSync(descriptor);
      }
    });
  }
}

/** Takes away the part of the lines that was written before the disk was full. Where that fails, it stays as a torn line. */
function cutBack(descriptor: number, size: number): void {
  try {
    ftruncateSync(descriptor, size);
  } catch {
    // See above.
  }
}

/** Reads the last line, from the end of the file backwards. */
function readTail(descriptor: number, size: number): Tail {
  if (size === 0) return { hash: GENESIS, isComplete: true };
  let read = Buffer.alloc(0);
  while (read.length < size) {
    const length = Math.min(CHUNK_BYTES, size - read.length);
    const chunk = Buffer.alloc(length);
    readSync(descriptor, chunk, 0, length, size - read.length - length);
    read = Buffer.concat([chunk, read]);
    const isComplete = read.at(-1) === NEWLINE;
    const end = isComplete ? read.length - 1 : read.length;
    const before = end === 0 ? -1 : read.lastIndexOf(NEWLINE, end - 1);
    if (before >= 0 || read.length === size) return { hash: end - before - 1 > MAX_LINE_BYTES ? NOT_READ : lineHash(read.subarray(before + 1, end)), isComplete };
    if (end > MAX_LINE_BYTES) return { hash: NOT_READ, isComplete };
  }
  return { hash: GENESIS, isComplete: true };
}
