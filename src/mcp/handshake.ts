import { isJsonObject } from '../json.js';
import type { ServerFacts } from './eras.js';

/** The revisions with a handshake, newest first: those that the SDK's server speaks (a test holds the two lists together). */
export const HANDSHAKE_VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'] as const;

/**
 * The result of `initialize`, the same that the SDK's server gives: the requested revision where it is spoken, else the newest. Answered
 * here, so that no host waits for the SDK to load. Undefined when the params are none of `initialize`.
 */
export function handshake(params: unknown, { info, capabilities, instructions }: ServerFacts): Record<string, unknown> | undefined {
  if (!isJsonObject(params)) return undefined;
  const { protocolVersion: requested, capabilities: offered, clientInfo } = params;
  if (typeof requested !== 'string' || !isJsonObject(offered) || !isJsonObject(clientInfo)) return undefined;
  if (typeof clientInfo['name'] !== 'string' || typeof clientInfo['version'] !== 'string') return undefined;
  const protocolVersion = HANDSHAKE_VERSIONS.find((version) => version === requested) ?? HANDSHAKE_VERSIONS[0];
  return { protocolVersion, capabilities, serverInfo: info, instructions };
}
