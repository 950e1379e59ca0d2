import { setMaxListeners } from 'node:events';
import type { OktaReads, ReadOptions } from '../okta/client.js';
import { operations, type Operation } from '../okta/operations.js';
import type { Parameters } from '../okta/sdk.js';
import { toolCall } from './execute.js';
import type { CallContext, Runtime } from './runtime.js';
import { ToolError, type ToolCall } from './tool.js';

/** No tool that this server offers reads it: neither may a resource or a completion. */
export class NotOffered extends ToolError {
  constructor(operation: Operation) {
    super(`This server does not offer what ${operation} reads.`, `The user can offer it: OKTA_TOOLSETS, and with OAuth the scope ${operations[operation].scope ?? 'it needs'}.`);
  }
}

/**
 * Does something that is no tool of its own, such as reading a resource, under the bounds that hold for tools: only the operations that
 * the offered tools use (`Runtime.operations`), at most so many requests, retries included, and no longer than a call may take. Throws
 * ToolError when a bound is met, and what the work throws.
 */
export async function withinBounds<T>(runtime: Runtime, context: CallContext, maxRequests: number, work: (runtime: Runtime, context: CallContext) => Promise<T>): Promise<T> {
  const deadline = AbortSignal.timeout(runtime.deadlineMs);
  const signal = AbortSignal.any([context.signal, deadline]);
  // Several requests may be under way at once, and each listens.
  setMaxListeners(0, signal);
  const spending = budget(maxRequests);
  try {
    return await work({ ...runtime, okta: () => boundedReads(runtime.okta(), runtime.operations, spending) }, { ...context, signal });
  } catch (error) {
    if (!deadline.aborted || context.signal.aborted) throw error;
    throw new ToolError(`The org did not answer within ${Math.round(runtime.deadlineMs / 1000)} seconds (OKTA_CALL_DEADLINE_SECONDS).`, 'Try again later.');
  }
}

/** Reads the org for something that is no tool, within bounds; audited like one. Throws ToolError and what the reads throw. */
export function auditedRead<T>(name: string, runtime: Runtime, context: CallContext, maxRequests: number, read: (call: ToolCall) => Promise<T>): Promise<T> {
  return withinBounds(runtime, context, maxRequests, async (bounded, { signal }) => {
    const started = performance.now();
    let requests = 0;
    const options: ReadOptions = { signal, onRequest: () => { requests += 1; } };
    const line = (outcome: string): void => { runtime.audit({ tool: name, outcome, ms: Math.round(performance.now() - started), requests }); };
    try {
      const result = await read(toolCall(bounded, options));
      line('ok');
      return result;
    } catch (error) {
      line(context.signal.aborted ? 'cancelled' : signal.aborted ? 'timeout' : 'failed');
      throw error;
    }
  });
}

/** Requests that may still leave. */
interface Budget {
  readonly permit: () => void;
  readonly spend: () => void;
}

function budget(max: number): Budget {
  let sent = 0;
  return {
    permit: () => {
      if (sent >= max) throw new ToolError(`The ${max} requests that this may take are spent, retries included.`, 'Try again later.');
    },
    spend: () => { sent += 1; },
  };
}

function boundedReads(client: OktaReads, allowed: ReadonlySet<Operation>, { permit, spend }: Budget): OktaReads {
  const bounded = <T>(send: (operation: Operation, parameters: Parameters, options: ReadOptions) => Promise<T>) => async (operation: Operation, parameters: Parameters, options: ReadOptions): Promise<T> => {
    if (!allowed.has(operation)) throw new NotOffered(operation);
    const onRequest = (): void => {
      spend();
      options.onRequest?.();
    };
    return send(operation, parameters, { ...options, permit, onRequest });
  };
  return {
    page: bounded((...read) => client.page(...read)),
    one: bounded((...read) => client.one(...read)),
    settings: bounded((...read) => client.settings(...read)),
  };
}
