import { isJsonObject, jsonOrUndefined } from '../json.js';

/** One window of a rate limit as it was last seen: what Okta's headers told, and the requests of it that this process sent. */
export interface RateUsage {
  readonly limit: number;
  readonly remaining: number;
  readonly sent: number;
}

/** Why a request to the org gave no answer. Texts of the org in it are untrusted: they are sanitised where errors are written (answers/). */
export type OktaFailure =
  /** Okta answered with an error, in its own words (https://developer.okta.com/docs/reference/error-codes/). */
  | { readonly kind: 'okta'; readonly status: number; readonly code?: string; readonly summary?: string; readonly id?: string; readonly causes: readonly string[]; /** Which credential was refused, for a 401. */ readonly credential?: 'api-token' | 'oauth' }
  /** The token endpoint refused the service app (RFC 6749, section 5.2). `clockOffSeconds`: how far the org's clock is ahead of this machine's, when that is much. */
  | { readonly kind: 'oauth'; readonly status: number; readonly code: string; readonly summary?: string; readonly id?: string; readonly scopes: readonly string[]; readonly clockOffSeconds?: number }
  /** The org's rate limit is spent; `seconds` until it may be asked again. `concurrent`: too many requests at once, not too many a minute. */
  | { readonly kind: 'rate-limit'; readonly seconds: number; readonly concurrent: boolean; readonly requestsSent: number; /** This process's requests under way when it was found out. */ readonly underWay: number; readonly usage?: RateUsage }
  /** No connection, or it broke: Node's or undici's error code, such as ECONNREFUSED. */
  | { readonly kind: 'network'; readonly code: string; readonly host: string }
  | { readonly kind: 'timeout'; readonly seconds: number; readonly host: string }
  /** The answer is not what Okta's API documents: HTML, cut JSON, an object for a list, a redirect. */
  | { readonly kind: 'malformed'; readonly detail: string }
  /** The token that Okta issued has a scope that is no read scope, and is not used; undefined for one whose name is not fit to be shown. */
  | { readonly kind: 'scope'; readonly scope: string | undefined }
  /** The guard refused the request before it left the process. */
  | { readonly kind: 'guard'; readonly detail: string };

/** A request to the org that failed. The message is its kind, fit for logs; answers are written from `failure`. */
export class OktaError extends Error {
  override readonly name = 'OktaError';
  constructor(
    readonly failure: OktaFailure,
    /** The headers of the answer, names in lower case; none when there was no answer. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(failure.kind);
  }
}

/** Reads Okta's error JSON; of anything else (a proxy's HTML, `{error}` of OAuth) it keeps only what is safe to show. */
export function errorFromAnswer(status: number, headers: Readonly<Record<string, string>>, body: string): OktaError {
  const json = jsonOrUndefined(body);
  if (!isJsonObject(json)) return new OktaError({ kind: 'okta', status, causes: [] }, headers);
  const text = (...keys: string[]): string | undefined => {
    for (const key of keys) {
      const value = json[key];
      if (typeof value === 'string' && value !== '') return value;
    }
    return undefined;
  };
  const causes = Array.isArray(json['errorCauses']) ? json['errorCauses'] : [];
  return new OktaError({
    kind: 'okta',
    status,
    code: text('errorCode', 'error'),
    summary: text('errorSummary', 'error_description', 'message'),
    id: text('errorId'),
    causes: causes.flatMap((cause) => (isJsonObject(cause) && typeof cause['errorSummary'] === 'string' ? [cause['errorSummary']] : [])),
  }, headers);
}
