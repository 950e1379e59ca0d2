import { operations, scopesOf, type Operation } from '../okta/operations.js';
import type { Tool } from './tool.js';

/** The tools that a service app may use, and those that a further scope would add. */
export interface Permitted {
  readonly tools: readonly Tool[];
  /** By scope: the tools that lack it. */
  readonly missing: ReadonlyMap<string, readonly Tool[]>;
  /** Undefined where no scopes are granted or Okta did not say. */
  readonly granted?: readonly string[];
}

/** What the org tells of itself to whoever may read anything of it. */
const ORG_OPERATIONS = ['getWellknownOrgMetadata', 'getOrgSettings'] as const satisfies readonly Operation[];

/** The operations that resources and completion may use: those of the offered tools and the org's own; with OAuth no more than the granted scopes permit. */
export function allowedOperations(tools: readonly Tool[], granted: readonly string[] | undefined): ReadonlySet<Operation> {
  const offered = tools.flatMap((tool) => tool.operations);
  const wanted: readonly Operation[] = offered.length === 0 ? [] : [...offered, ...ORG_OPERATIONS];
  return new Set(wanted.filter((operation) => {
    const { scope } = operations[operation];
    return granted === undefined || scope === undefined || granted.includes(scope);
  }));
}

/** Splits tools by the OAuth scopes that were granted; most need all of their own. */
export function permittedTools(tools: readonly Tool[], granted: readonly string[]): Permitted {
  const missing = new Map<string, Tool[]>();
  const permitted = tools.filter((tool) => {
    const lacking = tool.scopes.filter((scope) => !granted.includes(scope));
    for (const scope of lacking) missing.set(scope, [...(missing.get(scope) ?? []), tool]);
    return lacking.length === 0 || (tool.anyScope && lacking.length < tool.scopes.length);
  });
  return { tools: permitted, missing, granted };
}

/** What further scopes would add, in a sentence; empty when none is missing. */
export function scopesSentence({ missing }: Permitted): string {
  if (missing.size === 0) return '';
  // A scope that only widens tools which do without it is told by its short name.
  const widening = [...missing].filter(([, lacking]) => lacking.every(({ anyScope }) => anyScope));
  const adds = [...missing].filter(([, lacking]) => !lacking.every(({ anyScope }) => anyScope)).map(([scope, lacking]) => `${scope} adds ${shortened(lacking.map(({ name }) => name))}`);
  const widened = [...new Set(widening.flatMap(([, lacking]) => lacking.map(({ name }) => name)))].join(', ');
  const kinds = widening.length === 0 ? [] : [`${widening.map(([scope]) => scope.slice('okta.'.length, -'.read'.length)).join(', ')} (okta.….read) add kinds to ${widened}`];
  return `Not available, since this server's OAuth app was not granted the scopes; an administrator can grant them: ${[...adds, ...kinds].join('; ')}.`;
}

const MOST_NAMES = 4;

/** Hosts cut instructions at 2,048 characters. */
function shortened(names: readonly string[]): string {
  return names.length <= MOST_NAMES ? names.join(', ') : `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`;
}

/** Every OAuth scope that a list of tools needs, sorted. */
export function scopesOfTools(tools: readonly Tool[]): string[] {
  return scopesOf(tools.flatMap(({ operations }) => operations));
}
