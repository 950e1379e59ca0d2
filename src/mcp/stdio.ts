import { Console } from 'node:console';
import { PassThrough, pipeline } from 'node:stream';
import type { Log } from '../log.js';
import type { ProtocolServer } from './server.js';
import { StdioTransport } from './transport.js';

const UNREAD_GRACE_MS = 500;
/** Exit codes as shells give them: 128 and the signal's number. Handlers also make the process stoppable as process 1 of a container. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Serves MCP on stdin and stdout until the host has gone, stdout is broken or a signal comes; calls under way are aborted then.
 * What arrives while the server is still being prepared waits in stdin. Resolves to the exit code.
 */
export async function serveStdio(prepare: (signal: AbortSignal) => Promise<ProtocolServer>, log: Log): Promise<number> {
  keepStdoutPure();
  const stop = new AbortController();
  const gone = new Promise<number>((resolve) => {
    stop.signal.addEventListener('abort', () => { resolve(typeof stop.signal.reason === 'number' ? stop.signal.reason : 0); }, { once: true });
  });
  for (const [signal, code] of Object.entries(SIGNALS)) process.once(signal, () => { stop.abort(code); });
  process.on('unhandledRejection', (error) => { log.error('unhandled rejection', { error: nameOf(error) }); });
  process.on('uncaughtException', (error) => {
    log.error('uncaught exception', { error: nameOf(error) });
    stop.abort(1);
  });
  const input = inputOf(process.stdin, () => { stop.abort(0); });
  const prepared = await Promise.race([prepare(stop.signal), gone]);
  if (typeof prepared === 'number') return prepared;
  const { server, facts } = prepared;
  server.onclose = () => { stop.abort(0); };
  await server.connect(new StdioTransport(input, process.stdout, facts));
  const code = await gone;
  await server.close();
  return code;
}

/** Keeps what arrives before there is a reader; without one, the end of the input is told after a moment, since requests may wait in it. */
function inputOf(stdin: NodeJS.ReadStream, onEnd: () => void): PassThrough {
  const input = new PassThrough({ highWaterMark: 1024 * 1024 });
  pipeline(stdin, input, () => {
    if (input.readableFlowing === null) setTimeout(onEnd, UNREAD_GRACE_MS).unref();
  });
  return input;
}

/** stdout carries MCP messages and nothing else: what a dependency prints goes to stderr. */
function keepStdoutPure(): void {
  globalThis.console = new Console(process.stderr, process.stderr);
}

/** The message of an error may hold anything. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
