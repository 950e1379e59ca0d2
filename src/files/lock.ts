import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, readlinkSync, rmSync, type BigIntStats } from 'node:fs';
import { hostname } from 'node:os';
import { isJsonObject, jsonOrUndefined } from '../json.js';
import { errorCode, FileError } from './errors.js';
import { writeAll } from './write-all.js';
import { openIfPresent } from './write.js';

/** Another process holds a lock and did not let go of it in time. */
export class LockBusyError extends Error {
  override readonly name = 'LockBusyError';
}

/** A lock is held for milliseconds. One this old is left over, where nobody can tell whether its process lives. */
const STALE_MS = 10_000;
/** Longer than any lock's content. */
const MAX_CONTENT_BYTES = 4096;

/**
 * Runs an action while this process alone holds the lock `path`: a file that only one process can make (Node has no flock). What a process
 * left behind that died is taken away. Tries for `patienceMs` at most, while the event loop stands still. The action calls `requireHeld`
 * before it changes anything: it throws LockBusyError when the lock was taken away meanwhile, as from a process that was stopped for long.
 * Throws LockBusyError, FileError when the lock cannot be made, and what the action throws.
 */
export function withLock<T>(path: string, patienceMs: number, action: (requireHeld: () => void) => T): T {
  const descriptor = acquire(path, patienceMs);
  try {
    return action(() => {
      if (!isHeld(path, descriptor)) throw new LockBusyError('Another process took the lock over.');
    });
  } finally {
    release(path, descriptor);
  }
}

function acquire(path: string, patienceMs: number): number {
  const end = performance.now() + patienceMs;
  for (;;) {
    const descriptor = create(path);
    if (descriptor !== undefined) return descriptor;
    const wasRemoved = removeStale(path);
    const left = end - performance.now();
    if (left <= 0) throw new LockBusyError('Another process holds the lock.');
    if (!wasRemoved) sleep(Math.min(left, 0.5 + 2 * Math.random()));
  }
}

function create(path: string): number | undefined {
  try {
    const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
    try {
      writeAll(descriptor, JSON.stringify({ pid: process.pid, started: startOf(process.pid), machine: machine() }));
      return descriptor;
    } catch (error) {
      release(path, descriptor);
      throw error;
    }
  } catch (error) {
    // Windows says EPERM of a file that is being removed.
    if (errorCode(error) === 'EEXIST' || (process.platform === 'win32' && errorCode(error) === 'EPERM')) return undefined;
    if (errorCode(error) === 'EACCES' || errorCode(error) === 'EROFS') throw new FileError('is in a folder where this user may not make the lock file that several processes need');
    throw error;
  }
}

/** Open until here: its number cannot have gone to another file meanwhile. What another process took over is its own. */
function release(path: string, descriptor: number): void {
  const isOwn = isHeld(path, descriptor);
  closeSync(descriptor);
  if (isOwn) rmSync(path, { force: true });
}

function isHeld(path: string, descriptor: number): boolean {
  return identity(fstatSync(descriptor, { bigint: true })) === identity(lstatSync(path, { bigint: true, throwIfNoEntry: false }));
}

/**
 * Takes away a lock that was left behind; true when it is worth trying again at once. Of several processes that see the same one, only that
 * which makes the file named for it may remove it: else the second would remove the lock that the first has taken since.
 */
function removeStale(path: string): boolean {
  const seen = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (seen === undefined) return true;
  if (!isStale(path, seen)) return false;
  const claim = `${path}.${seen.ino}-${seen.ctimeNs}`;
  try {
    closeSync(openSync(claim, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600));
  } catch {
    const other = lstatSync(claim, { bigint: true, throwIfNoEntry: false });
    if (other !== undefined && age(other) > STALE_MS) rmSync(claim, { force: true });
    return false;
  }
  try {
    const now = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    if (identity(now) === identity(seen) && now?.ctimeNs === seen.ctimeNs) rmSync(path, { force: true });
    return true;
  } catch {
    // Another user's, in a folder where only owners may remove.
    return false;
  } finally {
    rmSync(claim, { force: true });
  }
}

function isStale(path: string, stats: BigIntStats): boolean {
  if (!stats.isFile()) return false;
  const holder = readHolder(path);
  if (holder?.machine !== machine()) return age(stats) > STALE_MS;
  return holder.pid === process.pid || !isAlive(holder);
}

interface Holder {
  readonly pid: number;
  /** See startOf. */
  readonly started: string | undefined;
  readonly machine: string;
}

/** Undefined while it is being written, too. */
function readHolder(path: string): Holder | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openIfPresent(path);
    if (descriptor === undefined || fstatSync(descriptor).size > MAX_CONTENT_BYTES) return undefined;
    const content = jsonOrUndefined(readFileSync(descriptor, 'utf8'));
    if (!isJsonObject(content)) return undefined;
    const { pid, started, machine: where } = content;
    return typeof pid === 'number' && Number.isInteger(pid) && pid > 0 && typeof where === 'string' ? { pid, started: typeof started === 'string' ? started : undefined, machine: where } : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
    // The number may have gone to another process since.
    return started === undefined || started === (startOf(pid) ?? started);
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

/** When a process began, in ticks since the machine did (Linux, proc_pid_stat(5)); undefined where that cannot be told. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it, in parentheses, may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** Where a process id means something: containers on one machine have their own. */
function machine(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function identity(stats: BigIntStats | undefined): string | undefined {
  return stats === undefined ? undefined : `${stats.dev}:${stats.ino}`;
}

/** Milliseconds since it was last written; a clock that was put back must not make a lock eternal. */
function age({ mtimeMs }: BigIntStats): number {
  return Math.abs(Date.now() - Number(mtimeMs));
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
