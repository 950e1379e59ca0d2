import { fstatSync } from 'node:fs';
import { errorCode, fileReason } from '../files/errors.js';
import { writeAll } from '../files/write-all.js';

/** SIGPIPE's, as shells give it: the reader of a pipe has gone, as with `| head`. */
const PIPE_CLOSED = 141;

/**
 * Writes to stdout. A file is written here rather than by Node's stream, which takes the part that a full disk took for all of it and says
 * nothing of the rest. A failure is stdout's `error` event, for a file as for a pipe.
 */
export function writeOut(text: string): void {
  const { stdout } = process;
  if (stdout.isTTY || !isFile(stdout.fd)) {
    stdout.write(text);
    return;
  }
  try {
    writeAll(stdout.fd, text);
  } catch (error) {
    stdout.emit('error', error);
  }
}

/** A file, or a device such as /dev/full that is no terminal: writing to it never waits for a reader. */
function isFile(descriptor: number): boolean {
  const stats = fstatSync(descriptor);
  return stats.isFile() || stats.isCharacterDevice();
}

/** What stderr does not take stops nothing: else telling of a failure would be the next one. To be called before the first word on it. */
export function doWithoutStderr(): void {
  process.stderr.on('error', () => undefined);
}

/**
 * Resolves when stdout has taken all, or will take no more. With `maxStillMs` (milliseconds), also when it has taken nothing for so long: a
 * host that stopped reading must not keep a server alive, while a slow reader in a terminal gets the whole answer.
 */
export function outputWritten(maxStillMs?: number): Promise<void> {
  const { stdout } = process;
  return new Promise((resolve) => {
    let waiting = stdout.writableLength;
    const watch = maxStillMs === undefined ? undefined : setInterval(() => {
      if (stdout.writableLength >= waiting) resolve();
      waiting = stdout.writableLength;
    }, maxStillMs);
    // A failure of stdout is told of first; it may come after serving has ended.
    stdout.write('', () => setImmediate(() => { clearInterval(watch); resolve(); }));
  });
}

/** Ends the process when stdout fails: with a message and exit code 1, or without a word when its reader has gone, which wants no more. */
export function endWhenOutputFails(): void {
  process.stdout.on('error', (error) => {
    if (errorCode(error) === 'EPIPE') process.exit(PIPE_CLOSED);
    process.stderr.write(`The answer is not complete: stdout ${fileReason(error)}. Write it to another place.\n`);
    process.exit(1);
  });
}
