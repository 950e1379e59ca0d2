import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';

/** Exit codes as shells give them: 128 and the signal's number. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Serves MCP on stdin and stdout until the host has gone or a signal comes; resolves to the exit code. Calls under way are aborted. */
export async function serveStdio(server: Server): Promise<number> {
  const gone = new Promise<number>((resolve) => {
    const leave = (code: number) => (): void => { resolve(code); };
    process.stdin.once('end', leave(0)).once('close', leave(0)).once('error', leave(0));
    process.stdout.once('error', leave(0));
    server.onclose = leave(0);
    for (const [signal, code] of Object.entries(SIGNALS)) process.once(signal, leave(code));
  });
  await server.connect(new StdioServerTransport());
  const code = await gone;
  await server.close();
  return code;
}
