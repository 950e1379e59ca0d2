import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import { ErrorCode, type Result, type ServerNotification, type ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import type { Redactor } from '../answers/redact.js';

export type RequestExtra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** Handles a method; params that do not fit the schema are answered with -32602. */
export type OnRequest = <Params extends z.ZodType>(method: string, params: Params, handle: (params: z.output<Params>, extra: RequestExtra) => Promise<Result> | Result) => void;

/**
 * The way to handle methods of a server. The SDK gets a schema that takes any params, so that malformed ones become -32602 here: its own
 * schemas would make them an internal error with a dump of what was wrong. This server's own secrets are removed from params before
 * anything is done with them: what a caller pasted must come back nowhere, and go to no org.
 */
export function requestHandlers(server: Server, redactor: Redactor): OnRequest {
  return (method, params, handle) => {
    server.setRequestHandler(z.object({ method: z.literal(method), params: z.record(z.string(), z.unknown()).optional() }), (request, extra) => {
      const parsed = params.safeParse(redactor.arguments(request.params ?? {}));
      if (parsed.success) return handle(parsed.data, extra);
      const [issue] = parsed.error.issues;
      throw invalidParams(`Invalid params of ${method}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
    });
  };
}

/** An error of the protocol for the caller: the thing asked for does not exist, or cannot be read. `data` goes with it. */
export function invalidParams(message: string, data?: Readonly<Record<string, string>>): Error {
  // The SDK sends the code of whatever is thrown; its own McpError would write it into the message, too.
  return Object.assign(new Error(message), { code: ErrorCode.InvalidParams, ...(data === undefined ? {} : { data }) });
}
