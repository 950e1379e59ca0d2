import type { ReadOptions } from '../okta/client.js';
import { toolCall } from './execute.js';
import type { CallContext, Runtime } from './runtime.js';
import type { ToolCall } from './tool.js';

/** Reads the org for something that is no tool, such as a completion; audited like one. Throws what the reads throw. */
export async function aside<T>(name: string, runtime: Runtime, { signal }: CallContext, read: (call: ToolCall) => Promise<T>): Promise<T> {
  const started = performance.now();
  let requests = 0;
  const options: ReadOptions = { signal, onRequest: () => { requests += 1; } };
  const line = (outcome: string): void => { runtime.audit({ tool: name, outcome, ms: Math.round(performance.now() - started), requests }); };
  try {
    const result = await read(toolCall(runtime, options));
    line('ok');
    return result;
  } catch (error) {
    line(signal.aborted ? 'cancelled' : 'failed');
    throw error;
  }
}
