import { Console } from 'node:console';
import { errorCode } from '../files/errors.js';
import type { Log } from '../log.js';
import type { ServerFacts } from './eras.js';
import type { ProtocolServer } from './server.js';
import { StdioTransport } from './transport.js';

/** Exit codes as shells give them: 128 and the signal's number. Handlers also make the process stoppable as process 1 of a container. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** What is served: the facts as soon as they are known, the server when it is wanted. */
export interface Served {
  readonly facts: Promise<ServerFacts>;
  /** Called once, after the first message. `signal` aborts when the process is about to end. */
  readonly load: (signal: AbortSignal) => Promise<ProtocolServer>;
}

/**
 * Serves MCP on stdin and stdout until the host has gone, stdout is broken or a signal comes; calls under way are aborted then.
 * Resolves to the exit code.
 */
export async function serveStdio({ facts, load }: Served, log: Log): Promise<number> {
  keepStdoutPure();
  const stop = new AbortController();
  const gone = new Promise<number>((resolve) => {
    stop.signal.addEventListener('abort', () => { resolve(typeof stop.signal.reason === 'number' ? stop.signal.reason : 0); }, { once: true });
  });
  for (const [signal, code] of Object.entries(SIGNALS)) process.once(signal, () => { stop.abort(code); });
  const fail = (what: string) => (error: unknown): void => {
    log.error(what, { error: nameOf(error) });
    stop.abort(1);
  };
  // Node's own listener would write plain text.
  process.removeAllListeners('warning').on('warning', ({ name }) => { log.warn('warning of Node', { name }); });
  process.on('unhandledRejection', (error) => { log.error('unhandled rejection', { error: nameOf(error) }); });
  // Once: were it telling of the failure that failed, it would go on for ever.
  let isFailing = false;
  process.on('uncaughtException', (error) => {
    if (isFailing) return;
    isFailing = true;
    fail('uncaught exception')(error);
  });
  // A host that has gone is the usual end; a disk that is full is not.
  process.stdout.on('error', (error) => {
    if (errorCode(error) === 'EPIPE') return;
    process.exitCode = 1;
    fail('stdout cannot be written')(error);
  });
  let close = (): Promise<void> => Promise.resolve();
  const connect = async (): Promise<void> => {
    const server = await load(stop.signal);
    close = () => server.close();
    await server.connect(transport);
  };
  const transport = new StdioTransport(process.stdin, process.stdout, () => { connect().catch(fail('the server could not be started')); });
  transport.onclose = () => { stop.abort(0); };
  transport.listen();
  facts.then((known) => { transport.introduce(known); }, fail('the server could not be started'));
  const code = await gone;
  await close();
  return code;
}

/** stdout carries MCP messages and nothing else: what a dependency prints goes to stderr. */
function keepStdoutPure(): void {
  globalThis.console = new Console(process.stderr, process.stderr);
}

/** The message of an error may hold anything. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
