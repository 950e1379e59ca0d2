import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { OutgoingRequest } from './guard.js';

/** Proofs that the holder of a token is the one it was issued to (RFC 9449), by a key that lives as long as the process. */
export class DpopProver {
  readonly #pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  /** The `DPoP` header for one request; `nonce` as the server gave it, `accessToken` for requests that send one. */
  async proof(request: OutgoingRequest, nonce: string | undefined, accessToken?: string): Promise<string> {
    const { SignJWT } = await import('jose');
    const { x, y } = this.#pair.publicKey.export({ format: 'jwk' });
    return new SignJWT({
      htm: request.method,
      htu: request.url.split(/[?#]/)[0],
      ...(nonce === undefined ? {} : { nonce }),
      ...(accessToken === undefined ? {} : { ath: createHash('sha256').update(accessToken).digest('base64url') }),
    })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty: 'EC', crv: 'P-256', x, y } })
      .setJti(randomUUID())
      .setIssuedAt()
      .sign(this.#pair.privateKey);
  }
}
