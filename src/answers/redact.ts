import { isJsonObject, jsonObject, type JsonObject, type JsonValue } from '../json.js';
import { namesOf, PathPatterns } from './path-patterns.js';
import { isSecret, PRIVATE_JWK_MEMBERS } from './secret-names.js';
import { KnownSecrets, SECRET } from './secrets.js';
import { cleanText } from './text.js';

/** What replaces a value that the operator's OKTA_REDACT names. */
export const REDACTED = '[redacted]';
const STAND_IN = /^\[redacted(:[\w-]{8})?\]$/;

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
  /** As many of its last names as patterns ask for. */
  readonly tail: readonly string[];
  /** By their names as the org wrote them. */
  readonly children: Map<string, PathNode>;
}

/** More than one org's objects have; beyond it, an org makes them up. */
const MOST_PATHS = 20_000;
const rootPath = (): PathNode => ({ path: '', shown: '', secret: false, redacted: false, tail: [], children: new Map() });

/** Hides values on their way out and remembers the paths where it did. */
export class Redactor {
  readonly #patterns: PathPatterns;
  readonly #secrets: KnownSecrets;
  #paths = { root: rootPath(), count: 0 };
  readonly #pseudonym: ((text: string) => string) | undefined;

  constructor({ paths = [], pseudonym, secrets = [] }: RedactorOptions) {
    this.#patterns = new PathPatterns(paths);
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

  /** OKTA_REDACT names something. */
  get active(): boolean {
    return !this.#patterns.none;
  }

  /** Equal hidden values have equal stand-ins, so that they can be counted by. */
  get pseudonymous(): boolean {
    return this.#pseudonym !== undefined;
  }

  /** True where OKTA_REDACT hides the value at a path, or with `below` a part of it. */
  hides(path: string, { below = false }: { readonly below?: boolean } = {}): boolean {
    return this.#patterns.hides(path) || (below && this.#patterns.hidesBelow(path));
  }

  /** An object of the org as tools may compute with it: what OKTA_REDACT hides is replaced, all else is as it was. */
  withoutHidden(item: JsonObject): JsonObject {
    if (!this.active) return item;
    if (this.#paths.count > MOST_PATHS) this.#forgetPaths();
    return this.#hideIn(item, this.#paths.root);
  }

  /** A call's arguments without this server's own secrets: what a caller pasted goes neither to the org nor into an error, cut or whole. */
  arguments(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const text = JSON.stringify(args);
    const safe = this.#secrets.removeOwnFrom(text);
    return safe === text ? args : jsonObject(safe);
  }

  /** A value of the org that is told elsewhere than at its path: as it would be shown there. */
  at(path: string, value: string): string {
    if (!this.hides(path)) return this.text(value);
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

  #hideIn(object: JsonObject, parent: PathNode): JsonObject {
    // Own properties, whatever their names: fromEntries sets no prototype.
    return Object.fromEntries(Object.entries(object).map(([name, value]): [string, JsonValue] => {
      const node = parent.children.get(name) ?? this.#learnPath(parent, name);
      return [name, this.#hideValue(value, node)];
    }));
  }

  #hideValue(value: JsonValue, node: PathNode): JsonValue {
    if (node.redacted && value !== null) return this.#standIn(value);
    if (Array.isArray(value)) return value.map((entry) => this.#hideValue(entry, node));
    return isJsonObject(value) ? this.#hideIn(value, node) : value;
  }

  #learnPath(parent: PathNode, name: string): PathNode {
    const shown = this.text(name);
    const path = parent.path === '' ? shown : `${parent.path}.${shown}`;
    // A key may hold dots of its own: each of its names is judged.
    const names = this.#patterns.none ? [] : [...parent.tail, ...namesOf(shown)];
    const tail = names.slice(names.length - Math.min(names.length, this.#patterns.longest));
    const node = { path, shown, secret: isSecret(path), redacted: this.#patterns.match(names, parent.tail.length), tail, children: new Map() };
    parent.children.set(name, node);
    this.#paths.count += 1;
    return node;
  }

  #forgetPaths(): void {
    this.#paths = { root: rootPath(), count: 0 };
  }

  /** What was replaced before stays as it is: tools compute with stand-ins, and their answers are cleaned again. */
  #standIn(value: JsonValue): JsonValue {
    if (typeof value === 'string' && STAND_IN.test(value)) return value;
    if (this.#pseudonym === undefined) return REDACTED;
    if (Array.isArray(value)) return value.map((entry) => this.#standIn(entry));
    return `[redacted:${this.#pseudonym(JSON.stringify(value))}]`;
  }
}
