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

/**
 * Ends the process when stdout fails: with a message and exit code 1, or without a word when its reader has gone, which wants no more. What
 * stderr does not take stops nothing.
 */
export function endWhenOutputFails(): void {
  process.stdout.on('error', (error) => {
    if (errorCode(error) === 'EPIPE') process.exit(PIPE_CLOSED);
    process.stderr.write(`The answer is not complete: stdout ${fileReason(error)}. Write it to another place.\n`);
    process.exit(1);
  });
  process.stderr.on('error', () => undefined);
}
