import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { tools } from '../../src/tools/index.js';
import { scopesOfTools } from '../../src/tools/scopes.js';
import type { DemoServiceApp } from '../../src/demo/server/oauth.js';

/** Every scope that the tools need. */
export const READ_SCOPES = scopesOfTools(tools);

/** A service app with a new key: what the org knows of it, and what its owner has. */
export async function serviceApp(options: { algorithm?: 'RS256' | 'ES256' | 'ES384' | 'ES512'; scopes?: readonly string[]; dpop?: boolean } = {}): Promise<{ app: DemoServiceApp; pem: string; jwk: string; env: Record<string, string> }> {
  const { algorithm = 'ES256', scopes = READ_SCOPES, dpop = false } = options;
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const kid = `kid-${algorithm}`;
  const clientId = `0oa${algorithm}${'x'.repeat(12)}`;
  const pem = await exportPKCS8(privateKey);
  const jwk = JSON.stringify({ ...(await exportJWK(privateKey)), kid });
  const app = { clientId, keys: [{ ...(await exportJWK(publicKey)), kid }], scopes, dpop };
  return { app, pem, jwk, env: { OKTA_CLIENT_CLIENTID: clientId, OKTA_CLIENT_PRIVATEKEY: jwk } };
}
