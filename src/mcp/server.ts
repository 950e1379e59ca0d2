import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { JSONRPCMessageSchema, type CallToolResult, type JSONRPCMessage, type ListToolsResult } from '@modelcontextprotocol/sdk/types.js';
import { setMaxListeners } from 'node:events';
import * as z from 'zod';
import { execute } from '../tools/execute.js';
import type { CallContext, Runtime } from '../tools/runtime.js';
import { once, type Tool } from '../tools/tool.js';
import { handleCompletion } from './completion-requests.js';
import type { ServerFacts } from './eras.js';
import { HOST_LOG_LEVELS, HostLog, LOG_LEVEL_KEY } from './host-log.js';
import { handlePrompts } from './prompt-requests.js';
import { invalidParams, noParams, requestHandlers } from './requests.js';
import { handleResources } from './resource-requests.js';
import type { StdioTransport } from './transport.js';

/** A server that can be connected once. */
export interface ProtocolServer {
  connect(transport: StdioTransport): Promise<void>;
  /** Aborts the calls under way. */
  close(): Promise<void>;
}

const callParams = once(() => z.looseObject({
  name: z.string(),
  arguments: z.record(z.string(), z.unknown()).optional(),
  _meta: z.looseObject({ progressToken: z.union([z.string(), z.number()]).optional(), [LOG_LEVEL_KEY]: z.enum(HOST_LOG_LEVELS).optional() }).optional(),
}));

/**
 * The MCP server over a list of tools. The list is described once and stays; the SDK's own would be made anew for each request, in an
 * older JSON Schema dialect. An unknown tool is a JSON-RPC error, everything that goes wrong inside a tool an `isError` result.
 */
export function createServer({ info, capabilities, instructions }: ServerFacts, tools: readonly Tool[], runtime: Runtime): ProtocolServer {
  const server = new Server(info, { capabilities, instructions, jsonSchemaValidator: NO_VALIDATOR });
  let list: Promise<ListToolsResult> | undefined;
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const on = requestHandlers(server, runtime);
  const hostLog = new HostLog(on);
  handlePrompts(on, tools);
  handleResources(on, tools, runtime);
  handleCompletion(on, tools, runtime);
  on('tools/list', noParams, () => (list ??= described(tools)));
  on('tools/call', callParams, async ({ name: wanted, arguments: args = {}, _meta: meta }, extra): Promise<CallToolResult> => {
    const tool = byName.get(wanted);
    if (tool === undefined) throw invalidParams('Unknown tool. tools/list has the names.');
    const token = meta?.progressToken;
    const progress = reporter(token, (params) => { extra.sendNotification({ method: 'notifications/progress', params }).catch(() => undefined); });
    // An investigation has many requests under way at once, and each listens.
    setMaxListeners(0, extra.signal);
    const outcome = await execute(tool, args, hostLog.heardBy(runtime, meta?.[LOG_LEVEL_KEY], extra), { signal: extra.signal, progress: progress.report });
    progress.end();
    if (!outcome.ok) return { isError: true, content: [{ type: 'text', text: outcome.text }] };
    return { structuredContent: outcome.answer, content: [{ type: 'text', text: outcome.text }] };
  });
  return {
    connect: async (transport) => {
      await server.connect(transport);
      transport.open(isMessage);
    },
    close: () => server.close(),
  };
}

type Progress = { progressToken: string | number; progress: number; total?: number; message: string };
const PROGRESS_EVERY_MS = 500;

/** Tells progress when it was asked for, not oftener than a reader can follow, always upwards, and never after the answer. */
function reporter(token: string | number | undefined, send: (params: Progress) => void): { report: CallContext['progress']; end: () => void } {
  let open = token !== undefined;
  let last = 0;
  let told = -Infinity;
  return {
    report: (message, at) => {
      const now = performance.now();
      if (!open || token === undefined || (at !== undefined && now - told < PROGRESS_EVERY_MS)) return;
      told = now;
      last = Math.max(at?.done ?? 0, last + (at === undefined ? 0.001 : 1));
      send({ progressToken: token, progress: last, message, ...(at?.total === undefined ? {} : { total: at.total }) });
    },
    end: () => { open = false; },
  };
}

async function described(tools: readonly Tool[]): Promise<ListToolsResult> {
  const { describeTool } = await import('./describe.js');
  return { tools: tools.map(describeTool) };
}

function isMessage(message: unknown): message is JSONRPCMessage {
  return JSONRPCMessageSchema.safeParse(message).success;
}

/** The SDK validates elicitation answers with it; this server asks the user nothing, and ajv takes long to load. */
const NO_VALIDATOR = {
  getValidator: () => () => ({ valid: false as const, data: undefined, errorMessage: 'not supported' }),
};
