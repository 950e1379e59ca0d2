import { marksOf, removeSecrets, SECRET } from './secret-text.js';

/** Shorter ones are no secrets, and would take ordinary words with them. */
const SHORTEST = 8;
/** Of secrets that come and go (access tokens, assertions) this many of the newest are known. */
const KEPT = 10;

/** The secrets of this server itself: removed from every text, whole or encoded, however they got there. */
export class KnownSecrets {
  readonly #lasting: readonly string[];
  #passing: readonly string[] = [];
  #pattern: RegExp | undefined;
  /** No form of a secret is shorter. */
  #shortest = Infinity;

  /** @param lasting the secrets of the configuration */
  constructor(lasting: readonly string[]) {
    this.#lasting = lasting;
    this.#know(lasting);
  }

  /** Adds a secret that was sent or received. */
  add(secret: string): void {
    this.#passing = [...this.#passing, secret].slice(-KEPT);
    this.#know([...this.#lasting, ...this.#passing]);
  }

  /** The text without them, and without the secrets that show by themselves (`removeSecrets`). */
  removeFrom(text: string, marks = marksOf(text)): string {
    return text.length < SHORTEST ? text : this.removeOwnFrom(removeSecrets(text, marks));
  }

  /** The text without this server's own secrets, else as it was. */
  removeOwnFrom(text: string): string {
    return this.#pattern === undefined || text.length < this.#shortest ? text : text.replace(this.#pattern, SECRET);
  }

  #know(secrets: readonly string[]): void {
    const forms = [...new Set(secrets.filter((secret) => secret.length >= SHORTEST).flatMap(encodings))].sort((a, b) => b.length - a.length);
    this.#pattern = forms.length === 0 ? undefined : new RegExp(forms.map((form) => form.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|'), 'g');
    this.#shortest = forms.at(-1)?.length ?? Infinity;
  }
}

/** A secret as it may come back: plain, percent-encoded, as JSON writes it, or inside something that was encoded in base64 (at any of its three alignments). */
function encodings(secret: string): string[] {
  const base64 = [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const whole = Math.floor((bytes.length * 8) / 6);
    return bytes.toString('base64').slice(offset === 0 ? 0 : offset + 1, whole);
  });
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...base64, ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))];
}
