import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ListToolsResultSchema } from '@modelcontextprotocol/sdk/types.js';

/** An answer as a client receives it. */
export interface ToolAnswer {
  readonly isError: boolean;
  readonly text: string;
  readonly structured: unknown;
}

/** A connection to a server that runs as a child process, as a host has it. */
export interface ServerConnection {
  readonly instructions: string | undefined;
  tools(): Promise<{ readonly name: string; readonly description: string }[]>;
  call(tool: string, args: Readonly<Record<string, unknown>>): Promise<ToolAnswer>;
  close(): Promise<void>;
}

/** Launches a server with exactly this environment and connects the SDK's own client to it. */
export async function launchServer(command: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<ServerConnection> {
  const client = new Client({ name: 'okta-mcp-server-demo', version: '1' });
  await client.connect(new StdioClientTransport({ command, args: [...args], env: { ...env }, stderr: 'ignore' }));
  return {
    instructions: client.getInstructions(),
    // `listTools` would compile a validator for each tool, with a library that is left out of the bundle.
    tools: async () => (await client.request({ method: 'tools/list' }, ListToolsResultSchema)).tools.map(({ name, description = '' }) => ({ name, description })),
    call: async (tool, given) => {
      const result = await client.callTool({ name: tool, arguments: { ...given } });
      const content: readonly unknown[] = Array.isArray(result.content) ? result.content : [];
      return { isError: result.isError === true, text: content.map(textOf).join('\n'), structured: result.structuredContent };
    },
    close: () => client.close(),
  };
}

function textOf(part: unknown): string {
  return typeof part === 'object' && part !== null && 'text' in part && typeof part.text === 'string' ? part.text : '';
}
