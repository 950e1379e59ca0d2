import { isJsonObject, jsonObject, type JsonObject, type JsonValue } from '../json.js';
import { replaceJson } from './json-text.js';
import { namesOf, PathPatterns } from './path-patterns.js';
import { CLOSED, membersByOthers, OPEN, secrecyOf, SIGNS, type Secrecy } from './secret-names.js';
import { MARK, marksOf, mayNameSecret, SECRET } from './secret-text.js';
import { isHarmless } from './secret-values.js';
import { KnownSecrets } from './secrets.js';
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
  readonly secrecy: Secrecy;
  /** OKTA_REDACT names it. */
  readonly redacted: boolean;
  /** As many of its last names as patterns ask for. */
  readonly tail: readonly string[];
  /** The `SIGNS` of its children. */
  signs: number;
  /** By their names as the org wrote them. */
  readonly children: Map<string, PathNode>;
}

/** More than one org's objects have; beyond it, an org makes them up. */
const MOST_PATHS = 20_000;
/** One-time codes have four digits or more. */
const SHORTEST_CODE = 1_000;
/** JSON in a text of JSON in a text, and so on, is read this deep. */
const MAX_JSON_DEPTH = 3;
const JSON_MARKS = MARK.quote | MARK.bracket | MARK.pair;
const rootPath = (): PathNode => ({ path: '', shown: '', secrecy: OPEN, redacted: false, tail: [], signs: 0, children: new Map() });

/** What one object or text is cleaned for. */
interface Cleaning {
  /** Collects the paths where a secret was replaced. */
  readonly hidden: Set<string>;
  /** How many texts of JSON the value stands in. */
  readonly depth: number;
}

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
    return this.#cleanObject(item, this.#root(), { hidden, depth: 0 });
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
    return this.#hideIn(item, this.#root());
  }

  /** A call's arguments without this server's own secrets: what a caller pasted goes neither to the org nor into an error, cut or whole. */
  arguments(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const text = JSON.stringify(args);
    const safe = this.#secrets.removeOwnFrom(text);
    return safe === text ? args : jsonObject(safe);
  }

  /** A value of the org that is told elsewhere than at its path: as it would be shown there. */
  at(path: string, value: string): string {
    if (!this.hides(path)) return secrecyOf(path, '', OPEN).text && !isHarmless(value) ? SECRET : this.text(value);
    const shown = this.#standIn(value);
    return typeof shown === 'string' ? shown : REDACTED;
  }

  /** Text without invisible characters and without secrets, this server's and others. */
  text(text: string): string {
    return this.#cleanText(text, this.#root(), { hidden: new Set(), depth: 0 });
  }

  #cleanText(text: string, node: PathNode, cleaning: Cleaning): string {
    const marks = marksOf(text);
    if ((marks & JSON_MARKS) === JSON_MARKS && cleaning.depth < MAX_JSON_DEPTH && (this.active || mayNameSecret(text))) return this.#cleanJson(text, node, cleaning);
    return this.#withoutSecrets((marks & MARK.unusual) === 0 ? text : cleanText(text), marks, node, cleaning);
  }

  #cleanJson(text: string, node: PathNode, cleaning: Cleaning): string {
    const inner = { hidden: cleaning.hidden, depth: cleaning.depth + 1 };
    return replaceJson(cleanText(text), (value) => this.#clean(value, node, inner, OPEN), (rest) => this.#withoutSecrets(rest, marksOf(rest), node, cleaning));
  }

  #withoutSecrets(text: string, marks: number, node: PathNode, { hidden }: Cleaning): string {
    const rest = this.#secrets.removeFrom(text, marks);
    if (rest !== text) hidden.add(node.path);
    return rest;
  }

  #cleanObject(object: JsonObject, parent: PathNode, cleaning: Cleaning, closed = false): JsonObject {
    if (parent.children.size === 0) for (const name of Object.keys(object)) if (!parent.children.has(name)) this.#learnPath(parent, name);
    const { signs } = parent;
    const others = signs === 0 ? undefined : membersByOthers(object, signs);
    const clean: JsonObject = {};
    for (const name of Object.keys(object)) {
      const node = parent.children.get(name) ?? this.#learnPath(parent, name);
      if (parent.signs !== signs) return this.#cleanObject(object, parent, cleaning, closed);
      const value = object[name] ?? null;
      const secrecy = closed || others?.private(name) === true ? CLOSED : others?.public(name) === true ? OPEN : node.secrecy;
      const cleaned = this.#clean(value, node, cleaning, secrecy);
      // An own property, whatever its name: assigning to `__proto__` would set something else.
      if (node.shown === '__proto__') Object.defineProperty(clean, node.shown, { value: cleaned, enumerable: true, configurable: true, writable: true });
      else clean[node.shown] = cleaned;
    }
    return clean;
  }

  #clean(value: JsonValue, node: PathNode, cleaning: Cleaning, secrecy: Secrecy): JsonValue {
    if (node.redacted && value !== null) return this.#standIn(value);
    if (typeof value === 'string') return secrecy.text && !isHarmless(cleanText(value)) ? this.#secret(node, cleaning) : this.#cleanText(value, node, cleaning);
    if (typeof value === 'number') return secrecy.numbers && Math.abs(value) >= SHORTEST_CODE ? this.#secret(node, cleaning) : value;
    if (Array.isArray(value)) return value.map((entry) => this.#clean(entry, node, cleaning, secrecy));
    return isJsonObject(value) ? this.#cleanObject(value, node, cleaning, secrecy === CLOSED) : value;
  }

  #secret(node: PathNode, { hidden }: Cleaning): string {
    hidden.add(node.path);
    return SECRET;
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
    const node = { path, shown, secrecy: secrecyOf(shown, parent.path, parent.secrecy), redacted: this.#patterns.match(names, parent.tail.length), tail, signs: 0, children: new Map() };
    parent.children.set(name, node);
    parent.signs |= SIGNS.get(name) ?? 0;
    this.#paths.count += 1;
    return node;
  }

  #root(): PathNode {
    if (this.#paths.count > MOST_PATHS) this.#forgetPaths();
    return this.#paths.root;
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
