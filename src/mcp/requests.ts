import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import { ErrorCode, type Result, type ServerNotification, type ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import type { Runtime } from '../tools/runtime.js';
import { once } from '../tools/tool.js';

export type RequestExtra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** Handles a method; params that do not fit the schema are answered with -32602. The schema is made when it is first needed: most methods of a session never come. */
export type OnRequest = <Params extends z.ZodType>(method: string, params: () => Params, handle: (params: z.output<Params>, extra: RequestExtra) => Promise<Result> | Result) => void;

type Handler = (params: Readonly<Record<string, unknown>>, extra: RequestExtra) => Promise<Result> | Result;

/**
 * The way to handle methods of a server. They come by the SDK's fallback: its handlers by schema would dump what is wrong with malformed
 * params as an internal error, and check each answer once more. This server's own secrets are removed from params before anything is done
 * with them: what a caller pasted must come back nowhere, and go to no org.
 */
export function requestHandlers(server: Server, { redactor, log }: Runtime): OnRequest {
  const handlers = new Map<string, Handler>();
  server.fallbackRequestHandler = async ({ method, params = {} }, extra): Promise<Result> => {
    const handler = handlers.get(method);
    if (handler === undefined) throw new ProtocolError(ErrorCode.MethodNotFound, 'Method not found.');
    try {
      return await handler(redactor.arguments(params), extra);
    } catch (error) {
      if (error instanceof ProtocolError || extra.signal.aborted) throw error;
      // The message of an unexpected error may hold anything.
      log.error('unexpected error', { method, error: error instanceof Error ? error.name : typeof error });
      throw new ProtocolError(ErrorCode.InternalError, 'The server failed inside. Try again; if it stays, the log on stderr has the kind of error for a report.');
    }
  };
  return (method, params, handle) => {
    // The SDK has handlers of its own for some methods; this server's come before them.
    server.removeRequestHandler(method);
    handlers.set(method, (given, extra) => {
      const parsed = params().safeParse(given);
      if (parsed.success) return handle(parsed.data, extra);
      const [issue] = parsed.error.issues;
      throw invalidParams(`Invalid params of ${method}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
    });
  };
}

/** The schema of methods that want nothing. */
export const noParams = once(() => z.looseObject({}));

/** An error of the protocol for the caller: the thing asked for does not exist, or cannot be read. `data` goes with it. */
export function invalidParams(message: string, data?: Readonly<Record<string, string>>): Error {
  return new ProtocolError(ErrorCode.InvalidParams, message, data);
}

/** The SDK sends code and data of what is thrown; its own McpError would write the code into the message, too. */
class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  constructor(readonly code: ErrorCode, message: string, readonly data?: Readonly<Record<string, string>>) {
    super(message);
  }
}
