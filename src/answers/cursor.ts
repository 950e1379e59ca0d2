import * as z from 'zod';

/**
 * Where a list goes on: the query of one of its pages and how much of that page was already told. It never holds a host or a path, so it
 * can lead nowhere but to the same read. `last` finds the place again when the page has shifted meanwhile.
 */
export interface Position {
  readonly query: string;
  readonly skip: number;
  readonly last?: string;
}

/** A cursor that is not of this list; the message is for the caller and says what to do. */
export class CursorError extends Error {
  override readonly name = 'CursorError';
}

const cursorSchema = z.strictObject({
  t: z.string(),
  a: z.record(z.string(), z.string()),
  q: z.string(),
  s: z.int().min(0).optional(),
  l: z.string().optional(),
});

/** The text that `after` carries: opaque to callers, bound to one tool and to the arguments it was called with. */
export function encodeCursor(tool: string, args: Readonly<Record<string, unknown>>, position: Position): string {
  const cursor = { t: tool, a: fingerprints(args), q: position.query, ...(position.skip > 0 ? { s: position.skip } : {}), ...(position.last === undefined ? {} : { l: position.last }) };
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Reads a cursor back. Throws CursorError when it is of another tool or another query; arguments that are left out this time are not compared. */
export function decodeCursor(text: string, tool: string, args: Readonly<Record<string, unknown>>): Position {
  const cursor = parse(text);
  if (cursor === undefined) throw new CursorError('`after` is not a cursor of this server. Use `page.after` of the answer before, unchanged, or leave it out to start anew.');
  if (cursor.t !== tool) throw new CursorError(`\`after\` belongs to ${cursor.t}, not to ${tool}. Leave it out to start anew.`);
  const given = fingerprints(args);
  const differing = Object.keys(given).filter((name) => given[name] !== cursor.a[name]);
  if (differing.length > 0) {
    throw new CursorError(`\`after\` belongs to another query: ${differing.map((name) => `\`${name}\``).join(', ')} differ${differing.length === 1 ? 's' : ''} from the call that returned it. Repeat that call's arguments with \`after\`, or leave \`after\` out to start anew.`);
  }
  return { query: cursor.q, skip: cursor.s ?? 0, ...(cursor.l === undefined ? {} : { last: cursor.l }) };
}

function parse(text: string): z.infer<typeof cursorSchema> | undefined {
  try {
    const result = cursorSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

function fingerprints(args: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(args)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, fingerprint(JSON.stringify(value))]),
  );
}

/** FNV-1a, 32 bits: tells arguments apart that were changed by mistake; a cursor is no secret and gives no right. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(36);
}
