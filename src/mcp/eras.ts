import { isJsonObject } from '../json.js';

/** The newest revision of the protocol: without a handshake, every request names its version (specification 2026-07-28). */
export const MODERN_VERSION = '2026-07-28';
export const UNSUPPORTED_VERSION = -32_022;

const VERSION_KEY = 'io.modelcontextprotocol/protocolVersion';
const CAPABILITIES_KEY = 'io.modelcontextprotocol/clientCapabilities';
const SERVER_KEY = 'io.modelcontextprotocol/serverInfo';
/** Methods of the older revisions that this one removed. */
const REMOVED = new Set(['initialize', 'ping', 'logging/setLevel', 'resources/subscribe', 'resources/unsubscribe']);
const CACHEABLE = new Set(['server/discover', 'tools/list', 'prompts/list', 'resources/list', 'resources/templates/list', 'resources/read']);
/** The lists are frozen for the life of the process. */
const TTL_MS = 3_600_000;

/** What a server tells of itself when it is discovered. */
export interface ServerFacts {
  readonly info: { readonly name: string; readonly title: string; readonly version: string };
  readonly capabilities: Readonly<Record<string, object>>;
  readonly instructions: string;
}

export type Era =
  | { readonly kind: 'legacy' }
  | { readonly kind: 'modern' }
  /** A version that this server does not speak. */
  | { readonly kind: 'unsupported'; readonly requested: string }
  /** A method that the request's revision does not have. */
  | { readonly kind: 'removed' }
  /** What every request of the modern revision has to say in `_meta` is not there. */
  | { readonly kind: 'incomplete' };

/** The era of a request: the modern one names its version in `_meta`. */
export function eraOf(method: string, params: unknown): Era {
  const meta = isJsonObject(params) ? params['_meta'] : undefined;
  const version = isJsonObject(meta) ? meta[VERSION_KEY] : undefined;
  if (version === undefined) return { kind: method === 'server/discover' ? 'incomplete' : 'legacy' };
  if (version !== MODERN_VERSION) return { kind: 'unsupported', requested: typeof version === 'string' ? version.slice(0, 40) : 'not text' };
  if (REMOVED.has(method)) return { kind: 'removed' };
  return { kind: isJsonObject(meta) && isJsonObject(meta[CAPABILITIES_KEY]) ? 'modern' : 'incomplete' };
}

/** The answer to `server/discover`. */
export function discovery({ capabilities, instructions }: ServerFacts): Record<string, unknown> {
  return { supportedVersions: [MODERN_VERSION], capabilities, instructions };
}

/** A result as the modern revision wants it. */
export function modernResult(method: string, result: Readonly<Record<string, unknown>>, { info }: ServerFacts): Record<string, unknown> {
  const meta = result['_meta'];
  return {
    ...result,
    resultType: 'complete',
    ...(CACHEABLE.has(method) ? { ttlMs: TTL_MS, cacheScope: 'private' } : {}),
    _meta: { ...(typeof meta === 'object' ? meta : {}), [SERVER_KEY]: info },
  };
}
