import { OktaClient } from './client.js';
import { apiTokenCredential, type Credential } from './credential.js';
import { Executor } from './executor.js';
import { Gate } from './gate.js';
import { createTransport } from './http.js';
import type { ServiceApp, ServiceAppCredential } from './oauth.js';

/** How the org is read; times in milliseconds. */
export interface Pace {
  readonly concurrentLimit: number;
  /** Share of each rate limit left to others, 0 to 1. */
  readonly rateLimitReserve: number;
  readonly maxWaitMs: number;
  readonly requestTimeoutMs: number;
}

/** Where the org is and how this server authenticates there. */
export interface OrgAccess {
  readonly origin: string;
  readonly credential: { readonly kind: 'api-token'; readonly token: string } | ({ readonly kind: 'oauth' } & ServiceApp);
}

/** The door to an org. */
export interface Connection {
  readonly client: OktaClient;
  /** Only with OAuth: tells which scopes the app was granted. */
  readonly serviceApp?: ServiceAppCredential;
}

/** Puts the door to an org together: transport, gate, guarded executor, credential, client. Nothing is sent before the first read. `onSecret` is told every token and assertion of OAuth. */
export async function connectOkta({ origin, credential: access }: OrgAccess, pace: Pace, userAgent: string, onSecret: (secret: string) => void): Promise<Connection> {
  const gate = new Gate({ concurrency: pace.concurrentLimit, reserve: pace.rateLimitReserve, maxWaitMs: pace.maxWaitMs });
  const executor = new Executor({ origin, timeoutMs: pace.requestTimeoutMs, maxWaitMs: pace.maxWaitMs }, gate, createTransport(origin, pace.concurrentLimit));
  const clientWith = (credential: Credential): OktaClient => new OktaClient({ origin, credential, executor, userAgent });
  if (access.kind === 'api-token') return { client: clientWith(apiTokenCredential(access.token)) };
  const { ServiceAppCredential } = await import('./oauth.js');
  const serviceApp = new ServiceAppCredential(access, { origin, executor, userAgent, onSecret });
  return { client: clientWith(serviceApp), serviceApp };
}
