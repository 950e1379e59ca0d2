import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import * as z from 'zod';

/**
 * Where a list goes on: the query of one of its pages and how much of that page was already told. It never holds a host or a path, so it
 * can lead nowhere but to the same read. `last` finds the place again when the page has shifted meanwhile.
 */
export interface Position {
  readonly query: string;
  readonly skip: number;
  /** What `rowKey` makes of the last row's id. */
  readonly last?: string;
}

/** A cursor that is not of this list; the message is for the caller and says what to do. */
export class CursorError extends Error {
  override readonly name = 'CursorError';
}

export interface CursorKeyOptions {
  /** The credential's secret: whoever knows it may read the org anyway. */
  readonly secret: string | Uint8Array;
  /** Where the org is. */
  readonly origin: string;
  /** OKTA_REDACT: a query that was allowed without it must not come back under it. */
  readonly redact: readonly string[];
}

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What `after` may hold is 20,000 characters, which carry 15,000 bytes. */
const MAX_PAYLOAD_BYTES = 14_900;
const MAX_ID_CHARACTERS = 100;

/** The key of cursors: the same in every process for one org, credential and redaction, and for no other (HKDF, RFC 5869). */
export function cursorKey({ secret, origin, redact }: CursorKeyOptions): Uint8Array {
  const info = JSON.stringify(['okta-mcp-server sealed cursor', [...redact].sort()]);
  // RFC 5869 leaves the length of `info` open, Node bounds it.
  return new Uint8Array(hkdfSync('sha256', secret, origin, createHash('sha256').update(info).digest(), KEY_BYTES));
}

/** An id as a position keeps it: a long one by its hash. */
export function rowKey(id: string): string {
  return id.length <= MAX_ID_CHARACTERS ? id : `sha256:${digest(id, 22)}`;
}

const cursorSchema = z.strictObject({
  t: z.string(),
  a: z.record(z.string(), z.string()),
  q: z.string(),
  s: z.int().min(0).optional(),
  l: z.string().optional(),
});

/**
 * Writes and reads cursors: nonce, sealed payload and tag (AES-256-GCM, NIST SP 800-38D). What a caller made up or changed is refused, since
 * a query stands in them; and none can read that query, which may hold a value that answers do not show, such as the instant of an event.
 */
export class Cursors {
  readonly #makeKey: () => Uint8Array;
  #key: Uint8Array | undefined;

  /** @param makeKey called when the first cursor is written or read */
  constructor(makeKey: () => Uint8Array) {
    this.#makeKey = makeKey;
  }

  /**
   * The text that `after` carries: opaque to callers, bound to one tool and to the arguments it was called with. Undefined for a position
   * that no argument could hold, since its query is too long.
   */
  encode(tool: string, args: Readonly<Record<string, unknown>>, position: Position): string | undefined {
    const cursor = { t: tool, a: fingerprints(args), q: position.query, ...(position.skip > 0 ? { s: position.skip } : {}), ...(position.last === undefined ? {} : { l: position.last }) };
    const payload = Buffer.from(JSON.stringify(cursor));
    return payload.length > MAX_PAYLOAD_BYTES ? undefined : seal(payload, this.#keyOf()).toString('base64url');
  }

  /** Reads a cursor back. Throws CursorError when it was not sealed here, or of another tool or query; arguments that are left out this time are not compared. */
  decode(text: string, tool: string, args: Readonly<Record<string, unknown>>): Position {
    const cursor = this.#read(text);
    if (cursor === undefined) throw new CursorError('`after` is not a cursor of this server. Use `page.after` of the answer before, unchanged, or leave it out to start anew.');
    if (cursor.t !== tool) throw new CursorError(`\`after\` belongs to ${cursor.t}, not to ${tool}. Leave it out to start anew.`);
    const given = fingerprints(args);
    const differing = Object.keys(given).filter((name) => given[name] !== cursor.a[name]);
    if (differing.length > 0) {
      throw new CursorError(`\`after\` belongs to another query: ${differing.map((name) => `\`${name}\``).join(', ')} differ${differing.length === 1 ? 's' : ''} from the call that returned it. Repeat that call's arguments with \`after\`, or leave \`after\` out to start anew.`);
    }
    return { query: cursor.q, skip: cursor.s ?? 0, ...(cursor.l === undefined ? {} : { last: cursor.l }) };
  }

  #read(text: string): z.infer<typeof cursorSchema> | undefined {
    const bytes = Buffer.from(text, 'base64url');
    // One cursor has one spelling: base64url would else be read past what does not belong in it.
    if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== text) return undefined;
    const key = this.#keyOf();
    try {
      const result = cursorSchema.safeParse(JSON.parse(open(bytes, key).toString('utf8')));
      return result.success ? result.data : undefined;
    } catch {
      return undefined;
    }
  }

  #keyOf(): Uint8Array {
    return (this.#key ??= this.#makeKey());
  }
}

function seal(payload: Uint8Array, key: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  return Buffer.concat([nonce, cipher.update(payload), cipher.final(), cipher.getAuthTag()]);
}

/** Throws where the bytes were not sealed with this key. */
function open(bytes: Buffer, key: Uint8Array): Buffer {
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}

function fingerprints(args: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(args)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, digest(JSON.stringify(value), 8)]),
  );
}

function digest(text: string, characters: number): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, characters);
}
