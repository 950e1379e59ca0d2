import type { JsonObject } from '../json.js';

/** RFC 7518: the members of a JSON Web Key that are private or symmetric. */
const PRIVATE_JWK_MEMBERS = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']);
/** RFC 7517 and 7518: those that are public, as the certificates are. */
const PUBLIC_JWK_MEMBERS = new Set(['kty', 'kid', 'use', 'alg', 'key_ops', 'n', 'e', 'x', 'y', 'crv', 'x5c', 'x5t', 'x5t#S256', 'x5u']);

const KEY_MEMBERS = ['kty', 'crv', 'n', 'e'];
const NAMES = ['name', 'key', 'type', 'label', 'field', 'attribute', 'property', 'parameter'];
/** What stands beside a name in the same object: of a header, an attribute, a change. */
const VALUES = ['value', 'values', 'newValue', 'oldValue', 'from', 'to', 'before', 'after', 'content', 'text'];
/** Members that tell which others of the same object are secrets. */
export const TELLING: readonly string[] = [...KEY_MEMBERS, ...NAMES];
/** Those, and what they tell of, as bits: objects whose members have none need no look. */
export const SIGNS: ReadonlyMap<string, number> = new Map([...KEY_MEMBERS.map((name) => [name, 1] as const), ...NAMES.map((name) => [name, 2] as const), ...VALUES.map((name) => [name, 4] as const)]);

/**
 * Endings of field names, compared without case, `_` and `-`, plural or numbered alike. From Okta's OpenAPI document:
 * - client and shared secrets, hashes of them: client_secret, clientSecret, device_secret, sharedSecret, secret_hash;
 * - passwords: password, adminPassword, tempPassword, newPassword;
 * - tokens: access_token, refresh_token, id_token, sessionToken, stateToken, activationToken, deviceToken, providerAuthToken;
 * - keys: privateKey, apiKey, secretKey, aesKey, tokenSigningKey; of applications' own settings: accessKey, authKey, sharedKey, sessionKey;
 * - recovery: answer, recovery and backup codes;
 * - one-time codes and addresses: passCode, nextPassCode, otpCode, user and device codes (RFC 8628), activationUrl, resetPasswordUrl;
 * - authorization_header, and cookies.
 * From the catalogue of System Log events: authCode, interactionCode, RECOVERY_TOKEN, proxyPassword, agentKey2, clientSecrets.
 * From recorded applications: the extra fields of a browser plug-in's sign-in form (optionalField1Value, extraFieldValue).
 */
const SECRET_ENDING = new RegExp(`(?:${[
  'secret', 'secrethash', 'password', 'passwordhash', 'passphrase', 'passwd', 'token', 'answer', 'cookie', 'authorizationheader', 'samlresponse', 'clientassertion',
  'privatekey', 'apikey', 'secretkey', 'aeskey', 'signingkey', 'accesskey', 'authkey', 'sharedkey', 'sessionkey', 'masterkey', 'hmackey', 'decryptionkey', 'encryptionkey', 'agentkey', 'privkey', 'statehandle',
  'passcode', 'otpcode', 'recoverycode', 'backupcode', 'bypasscode', 'scratchcode', 'verificationcode', 'onetimecode', 'activationcode',
  'authcode', 'authorizationcode', 'interactioncode', 'devicecode', 'usercode',
  'activationurl', 'activationlink', 'resetpasswordurl', 'resetpasswordlink', 'passwordreseturl', 'magiclink', 'qrcode',
  'optionalfield\\d+value', 'extrafieldvalue',
].join('|')})s?\\d{0,2}(?:value|string|text|base32|new|old|current)?$`);
/** Too short to be endings of joined words (`pin` of `shipping`): the last word of a name. `salt` and `seed` are Okta's, `jwe` holds a YubiKey's PIN. */
const SECRET_WORD = /^(?:pins?|otps?|totps?|hotps?|seeds?|salts?|pwds?|pw|pass|psk|jwe)$/;
const SECRET_NAMES = new Set(['proxyauthorization', 'assertion']);
/** Of codes that are numbers in JSON (`nextPassCode` is an integer). Not `totp` and the like: kinds of factors, which are counted. */
const NUMERIC_ENDING = /(?:passcode|otpcode|recoverycode|backupcode|bypasscode|scratchcode|verificationcode|onetimecode|activationcode)s?\d{0,2}$/;
/** The catalogue's `idpIdsWithSecrets`: ids. */
const IDS = /ids?with(?:out)?secrets$/;
/**
 * Members of an object under a secret name that describe it, by their last word: what Okta's OpenAPI document has in objects such as
 * `token` (url, binding), `password` (hash.algorithm, complexity.excludeAttributes, lockout.userLockoutNotificationChannels), `secret`
 * (orn, path) and in what it tells of tokens (clientId, status, issuer, scopes). All others are taken for secrets by a name of their own, as in `apiKeys: {"production": "…"}`.
 */
