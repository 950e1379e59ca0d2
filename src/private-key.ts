import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { absolutePath } from './files/paths.js';
import { homeFolder } from './files/private-folder.js';
import { readTextFile } from './files/read.js';
import { jsonOrUndefined } from './json.js';
import { isInlineKey } from './key-form.js';

/** A private key that signs for an OAuth service app. */
export interface PrivateKey {
  readonly key: KeyObject;
  /** The JWS algorithm that fits the key (RFC 7518). */
  readonly algorithm: 'RS256' | 'ES256' | 'ES384' | 'ES512';
  /** The `kid` of a JWK that has one. */
  readonly keyId: string | undefined;
  /** The file that it was read from, where one was named. */
  readonly file?: string;
  /** Every text that would give the key away: none may leave the process. */
  readonly secrets: readonly string[];
}

export type PrivateKeyResult =
  | { readonly ok: true; readonly privateKey: PrivateKey }
  /** The message goes behind the name of the setting and never holds a part of the value. */
  | { readonly ok: false; readonly message: string };

/** The last line of a PEM may be short, and then is no secret by itself. */
const SHORTEST_PART = 16;
const FORMS = 'give the key as PEM, as a JWK, or the path of a file that holds one';
const CURVES: Readonly<Record<string, PrivateKey['algorithm']>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };
const jwkSchema = z.looseObject({ kty: z.string(), d: z.string().optional(), kid: z.string().optional() });

/**
 * Reads a private key given as PEM (line breaks may be written `\n` or be lost), as a JWK, or as the path of a file with one of these.
 * RSA (2048 bits or more) and EC (P-256, P-384, P-521) are what Okta takes.
 */
export function readPrivateKey(text: string): PrivateKeyResult {
  const given = text.trim();
  if (isInlineKey(given)) return inline(given);
  return fromFile(absolutePath(given.replace(/^file:\/\//, '').replace(/^~(?=\/)/, () => homeFolder() ?? '~')));
}

function inline(text: string): PrivateKeyResult {
  return text.startsWith('{') ? fromJwk(text) : fromPem(text);
}

function fromFile(path: string): PrivateKeyResult {
  const file = readTextFile(path);
  if (!file.ok) return wrong(file.missing ? `is no key, and no file that can be read: ${FORMS}` : `names what ${file.message}: ${FORMS}`);
  const content = file.text.trim();
  const result = isInlineKey(content) ? inline(content) : wrong(`names a file that holds no private key: ${FORMS}`);
  return result.ok ? { ok: true, privateKey: { ...result.privateKey, file: path } } : result;
}

function fromPem(text: string): PrivateKeyResult {
  const [, label, body = ''] = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END/.exec(text) ?? [];
  if (label === undefined) return wrong('is cut off: its PEM has no END line');
  if (/ENCRYPTED/.test(label + body)) return wrong('is encrypted: a key with a passphrase is not supported');
  if (!label.endsWith('PRIVATE KEY')) return wrong(`is a ${label.toLowerCase()}, not a private key`);
  const base64 = body.replace(/\\r|\\n|\s/g, '');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return checked(() => createPrivateKey(`-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`), undefined, [base64, ...lines]);
}

function fromJwk(text: string): PrivateKeyResult {
  const jwk = jwkSchema.safeParse(jsonOrUndefined(text));
  if (!jwk.success) return wrong('looks like a JWK but is none: it has to be one JSON object with "kty"');
  if (jwk.data.d === undefined) return wrong('is a public key: the private JWK has a member "d"');
  const key: JsonWebKey = jwk.data;
  return checked(() => createPrivateKey({ key, format: 'jwk' }), jwk.data.kid, []);
}

function checked(create: () => KeyObject, keyId: string | undefined, secrets: readonly string[]): PrivateKeyResult {
  let key: KeyObject;
  try {
    key = create();
  } catch {
    return wrong('is damaged: it cannot be read as a private key');
  }
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  const algorithm = key.asymmetricKeyType === 'rsa' ? 'RS256' : CURVES[namedCurve];
  if (algorithm === undefined) return wrong('is of a kind that Okta does not take: it has to be RSA, or EC on P-256, P-384 or P-521');
  if (algorithm === 'RS256' && modulusLength < 2048) return wrong(`has ${modulusLength} bits: an RSA key needs 2048 or more`);
  const members = key.export({ format: 'jwk' });
  const exported = [members.d, members.p, members.q, members.dp, members.dq, members.qi].filter((member) => member !== undefined);
  return { ok: true, privateKey: { key, algorithm, keyId, secrets: [...secrets.filter((secret) => secret.length >= SHORTEST_PART), ...exported] } };
}

function wrong(message: string): PrivateKeyResult {
  return { ok: false, message };
}
