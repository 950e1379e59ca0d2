import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { isJsonObject, jsonOrUndefined } from '../json.js';
import type { PrivateKey } from '../private-key.js';
import { isReadScope } from '../read-scope.js';
import type { Credential } from './credential.js';
import { DpopProver } from './dpop.js';
import { OktaError } from './errors.js';
import type { Executor, RequestOptions } from './executor.js';
import type { OutgoingRequest } from './guard.js';
import type { HttpAnswer } from './http.js';
import { SharedTask } from './shared-task.js';

/** An OAuth service app of the org, that signs in with its private key. */
export interface ServiceApp {
  readonly clientId: string;
  readonly key: PrivateKey;
  /** The `kid` that the app knows the key by. */
  readonly keyId: string | undefined;
  /** Read scopes to ask for, at least one. */
  readonly scopes: readonly string[];
}

/** What the flow works with. */
export interface OAuthDoor {
  readonly origin: string;
  readonly executor: Executor;
  readonly userAgent: string;
  /** Told every token and assertion before it is used: none may come back in an answer. */
  readonly onSecret: (secret: string) => void;
}

interface AccessToken {
  readonly value: string;
  readonly dpop: boolean;
  readonly scopes: readonly string[];
  /** Milliseconds of `performance.now()` at which it expires, and from which on it counts as expired. */
  readonly endsAt: number;
  readonly staleAt: number;
}

const tokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z.string().regex(/^(bearer|dpop)$/i).default('Bearer'),
  expires_in: z.coerce.number().positive().max(86_400).default(3_600),
  scope: z.string().optional(),
});

/** Seconds an assertion is good for; Okta takes an hour at most. */
const ASSERTION_SECONDS = 300;
/** A token counts as expired this long before it is, or at nine tenths of a short life. */
const EXPIRY_MARGIN_MS = 60_000;
/** Learns that a proof is wanted, then the nonce, then a newer nonce. */
const MAX_ROUNDS = 4;
/** A clock further off than this makes Okta refuse assertions. */
const TOLERATED_CLOCK_MS = 60_000;

/**
 * The client-credentials flow of a service app with private_key_jwt
 * (https://developer.okta.com/docs/guides/implement-oauth-for-okta-serviceapp/main/): one token request for any number of calls, renewed
 * before it expires and after a 401, DPoP once the org asks for it. Scopes that the app was not granted are left out of the request.
 */
export class ServiceAppCredential implements Credential {
  readonly kind = 'oauth';
  readonly #app: ServiceApp;
  readonly #endpoint: string;
  readonly #door: OAuthDoor;
  readonly #task = new SharedTask<AccessToken>();
  #prover: DpopProver | undefined;
  #nonce: string | undefined;
  #token: AccessToken | undefined;
  /** What to ask for: narrowed once Okta has refused a scope. */
  #scopes: readonly string[];

  constructor(app: ServiceApp, door: OAuthDoor) {
    this.#app = app;
    this.#endpoint = `${door.origin}/oauth2/v1/token`;
    this.#door = door;
    this.#scopes = app.scopes;
  }