const DESCRIPTION = /^(?:ids?|uuid|orn|kid|jti|names?|labels?|title|descriptions?|types?|kind|status|state|modes?|methods?|algorithms?|alg|encoding|format|protocol|binding|providers?|vendor|url|uri|href|path|scopes?|audience|issuer|subject|use|usage|created|updated|at|date|time|expiry|expires|expiration|by|window|version|question|hint|policy|access|action|attributes?|statement|channels?|rule|reason|order|network|connection|include|exclude|clients?|users?|owner|principal|profile|embedded|links?|settings?|expression|mutability|master)$/;

/** What of a field is secret. */
export interface Secrecy {
  /** Its own text, and texts of an array there. */
  readonly text: boolean;
  /** Numbers there, too. */
  readonly numbers: boolean;
  /** Which members of an object there: none but those with a secret name of their own, `value`, all but descriptions, or those but descriptions and `key`. */
  readonly members: 'none' | 'value' | 'all' | 'pairs';
}

export const OPEN: Secrecy = { text: false, numbers: false, members: 'none' };
export const CLOSED: Secrecy = { text: true, numbers: false, members: 'all' };

/** True for a name whose text is a secret wherever it stands. */
export function isSecretName(name: string): boolean {
  const joined = normalized(name);
  return (SECRET_ENDING.test(joined) && !IDS.test(joined)) || SECRET_NAMES.has(joined) || SECRET_WORD.test(lastWord(name));
}

/** True for a member that tells of the secret beside it and is none. */
export function isDescription(name: string): boolean {
  return DESCRIPTION.test(lastWord(name));
}

/** What is secret of the field `name` in an object that stands under `parent`, whose secrecy is known. Names may be paths: `credentials.password.value`. */
export function secrecyOf(name: string, parent: string, above: Secrecy): Secrecy {
  const names = name.split('.');
  if (names.length === 1) return secrecyOfName(name, lastName(parent), above);
  let secrecy = above;
  let last = lastName(parent);
  for (const part of names) {
    secrecy = secrecyOfName(part, last, secrecy);
    last = part;
  }
  return secrecy;
}

function secrecyOfName(name: string, parent: string, above: Secrecy): Secrecy {
  const joined = normalized(name);
  // The QR code of a factor's activation holds its shared secret.
  if (joined === 'href' && normalized(parent) === 'qrcode') return CLOSED;
  if (isSecretName(name)) {
    // Relations of links and properties of a schema are described there, whatever they are called.
    const described = parent === '_links' || parent === 'properties';
    return { text: true, numbers: NUMERIC_ENDING.test(joined), members: described ? 'value' : 'all' };
  }
  if (isMember(name, above)) return { ...above, text: true };
  // `hash.value` of a password; `authScheme.value` and the headers of a hook.
  if (joined.endsWith('hash')) return { ...OPEN, members: 'value' };
  if (joined.endsWith('authscheme') || joined.endsWith('headers')) return { ...OPEN, members: 'pairs' };
  return OPEN;
}

function isMember(name: string, above: Secrecy): boolean {
  if (above.members === 'none') return false;
  if (above.members === 'value') return name === 'value';
  return !isDescription(name) && !(above.members === 'pairs' && name === 'key');
}

/** No ending is longer than this. */
function normalized(name: string): string {
  return name.slice(-60).replace(/[\s_-]/g, '').toLowerCase();
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** `seed` of `otpSeed`, `otp_seed` and `OTP Seed`. */
function lastWord(name: string): string {
  return (/(?:[A-Z]?[a-z0-9#]+|[A-Z0-9#]+)$/.exec(name.slice(-30).trimEnd())?.[0] ?? '').toLowerCase();
}

/**
 * What the members of an object tell of each other. `signs` are those of all members that objects in its place have.
 * A JSON Web Key has private members; in `{"name": "password", "value": …}` the value is secret.
 */
export function membersByOthers(object: JsonObject, signs: number): { readonly private: (name: string) => boolean; readonly public: (name: string) => boolean } | undefined {
  const isKey = (signs & 1) !== 0 && (object['kty'] !== undefined || object['crv'] !== undefined || (object['n'] !== undefined && object['e'] !== undefined));
  const isNamed = (signs & 6) === 6 && NAMES.some((name) => typeof object[name] === 'string' && isSecretName(object[name]));
  if (!isKey && !isNamed) return undefined;
  return {
    private: (name) => (isKey && PRIVATE_JWK_MEMBERS.has(name)) || (isNamed && VALUES.includes(name)),
    public: (name) => isKey && PUBLIC_JWK_MEMBERS.has(name),
  };
}
