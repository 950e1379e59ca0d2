import { AuditFile } from './audit/log-file.js';
import { fileReason } from './files/errors.js';
import { LockBusyError } from './files/lock.js';
import type { JsonObject } from './json.js';

/** What is kept of one call. */
export interface AuditEntry {
  readonly tool: string;
  /** `ok`, `cancelled`, or the kind of failure. */
  readonly outcome: string;
  /** Milliseconds. */
  readonly ms: number;
  /** Requests that left for the org. */
  readonly requests: number;
  readonly rows?: number;
  readonly bytes?: number;
  /** Only when OKTA_AUDIT_ARGUMENTS asks for it, redacted. */
  readonly arguments?: JsonObject;
}

export type Audit = (entry: AuditEntry) => void;

/** Arguments that are longer, in characters, are left out of a line: no answer needs so many. */
const MAX_ARGUMENTS = 64 * 1024;
/** How long the event loop may stand still for the lock: while it serves, at its start, and when nothing else goes on any more. */
const PATIENCE_MS = { serving: 5, starting: 250, ending: 500 };
/** Lines that another process keeps from being written are tried again after this, and go to stderr after that. */
const RETRY_MS = 15;
const GIVE_UP_MS = 2_000;

/**
 * Writes one JSON line a call to stderr, or to a file that is this user's alone and whose lines are tied together (audit/chain.ts). A
 * line that the file does not take goes to stderr. `onOddity` is told what is odd about the file and stops nothing, in FileError's form.
 * Throws FileError and errors of the system when the file cannot be used.
 */
export function createAudit(file: string | undefined, onOddity: (oddity: string) => void = () => undefined): Audit {
  const lines = file === undefined ? new AuditLines(undefined) : new AuditLines(usable(file, onOddity));
  return (entry) => { lines.add(JSON.stringify({ time: new Date().toISOString(), level: 'info', message: 'tool call', ...shortened(entry) })); };
}

function usable(path: string, onOddity: (oddity: string) => void): AuditFile {
  const file = new AuditFile(path);
  try {
    const oddity = file.probe(PATIENCE_MS.starting);
    if (oddity !== undefined) onOddity(oddity);
  } catch (error) {
    // Others are writing: that says nothing against the file.
    if (!(error instanceof LockBusyError)) throw error;
  }
  return file;
}

function shortened(entry: AuditEntry): AuditEntry | (Omit<AuditEntry, 'arguments'> & { readonly argumentsLength: number }) {
  const { arguments: given, ...rest } = entry;
  const length = given === undefined ? 0 : JSON.stringify(given).length;
  return length > MAX_ARGUMENTS ? { ...rest, argumentsLength: length } : entry;
}

/** Writes the lines of one turn of the event loop together: before the answers of that turn leave, and when the process ends. */
class AuditLines {
  readonly #file: AuditFile | undefined;
  #waiting: string[] = [];
  #busySince: number | undefined;
  #isFailing = false;

  constructor(file: AuditFile | undefined) {
    this.#file = file;
    process.once('exit', () => { this.#flush(PATIENCE_MS.ending, 0); });
  }

  add(line: string): void {
    if (this.#waiting.push(line) === 1) setImmediate(() => { this.#flush(PATIENCE_MS.serving, GIVE_UP_MS); });
  }

  #flush(patienceMs: number, giveUpMs: number): void {
    if (this.#waiting.length === 0) return;
    try {
      if (this.#file === undefined) toStderr(this.#waiting);
      else this.#file.append(this.#waiting, patienceMs);
      this.#isFailing = false;
    } catch (error) {
      this.#busySince ??= performance.now();
      if (error instanceof LockBusyError && performance.now() - this.#busySince < giveUpMs) {
        setTimeout(() => { this.#flush(patienceMs, giveUpMs); }, RETRY_MS).unref();
        return;
      }
      if (!this.#isFailing) toStderr([JSON.stringify({ time: new Date().toISOString(), level: 'error', message: 'audit lines go to stderr: the file of OKTA_AUDIT_LOG cannot take them', reason: error instanceof LockBusyError ? 'is locked by another process' : fileReason(error) })]);
      this.#isFailing = true;
      toStderr(this.#waiting);
    }
    this.#busySince = undefined;
    this.#waiting = [];
  }
}

function toStderr(lines: readonly string[]): void {
  process.stderr.write(`${lines.join('\n')}\n`);
}
