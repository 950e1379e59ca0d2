import { calculateJwkThumbprint, createLocalJWKSet, decodeJwt, EmbeddedJWK, errors, jwtVerify, SignJWT, type JWK } from 'jose';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { ApiError } from './errors.js';

/** An OAuth service app of the demo org. */
export interface DemoServiceApp {
  readonly clientId: string;
  /** Its public keys. */
  readonly keys: readonly JWK[];
  /** The scopes that an administrator granted. */
  readonly scopes: readonly string[];
  /** The app requires DPoP. */
  readonly dpop?: boolean;
}

/** A request that brings a token or asks for one. */
export interface OAuthRequest {
  readonly method: string;
  /** Absolute, without the query. */
  readonly url: string;
  readonly authorization: string | undefined;
  readonly dpop: string | undefined;
}

/** An answer of the token endpoint. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

interface Issued {
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  /** RFC 7638 thumbprint of the key that a DPoP token is bound to. */
  readonly thumbprint: string | undefined;
}

class TokenError extends Error {
  constructor(readonly code: string, readonly description: string, readonly status = 400, readonly headers: Readonly<Record<string, string>> = {}) {
    super(description);
  }
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const LONGEST_ASSERTION_SECONDS = 3_600;
const PROOF_SECONDS = 300;

/**
 * The token endpoint of an org's own authorization server for service apps, and the tokens it issued. Assertions and DPoP proofs are
 * verified for real (https://developer.okta.com/docs/guides/implement-oauth-for-okta-serviceapp/main/ and /docs/guides/dpop/).
 */
export class DemoAuthorizationServer {
  readonly #origin: string;
  readonly #apps: readonly DemoServiceApp[];
  readonly #lifeSeconds: number;
  readonly #issued = new Map<string, Issued>();
  readonly #usedIds = new Set<string>();
  readonly #signingKey = randomBytes(32);
  #nonce = randomUUID();

  constructor(origin: string, apps: readonly DemoServiceApp[], lifeSeconds: number) {
    this.#origin = origin;
    this.#apps = apps;
    this.#lifeSeconds = lifeSeconds;
  }

