import { OktaClient } from './client.js';
import { Executor } from './executor.js';
import { Gate } from './gate.js';
import { createTransport, type Transport } from './http.js';

/** How the org is read; times in milliseconds. */
export interface Pace {
  readonly concurrentLimit: number;
  /** Share of each rate limit left to others, 0 to 1. */
  readonly rateLimitReserve: number;
  readonly maxWaitMs: number;
  readonly requestTimeoutMs: number;
}

/** Puts the door to an org together: transport, gate, guarded executor, client. Nothing is sent before the first read. */
export function createOktaClient(org: { readonly origin: string; readonly token: string }, pace: Pace, userAgent: string): OktaClient {
  const gate = new Gate({ concurrency: pace.concurrentLimit, reserve: pace.rateLimitReserve, maxWaitMs: pace.maxWaitMs });
  const transport: Transport = createTransport(org.origin, pace.concurrentLimit);
  const executor = new Executor({ origin: org.origin, timeoutMs: pace.requestTimeoutMs, maxWaitMs: pace.maxWaitMs }, gate, transport);
  const authorization = { Authorization: `SSWS ${org.token}` };
  return new OktaClient({ origin: org.origin, credential: { headers: () => Promise.resolve(authorization) }, executor, userAgent });
}
