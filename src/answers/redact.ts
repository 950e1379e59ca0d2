import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { cleanText } from './text.js';

/** What replaces a secret value: a reader sees that there is one. */
export const SECRET = '[secret]';
/** What replaces a value that the operator's OKTA_REDACT names. */
export const REDACTED = '[redacted]';

/** Hides values on their way out and remembers the paths where it did. */
export class Redactor {
  readonly #patterns: readonly RegExp[];
  readonly #literals: readonly string[];

  /**
   * @param paths OKTA_REDACT: dotted paths whose segments may hold `*`, such as `profile.*Phone`
   * @param literals the configuration's own secrets, removed wherever they turn up
   */
  constructor(paths: readonly string[], literals: readonly string[] = []) {
    this.#patterns = paths.map(pathPattern);
    this.#literals = literals.filter((literal) => literal.length >= 8);
  }

  /** A copy of an object of the org that may leave: invisible characters removed, secrets and redacted paths replaced. `hidden` collects the paths of secrets. */
  clean(item: JsonObject, hidden: Set<string>): JsonObject {
    return this.#cleanObject(item, '', hidden);
  }

  /** Text without invisible characters and without the configuration's secrets. */
  text(text: string): string {
    const clean = cleanText(text).replace(PEM_PRIVATE_KEY, SECRET);
    return this.#literals.reduce((rest, literal) => rest.replaceAll(literal, SECRET), clean);
  }

  #cleanObject(object: JsonObject, path: string, hidden: Set<string>): JsonObject {
    const key = 'kty' in object;
    return Object.fromEntries(
      Object.entries(object).map(([name, value]) => {
        const inner = path === '' ? name : `${path}.${name}`;
        const secret = isSecret(inner) || (key && PRIVATE_JWK_MEMBERS.has(name));
        return [cleanText(name), this.#clean(value, inner, hidden, secret)];
      }),
    );
  }

  #clean(value: JsonValue, path: string, hidden: Set<string>, secret: boolean): JsonValue {
    if (value !== null && this.#patterns.some((pattern) => pattern.test(path))) return REDACTED;
    if (typeof value === 'string') {
      if (!secret || value === '') return this.text(value);
      hidden.add(path);
      return SECRET;
    }
    if (Array.isArray(value)) return value.map((entry) => this.#clean(entry, path, hidden, secret));
    return isJsonObject(value) ? this.#cleanObject(value, path, hidden) : value;
  }
}

const PEM_PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g;
/** RFC 7518: the members of a JSON Web Key that are private or symmetric. */
const PRIVATE_JWK_MEMBERS = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']);

/**
 * Field names whose text is a secret in some answer of Okta's API (client secrets, passwords and their hashes, recovery answers, tokens,
 * shared secrets of factors, keys, the extra fields of a browser plug-in's sign-in form); compared without case, `_` and `-`. Only text is hidden: settings beside it stay readable.
 */
const SECRET_NAME = /(secret|password|passphrase|passwd|passcode|privatekey|apikey|sharedkey|token|answer|recoverycode|optionalfield\d+value|extrafieldvalue)$/;
const SECRET_NAMES = new Set(['pin', 'otp', 'salt', 'seed', 'authkey', 'accesskey', 'secretkey', 'secretaccesskey', 'encryptionkey', 'backupcodes']);
/** `value` is a secret under these: `credentials.password.value`, `hash.value`, a hook's `authScheme.value`. */
const SECRET_PARENT = /(secret|password|hash|authscheme|token|headers)$/;

function isSecret(path: string): boolean {
  const [name = '', parent = ''] = path.replace(/[_-]/g, '').toLowerCase().split('.').reverse();
  if (name === 'value') return SECRET_PARENT.test(parent);
  // The QR code of a factor's activation holds its shared secret.
  if (name === 'href') return parent === 'qrcode';
  return SECRET_NAME.test(name) || SECRET_NAMES.has(name);
}

/** A path holds at any depth, so that a user's phone is hidden where a user is embedded in something else, too. */
function pathPattern(path: string): RegExp {
  const escaped = path.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(^|\\.)${escaped.join('[^.]*')}$`);
}