  /** POST /oauth2/v1/token. */
  async token(request: OAuthRequest, form: URLSearchParams): Promise<TokenAnswer> {
    try {
      const app = await this.#authenticate(form);
      const thumbprint = await this.#boundKey(request, app);
      const scopes = this.#grant(app, form.get('scope'));
      const value = await new SignJWT({ scp: scopes, cid: app.clientId }).setProtectedHeader({ alg: 'HS256' }).setJti(randomUUID()).sign(this.#signingKey);
      this.#issued.set(value, { scopes, thumbprint, expiresAt: Date.now() + this.#lifeSeconds * 1000 });
      return { status: 200, headers: {}, body: { token_type: thumbprint === undefined ? 'Bearer' : 'DPoP', expires_in: this.#lifeSeconds, access_token: value, scope: scopes.join(' ') } };
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      return { status: error.status, headers: error.headers, body: { error: error.code, error_description: error.description } };
    }
  }

  /** The scopes of the token that a request brings. Throws ApiError when it is no valid one. */
  async scopes(request: OAuthRequest): Promise<readonly string[]> {
    const [, scheme = '', value = ''] = /^(Bearer|DPoP) (\S+)$/.exec(request.authorization ?? '') ?? [];
    const issued = this.#issued.get(value);
    if (issued === undefined || Date.now() >= issued.expiresAt) throw new ApiError(401, 'E0000011', 'Invalid token provided');
    if (issued.thumbprint === undefined && scheme === 'Bearer') return issued.scopes;
    if (scheme !== 'DPoP') throw new ApiError(400, 'E0000003', 'The request body was not well-formed.');
    try {
      const { thumbprint, ath } = await this.#proof(request);
      if (thumbprint === issued.thumbprint && ath === createHash('sha256').update(value).digest('base64url')) return issued.scopes;
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
    }
    throw new ApiError(401, 'E0000011', 'Invalid token provided');
  }

  /** Makes every token that was issued invalid. */
  revoke(): void {
    this.#issued.clear();
  }

  async #authenticate(form: URLSearchParams): Promise<DemoServiceApp> {
    if (form.get('grant_type') !== 'client_credentials') throw new TokenError('unsupported_grant_type', 'The authorization grant type is not supported by the authorization server.');
    const assertion = form.get('client_assertion') ?? '';
    if (form.get('client_assertion_type') !== ASSERTION_TYPE || assertion === '') throw new TokenError('invalid_client', 'Client authentication failed. Either the client or the client credentials are invalid.', 401);
    const app = this.#apps.find(({ clientId }) => clientId === issuerOf(assertion));
    if (app === undefined) throw new TokenError('invalid_client', "The client_assertion 'iss' is not a known client.", 401);
    const { iat, exp = 0, jti } = await verified(assertion, app, `${this.#origin}/oauth2/v1/token`);
    if (exp - (iat ?? Date.now() / 1000) > LONGEST_ASSERTION_SECONDS) throw new TokenError('invalid_client', 'The client_assertion token has an expiration too far into the future.', 401);
    if (jti !== undefined && !this.#once(jti)) throw new TokenError('invalid_client', 'The client_assertion token has already been used.', 401);
    return app;
  }

  async #boundKey(request: OAuthRequest, app: DemoServiceApp): Promise<string | undefined> {
    if (request.dpop === undefined) {
      if (app.dpop === true) throw new TokenError('invalid_dpop_proof', 'The DPoP proof JWT header is missing.');
      return undefined;
    }
    const { thumbprint, nonce } = await this.#proof(request);
    if (nonce !== this.#nonce) throw new TokenError('use_dpop_nonce', 'Authorization server requires nonce in DPoP proof.', 400, { 'dpop-nonce': this.#nonce });
    return thumbprint;
  }

  /** A scope of Okta that the app was not granted makes the whole request fail. */
  #grant(app: DemoServiceApp, asked: string | null): readonly string[] {
    const wanted = (asked ?? '').split(' ').filter((scope) => scope !== '');
    if (wanted.length === 0) throw new TokenError('invalid_scope', 'The authorization server resource does not have any configured default scopes, \'scope\' must be provided.');
    if (wanted.some((scope) => !app.scopes.includes(scope))) throw new TokenError('invalid_scope', 'One or more scopes are not configured for the authorization server resource.');
    return wanted;
  }

  async #proof(request: OAuthRequest): Promise<{ thumbprint: string; nonce: unknown; ath: unknown }> {
    try {
      const { payload, protectedHeader } = await jwtVerify(request.dpop ?? '', EmbeddedJWK, { typ: 'dpop+jwt', maxTokenAge: PROOF_SECONDS, requiredClaims: ['jti', 'htm', 'htu'] });
      if (payload['htm'] !== request.method || payload['htu'] !== request.url || payload.jti === undefined || !this.#once(payload.jti) || protectedHeader.jwk === undefined) throw new errors.JWTInvalid('claims');
      return { thumbprint: await calculateJwkThumbprint(protectedHeader.jwk), nonce: payload['nonce'], ath: payload['ath'] };
    } catch (error) {
      if (error instanceof errors.JOSEError) throw new TokenError('invalid_dpop_proof', 'The DPoP proof JWT is invalid.');
      throw error;
    }
  }

  #once(id: string): boolean {
    if (this.#usedIds.has(id)) return false;
    this.#usedIds.add(id);
    return true;
  }
}

function issuerOf(assertion: string): string | undefined {
  try {
    return decodeJwt(assertion).iss;
  } catch {
    throw new TokenError('invalid_client', "The parsing of the 'client_assertion' failed.", 401);
  }
}

async function verified(assertion: string, app: DemoServiceApp, audience: string): Promise<{ iat?: number; exp?: number; jti?: string }> {
  const claims = { issuer: app.clientId, subject: app.clientId, audience, algorithms: ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'], requiredClaims: ['exp'] };
  try {
    return (await jwtVerify(assertion, createLocalJWKSet({ keys: [...app.keys] }), claims)).payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new TokenError('invalid_client', 'The client_assertion token is expired.', 401);
    if (error instanceof errors.JWTClaimValidationFailed) throw new TokenError('invalid_client', `The ${error.claim} claim for client_assertion is invalid.`, 401);
    if (error instanceof errors.JOSEError) throw new TokenError('invalid_client', 'The client_assertion signature is invalid.', 401);
    throw error;
  }
}

const SCOPES: readonly (readonly [RegExp, string])[] = [
  [/^\/api\/v1\/users\/[^/]+\/roles/, 'okta.roles.read'],
  [/^\/api\/v1\/groups\/[^/]+\/roles/, 'okta.roles.read'],
  [/^\/api\/v1\/iam\//, 'okta.roles.read'],
  [/^\/oauth2\/v1\/clients\/[^/]+\/roles$/, 'okta.roles.read'],
  [/^\/api\/v1\/users(\/|$)/, 'okta.users.read'],
  [/^\/api\/v1\/groups(\/|$)/, 'okta.groups.read'],
  [/^\/api\/v1\/apps(\/|$)/, 'okta.apps.read'],
  [/^\/api\/v1\/policies(\/|$)/, 'okta.policies.read'],
  [/^\/api\/v1\/zones(\/|$)/, 'okta.networkZones.read'],
  [/^\/api\/v1\/logs$/, 'okta.logs.read'],
  [/^\/api\/v1\/authenticators/, 'okta.authenticators.read'],
  [/^\/api\/v1\/api-tokens/, 'okta.apiTokens.read'],
  [/^\/api\/v1\/idps/, 'okta.idps.read'],
  [/^\/api\/v1\/authorizationServers/, 'okta.authorizationServers.read'],
  [/^\/api\/v1\/trustedOrigins/, 'okta.trustedOrigins.read'],
  [/^\/api\/v1\/behaviors/, 'okta.behaviors.read'],
  [/^\/api\/v1\/eventHooks/, 'okta.eventHooks.read'],
  [/^\/api\/v1\/inlineHooks/, 'okta.inlineHooks.read'],
  [/^\/api\/v1\/logStreams/, 'okta.logStreams.read'],
  [/^\/api\/v1\/device-assurances/, 'okta.deviceAssurance.read'],
  [/^\/api\/v1\/devices/, 'okta.devices.read'],
  [/^\/api\/v1\/realms/, 'okta.realms.read'],
  [/^\/api\/v1\/features/, 'okta.features.read'],
  [/^\/api\/v1\/threats/, 'okta.threatInsights.read'],
  [/^\/api\/v1\/org(\/|$)/, 'okta.orgs.read'],
  [/^\/api\/v1\/rate-limit-settings/, 'okta.rateLimits.read'],
];

/** The scope that a path needs. */
export function scopeOf(path: string): string | undefined {
  return SCOPES.find(([pattern]) => pattern.test(path))?.[1];
}
