import { Console } from 'node:console';
import type { Log } from '../log.js';
import type { ProtocolServer } from './server.js';
import { StdioTransport } from './transport.js';

/** Exit codes as shells give them: 128 and the signal's number. Handlers also make the process stoppable as process 1 of a container. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Serves MCP on stdin and stdout until the host has gone, stdout is broken or a signal comes; calls under way are aborted then.
 * Resolves to the exit code.
 */
export async function serveStdio({ server, facts }: ProtocolServer, log: Log): Promise<number> {
  keepStdoutPure();
  const gone = new Promise<number>((resolve) => {
    server.onclose = () => { resolve(0); };
    for (const [signal, code] of Object.entries(SIGNALS)) process.once(signal, () => { resolve(code); });
    process.on('unhandledRejection', (error) => { log.error('unhandled rejection', { error: nameOf(error) }); });
    process.on('uncaughtException', (error) => {
      log.error('uncaught exception', { error: nameOf(error) });
      resolve(1);
    });
  });
  await server.connect(new StdioTransport(process.stdin, process.stdout, facts));
  const code = await gone;
  await server.close();
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
