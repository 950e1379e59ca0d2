import { isJsonObject, jsonObject, type JsonObject, type JsonValue } from '../json.js';
import { isSecret, PRIVATE_JWK_MEMBERS } from './secret-names.js';
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

/** What is known of one path: answers repeat their paths, so that each is judged once. */
interface PathNode {
  readonly path: string;
  /** Its last name, cleaned. */
  readonly shown: string;
  readonly secret: boolean;
  /** OKTA_REDACT names it. */
  readonly redacted: boolean;
  /** By their names as the org wrote them. */
  readonly children: Map<string, PathNode>;
}

/** More than one org's objects have; beyond it, an org makes them up. */
const MOST_PATHS = 20_000;
const rootPath = (): PathNode => ({ path: '', shown: '', secret: false, redacted: false, children: new Map() });

/** Hides values on their way out and remembers the paths where it did. */
export class Redactor {
  readonly #patterns: readonly RegExp[];
  readonly #secrets: KnownSecrets;
  #paths = { root: rootPath(), count: 0 };
  readonly #pseudonym: ((text: string) => string) | undefined;

  constructor({ paths = [], pseudonym, secrets = [] }: RedactorOptions) {
    this.#patterns = paths.map(pathPattern);
    this.#secrets = new KnownSecrets(secrets);
    this.#pseudonym = pseudonym;
  }

  /** Removes a secret from now on wherever it turns up: an access token, an assertion. */
  hide(secret: string): void {
    this.#secrets.add(secret);
    this.#forgetPaths();
  }

  /** A copy of an object of the org that may leave: invisible characters removed, secrets and redacted paths replaced. `hidden` collects the paths of secrets. */
  clean(item: JsonObject, hidden: Set<string>): JsonObject {
    if (this.#paths.count > MOST_PATHS) this.#forgetPaths();
    return this.#cleanObject(item, this.#paths.root, hidden);
  }

  /** A call's arguments without this server's own secrets: what a caller pasted goes neither to the org nor into an error, cut or whole. */
  arguments(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const text = JSON.stringify(args);
    const safe = this.#secrets.removeOwnFrom(text);
    return safe === text ? args : jsonObject(safe);
  }

  /** A value of the org that is told elsewhere than at its path: as it would be shown there. */
  at(path: string, value: string): string {
    if (!this.#isRedacted(path)) return this.text(value);
    const shown = this.#standIn(value);
    return typeof shown === 'string' ? shown : REDACTED;
  }

  /** Text without invisible characters and without this server's secrets. */
  text(text: string): string {
    return this.#secrets.removeFrom(cleanText(text));
  }

  #cleanObject(object: JsonObject, parent: PathNode, hidden: Set<string>): JsonObject {
    const key = 'kty' in object;
    const clean: JsonObject = {};
    for (const name of Object.keys(object)) {
      const node = parent.children.get(name) ?? this.#learnPath(parent, name);
      const value = object[name] ?? null;
      const cleaned = this.#clean(value, node, hidden, node.secret || (key && PRIVATE_JWK_MEMBERS.has(name)));
      // An own property, whatever its name: assigning to `__proto__` would set something else.
      if (node.shown === '__proto__') Object.defineProperty(clean, node.shown, { value: cleaned, enumerable: true, configurable: true, writable: true });
      else clean[node.shown] = cleaned;
    }
    return clean;
  }

  #clean(value: JsonValue, node: PathNode, hidden: Set<string>, secret: boolean): JsonValue {
    if (node.redacted && value !== null) return this.#standIn(value);
    if (typeof value === 'string') {
      const clean = secret && value !== '' ? SECRET : this.text(value);
      if (clean !== value && clean.includes(SECRET) && !value.includes(SECRET)) hidden.add(node.path);
      return clean;
    }
    if (Array.isArray(value)) return value.map((entry) => this.#clean(entry, node, hidden, secret));
    return isJsonObject(value) ? this.#cleanObject(value, node, hidden) : value;
  }

  #learnPath(parent: PathNode, name: string): PathNode {
    const shown = this.text(name);
    const path = parent.path === '' ? shown : `${parent.path}.${shown}`;
    const node = { path, shown, secret: isSecret(path), redacted: this.#isRedacted(path), children: new Map() };
    parent.children.set(name, node);
    this.#paths.count += 1;
    return node;
  }

  #isRedacted(path: string): boolean {
    return this.#patterns.some((pattern) => pattern.test(path));
  }

  #forgetPaths(): void {
    this.#paths = { root: rootPath(), count: 0 };
  }

  #standIn(value: JsonValue): JsonValue {
    if (this.#pseudonym === undefined) return REDACTED;
    if (Array.isArray(value)) return value.map((entry) => this.#standIn(entry));
    return `[redacted:${this.#pseudonym(JSON.stringify(value))}]`;
  }
}

/** A path holds at any depth, so that a user's phone is hidden where a user is embedded in something else, too. */
function pathPattern(path: string): RegExp {
  const escaped = path.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(^|\\.)${escaped.join('[^.]*')}$`);
}
