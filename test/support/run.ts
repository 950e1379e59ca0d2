import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { MAIN } from './host.js';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Text on stdout at which Ctrl-C is typed (only on a terminal). */
  readonly interruptAt?: string;
}

function finished(command: string, args: readonly string[], { env = {}, cwd = tmpdir(), interruptAt }: RunOptions): Promise<Run> {
  const child = spawn(command, args, { env: { PATH: process.env['PATH'], ...env }, cwd, stdio: 'pipe' });
  child.stdin.on('error', () => undefined);
  if (interruptAt === undefined) child.stdin.end();
  let stdout = '';
  let stderr = '';
  const heard = (): void => { if (interruptAt !== undefined && stdout.includes(interruptAt)) child.stdin.end('\u0003'); };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => { stdout += chunk; heard(); });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => { stderr += chunk; heard(); });
  return new Promise((resolve) => child.once('close', (code) => { resolve({ code, stdout, stderr }); }));
}

/** Runs a command of the built bin to its end, with nothing of this process's environment. */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  return finished(process.execPath, [MAIN, ...args], options);
}

/** The same on a terminal of so many columns (util-linux's `script`): stdout and stderr are one. */
export function runOnTerminal(args: readonly string[], columns: number, options: RunOptions = {}): Promise<Run> {
  const quoted = [process.execPath, MAIN, ...args].map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  return finished('script', ['-qec', `stty cols ${columns}; exec ${quoted}`, '/dev/null'], { ...options, env: { TERM: 'xterm-256color', ...options.env } });
}
