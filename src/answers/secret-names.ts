/** RFC 7518: the members of a JSON Web Key that are private or symmetric. */
export const PRIVATE_JWK_MEMBERS = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']);

/**
 * Field names whose text is a secret in some answer of Okta's API (client secrets, passwords and their hashes, recovery answers, tokens,
 * shared secrets of factors, keys, the extra fields of a browser plug-in's sign-in form); compared without case, `_` and `-`. Only text is hidden: settings beside it stay readable.
 */
const SECRET_NAME = /(secret|password|passphrase|passwd|passcode|secrethash|passwordhash|privatekey|apikey|sharedkey|token|answer|recoverycode|optionalfield\d+value|extrafieldvalue)$/;
const SECRET_NAMES = new Set(['pin', 'otp', 'salt', 'seed', 'authkey', 'accesskey', 'secretkey', 'secretaccesskey', 'encryptionkey', 'backupcodes']);
/** `value` is a secret under these: `credentials.password.value`, `hash.value`, a hook's `authScheme.value`. */
const SECRET_PARENT = /(secret|password|hash|authscheme|token|headers)$/;

/** True for a path whose text is a secret. */
export function isSecret(path: string): boolean {
  const [name = '', parent = ''] = path.replace(/[_-]/g, '').toLowerCase().split('.').reverse();
  if (name === 'value') return SECRET_PARENT.test(parent);
  // The QR code of a factor's activation holds its shared secret.
  if (name === 'href') return parent === 'qrcode';
  return SECRET_NAME.test(name) || SECRET_NAMES.has(name);
}
