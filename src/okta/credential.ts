import type { RequestOptions } from './executor.js';
import type { OutgoingRequest } from './guard.js';

/** How requests to the org are authorised. */
export interface Credential {
  readonly kind: 'api-token' | 'oauth';
  /** A copy of a request with the headers that authorise it, made anew for every attempt. Throws OktaError when no token is to be had. */
  sign(request: OutgoingRequest, options: RequestOptions): Promise<OutgoingRequest>;
  /** Told what was sent and refused with HTTP 401; true when the same request, signed anew, may succeed. */
  refused(sent: OutgoingRequest, answer: Readonly<Record<string, string>>): boolean;
}

/** An API token, sent with every request (https://developer.okta.com/docs/reference/core-okta-api/#authentication). */
export function apiTokenCredential(token: string): Credential {
  return {
    kind: 'api-token',
    sign: (request) => Promise.resolve({ ...request, headers: { ...request.headers, Authorization: `SSWS ${token}` } }),
    refused: () => false,
  };
}