  /** The scopes that the app was granted of those it asks for. Throws OktaError when it gets no token. */
  async grantedScopes(options: RequestOptions): Promise<readonly string[]> {
    return (await this.#current(options)).scopes;
  }

  /** The access token in use: whether it is bound to this process (DPoP), and the seconds it has left. Throws OktaError when there is none to be had. */
  async accessToken(options: RequestOptions): Promise<{ readonly dpop: boolean; readonly secondsLeft: number }> {
    const { dpop, endsAt } = await this.#current(options);
    return { dpop, secondsLeft: Math.round((endsAt - performance.now()) / 1000) };
  }

  async sign(request: OutgoingRequest, options: RequestOptions): Promise<OutgoingRequest> {
    const { value, dpop } = await this.#current(options);
    const headers = { ...request.headers, Authorization: authorization(value, dpop) };
    return { ...request, headers: dpop ? { ...headers, DPoP: await this.#proofs().proof(request, this.#nonce, value) } : headers };
  }

  refused(sent: OutgoingRequest, answer: Readonly<Record<string, string>>): boolean {
    if (this.#learnNonce(answer) && /use_dpop_nonce/.test(answer['www-authenticate'] ?? '')) return true;
    const token = this.#token;
    if (token !== undefined && sent.headers['Authorization'] === authorization(token.value, token.dpop)) this.#token = undefined;
    return true;
  }

  #current(options: RequestOptions): Promise<AccessToken> {
    const token = this.#token;
    if (token !== undefined && performance.now() < token.staleAt) return Promise.resolve(token);
    return this.#task.join((signal) => this.#renew({ ...options, signal }), options.signal);
  }

  async #renew(options: RequestOptions): Promise<AccessToken> {
    const token = await this.#ask(this.#scopes, options).catch((error: unknown) => this.#askForFewer(error, options));
    this.#token = token;
    return token;
  }

  /** Okta refuses a whole request for one scope that it does not grant, without its name: asking for each alone tells which. */
  async #askForFewer(error: unknown, options: RequestOptions): Promise<AccessToken> {
    if (!isScopeRefusal(error) || this.#scopes.length === 1) throw error;
    const answers = await Promise.all(this.#scopes.map((scope) => this.#ask([scope], options).catch((reason: unknown) => reason)));
    const other = answers.find((answer) => answer instanceof Error && !isScopeRefusal(answer));
    if (other instanceof Error) throw other;
    const granted = this.#scopes.filter((_, index) => !(answers[index] instanceof Error));
    if (granted.length === 0) throw error;
    this.#scopes = granted;
    return this.#ask(granted, options);
  }

  async #ask(scopes: readonly string[], options: RequestOptions): Promise<AccessToken> {
    for (let round = 1; ; round += 1) {
      const asked = performance.now();
      const withProof = this.#prover !== undefined;
      try {
        const answer = await this.#door.executor.fetch(this.#request(scopes), { ...options, sign: (request) => this.#assert(request) });
        this.#learnNonce(answer.headers);
        return this.#read(answer, scopes, asked);
      } catch (error) {
        if (!(error instanceof OktaError)) throw error;
        if (!this.#wantsProof(error, withProof) || round === MAX_ROUNDS) throw refusal(error, scopes);
      }
    }
  }

  /** True when Okta asks for a DPoP proof, or for one with its nonce, and the next request has it. */
  #wantsProof(error: OktaError, withProof: boolean): boolean {
    if (error.failure.kind !== 'okta') return false;
    const { code } = error.failure;
    const missing = code === 'invalid_dpop_proof' && !withProof;
    if (code !== 'use_dpop_nonce' && !missing) return false;
    this.#proofs();
    return this.#learnNonce(error.headers) || missing;
  }

  #request(scopes: readonly string[]): OutgoingRequest {
    return {
      method: 'POST',
      url: this.#endpoint,
      headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded', 'User-Agent': this.#door.userAgent },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: scopes.join(' '),
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      }).toString(),
    };
  }

  /** Okta takes an assertion's `jti` once, so each attempt has its own. */
  async #assert(request: OutgoingRequest): Promise<OutgoingRequest> {
    const { SignJWT } = await import('jose');
    const { clientId, key, keyId } = this.#app;
    const kid = keyId ?? key.keyId;
    const assertion = await new SignJWT()
      .setProtectedHeader({ alg: key.algorithm, ...(kid === undefined ? {} : { kid }) })
      .setIssuer(clientId).setSubject(clientId).setAudience(this.#endpoint).setJti(randomUUID()).setIssuedAt().setExpirationTime(`${ASSERTION_SECONDS}s`)
      .sign(key.key);
    this.#door.onSecret(assertion);
    const body = `${request.body ?? ''}&client_assertion=${assertion}`;
    if (this.#prover === undefined) return { ...request, body };
    return { ...request, body, headers: { ...request.headers, DPoP: await this.#prover.proof(request, this.#nonce) } };
  }

  #read(answer: HttpAnswer, asked: readonly string[], askedAt: number): AccessToken {
    const parsed = tokenAnswer.safeParse(jsonOrUndefined(answer.body));
    if (!parsed.success) throw new OktaError({ kind: 'malformed', detail: 'its token endpoint answered with something else than a token' });
    const { access_token: value, token_type: type, expires_in: seconds, scope } = parsed.data;
    this.#door.onSecret(value);
    const scopes = scope === undefined ? asked : scope.split(' ').filter((name) => name !== '');
    const excess = [...scopes, ...scopesInToken(value)].find((name) => !isReadScope(name));
    if (excess !== undefined) throw new OktaError({ kind: 'scope', scope: /^[A-Za-z._-]{1,80}$/.test(excess) ? excess : undefined });
    const life = seconds * 1000;
    return { value, dpop: /^dpop$/i.test(type), scopes, endsAt: askedAt + life, staleAt: askedAt + Math.max(life * 0.9, life - EXPIRY_MARGIN_MS) };
  }

  #proofs(): DpopProver {
    this.#prover ??= new DpopProver();
    return this.#prover;
  }

  /** True when the server gave a nonce that is new. */
  #learnNonce(headers: Readonly<Record<string, string>>): boolean {
    const nonce = headers['dpop-nonce'];
    if (nonce === undefined || nonce === this.#nonce) return false;
    this.#nonce = nonce;
    return true;
  }
}

/** The scopes that a token says it has, where it is a JWT, as Okta's are (claim `scp`; RFC 9068 has `scope`): what the answer says of it may be less. */
function scopesInToken(token: string): string[] {
  const claims = jsonOrUndefined(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  if (!isJsonObject(claims)) return [];
  return [claims['scp'], claims['scope']].flat().flatMap((scope) => (typeof scope === 'string' ? scope.split(/\s+/) : [])).filter((name) => name !== '');
}

function authorization(token: string, dpop: boolean): string {
  return `${dpop ? 'DPoP' : 'Bearer'} ${token}`;
}

function isScopeRefusal(error: unknown): boolean {
  return error instanceof OktaError && error.failure.kind === 'oauth' && /^(invalid_scope|consent_required|access_denied)$/.test(error.failure.code);
}

/** An error of the token endpoint as the flow's own; others (no connection, rate limit) stay what they are. */
function refusal(error: OktaError, scopes: readonly string[]): OktaError {
  if (error.failure.kind !== 'okta' || error.failure.status >= 500) return error;
  const { status, code = 'no code', summary, id } = error.failure;
  const offMs = Date.parse(error.headers['date'] ?? '') - Date.now();
  const clockOffSeconds = Math.abs(offMs) > TOLERATED_CLOCK_MS ? Math.round(offMs / 1000) : undefined;
  return new OktaError({ kind: 'oauth', status, code, summary, id, clockOffSeconds, scopes });
}
