/** What replaces a secret value: a reader sees that there is one. */
export const SECRET = '[secret]';

const PEM_PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g;
/** What an address may carry in its query to sign somebody in: the System Log keeps such addresses (`debugData.requestUri`, `url`). */
const QUERY_SECRET = /([?&;](?:[a-z_]*token|id_token_hint|client_secret|client_assertion|assertion|samlresponse|password|passcode|code|code_verifier)=)[^&;#\s"'<>]+/gi;
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

  /** The text without them, without private keys of any kind, and without the tokens that addresses carry. */
  removeFrom(text: string): string {
    if (text.length < SHORTEST) return text;
    let rest = text.includes('-----BEGIN') ? text.replace(PEM_PRIVATE_KEY, SECRET) : text;
    if (rest.includes('=')) rest = rest.replace(QUERY_SECRET, `$1${SECRET}`);
    return this.removeOwnFrom(rest);
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

/** A secret as it may come back: plain, percent-encoded, or inside something that was encoded in base64 (at any of its three alignments). */
function encodings(secret: string): string[] {
  const base64 = [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const whole = Math.floor((bytes.length * 8) / 6);
    return bytes.toString('base64').slice(offset === 0 ? 0 : offset + 1, whole);
  });
  return [secret, encodeURIComponent(secret), ...base64, ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))];
}
