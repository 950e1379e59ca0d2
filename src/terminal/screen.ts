import pico from 'picocolors';
import { writeOut } from './output.js';

/** Where a command writes, and what may be written there. */
export interface Screen {
  /** Characters across; undefined where what is written is read by a program and must not be cut. */
  readonly width: number | undefined;
  readonly colours: ReturnType<typeof pico.createColors>;
  /** The answer. */
  readonly out: (text: string) => void;
  /** Everything else. */
  readonly err: (text: string) => void;
}

/** stdout and stderr of this process. No colours when piped, with NO_COLOR, or on a terminal without them (https://no-color.org). */
export function processScreen(): Screen {
  const { stdout, stderr } = process;
  return {
    width: stdout.isTTY ? Math.max(40, stdout.columns) : undefined,
    colours: pico.createColors(stdout.isTTY ? stdout.hasColors() : false),
    out: (text) => { writeOut(`${text}\n`); },
    err: (text) => { stderr.write(`${text}\n`); },
  };
}
