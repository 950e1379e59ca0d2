import type { Tool } from './tool.js';

/** The tools that a service app may use, and those that a further scope would add. */
export interface Permitted {
  readonly tools: readonly Tool[];
  /** By scope: the names of the tools that lack it. */
  readonly missing: ReadonlyMap<string, readonly string[]>;
}

/** Splits tools by the OAuth scopes that were granted; a tool needs all of its own. */
export function permittedTools(tools: readonly Tool[], granted: readonly string[]): Permitted {
  const missing = new Map<string, string[]>();
  const permitted = tools.filter((tool) => {
    const lacking = tool.scopes.filter((scope) => !granted.includes(scope));
    for (const scope of lacking) missing.set(scope, [...(missing.get(scope) ?? []), tool.name]);
    return lacking.length === 0;
  });
  return { tools: permitted, missing };
}

/** What further scopes would add, in a sentence; empty when none is missing. */
export function scopesSentence({ missing }: Permitted): string {
  if (missing.size === 0) return '';
  const adds = [...missing].map(([scope, names]) => `${scope} adds ${names.join(', ')}`);
  return `Not available, since this server's OAuth app was not granted the scopes; an administrator can grant them: ${adds.join('; ')}.`;
}

/** Every OAuth scope that a list of tools needs, sorted. */
export function scopesOfTools(tools: readonly Tool[]): string[] {
  return [...new Set(tools.flatMap((tool) => tool.scopes))].sort();
}
