import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../json.js';
import { KnownSecrets, SECRET } from './secrets.js';
import { cleanText } from './text.js';

/** What replaces a value that the operator's OKTA_REDACT names. */
const REDACTED = '[redacted]';

export interface RedactorOptions {
  /** OKTA_REDACT: dotted paths whose segments may hold `*`, such as `profile.*Phone`. */
  readonly paths?: readonly string[];
  /** Makes a stand-in of a value's text, equal ones for equal texts, so that they can still be grouped and compared. */
  readonly pseudonym?: (text: string) => string;
  /** The configuration's own secrets. */
  readonly secrets?: readonly string[];
}

/** Hides values on their way out and remembers the paths where it did. */
export class Redactor {
  readonly #patterns: readonly RegExp[];
  readonly #secrets: KnownSecrets;
  readonly #pseudonym: ((text: string) => string) | undefined;

  constructor({ paths = [], pseudonym, secrets = [] }: RedactorOptions) {
    this.#patterns = paths.map(pathPattern);
    this.#secrets = new KnownSecrets(secrets);
    this.#pseudonym = pseudonym;
  }

  /** Removes a secret from now on wherever it turns up: an access token, an assertion. */
  hide(secret: string): void {
    this.#secrets.add(secret);
  }

  /** A copy of an object of the org that may leave: invisible characters removed, secrets and redacted paths replaced. `hidden` collects the paths of secrets. */
  clean(item: JsonObject, hidden: Set<string>): JsonObject {
    return this.#cleanObject(item, '', hidden);
  }

  /** A call's arguments without this server's own secrets: what a caller pasted goes neither to the org nor into an error, cut or whole. */
  arguments(args: Readonly<Record<string, unknown>>): JsonObject {
    const copy = parseJson(this.#secrets.removeOwnFrom(JSON.stringify(args)));
    return isJsonObject(copy) ? copy : {};
  }

  /** Text without invisible characters and without this server's secrets. */
  text(text: string): string {
    return this.#secrets.removeFrom(cleanText(text));
  }

  #cleanObject(object: JsonObject, path: string, hidden: Set<string>): JsonObject {
    const key = 'kty' in object;
    const clean: JsonObject = {};
    for (const [name, value] of Object.entries(object)) {
      const shown = this.text(name);
      const inner = path === '' ? shown : `${path}.${shown}`;
      const secret = isSecretPath(inner) || (key && PRIVATE_JWK_MEMBERS.has(name));
      const cleaned = this.#clean(value, inner, hidden, secret);
      // An own property, whatever its name: assigning to `__proto__` would set something else.
      if (shown === '__proto__') Object.defineProperty(clean, shown, { value: cleaned, enumerable: true, configurable: true, writable: true });
      else clean[shown] = cleaned;
    }
    return clean;
  }

  #clean(value: JsonValue, path: string, hidden: Set<string>, secret: boolean): JsonValue {
    if (value !== null && this.#patterns.some((pattern) => pattern.test(path))) return this.#standIn(value);
    if (typeof value === 'string') {
      const clean = secret && value !== '' ? SECRET : this.text(value);
      if (clean.includes(SECRET) && !value.includes(SECRET)) hidden.add(path);
      return clean;
    }
    if (Array.isArray(value)) return value.map((entry) => this.#clean(entry, path, hidden, secret));
    return isJsonObject(value) ? this.#cleanObject(value, path, hidden) : value;
  }

  #standIn(value: JsonValue): JsonValue {
    if (this.#pseudonym === undefined) return REDACTED;
    if (Array.isArray(value)) return value.map((entry) => this.#standIn(entry));
    return `[redacted:${this.#pseudonym(JSON.stringify(value))}]`;
  }
}

/** RFC 7518: the members of a JSON Web Key that are private or symmetric. */
const PRIVATE_JWK_MEMBERS = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']);

/**
 * Field names whose text is a secret in some answer of Okta's API (client secrets, passwords and their hashes, recovery answers, tokens,
 * shared secrets of factors, keys, the extra fields of a browser plug-in's sign-in form); compared without case, `_` and `-`. Only text is hidden: settings beside it stay readable.
 */
const SECRET_NAME = /(secret|password|passphrase|passwd|passcode|secrethash|passwordhash|privatekey|apikey|sharedkey|token|answer|recoverycode|optionalfield\d+value|extrafieldvalue)$/;
const SECRET_NAMES = new Set(['pin', 'otp', 'salt', 'seed', 'authkey', 'accesskey', 'secretkey', 'secretaccesskey', 'encryptionkey', 'backupcodes']);
/** `value` is a secret under these: `credentials.password.value`, `hash.value`, a hook's `authScheme.value`. */
const SECRET_PARENT = /(secret|password|hash|authscheme|token|headers)$/;

/** Answers repeat their paths: the verdicts are kept, as many as one org can have. */
const verdicts = new Map<string, boolean>();
const MOST_VERDICTS = 20_000;

function isSecretPath(path: string): boolean {
  let verdict = verdicts.get(path);
  if (verdict === undefined) {
    if (verdicts.size >= MOST_VERDICTS) verdicts.clear();
    verdict = isSecret(path);
    verdicts.set(path, verdict);
  }
  return verdict;
}

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
