import { constants, fchmodSync, openSync, writeSync } from 'node:fs';
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

/**
 * Writes one JSON line a call to stderr, or to a file that only its owner may read: opened once for appending, a link is not followed.
 * Throws when the file cannot be opened; a line that the file does not take goes to stderr.
 */
export function createAudit(file: string | undefined): Audit {
  const toStderr = (lines: string): void => { process.stderr.write(lines); };
  const write = inTurns(file === undefined ? toStderr : appender(file, toStderr));
  return (entry) => { write(`${JSON.stringify({ time: new Date().toISOString(), level: 'info', message: 'tool call', ...entry })}\n`); };
}

/** Writes the lines of one turn of the event loop together: before the answers of that turn leave, and when the process ends. */
function inTurns(write: (lines: string) => void): (line: string) => void {
  const waiting: string[] = [];
  const flush = (): void => {
    const lines = waiting.splice(0).join('');
    if (lines !== '') write(lines);
  };
  process.once('exit', flush);
  return (line) => { if (waiting.push(line) === 1) setImmediate(flush); };
}

function appender(file: string, fallback: (line: string) => void): (line: string) => void {
  const descriptor = openSync(file, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  fchmodSync(descriptor, 0o600);
  return (line) => {
    try {
      writeSync(descriptor, line);
    } catch {
      fallback(line);
    }
  };
}
