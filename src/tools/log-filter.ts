import { comparisonsOf, type Comparison } from '../answers/filter.js';
import { ToolError } from './tool.js';
import { looksLikeLogin } from './typed-secret.js';

/** A filter as it goes to the org, and what to tell of it. */
export interface LogFilter {
  readonly filter: string | undefined;
  readonly notes: readonly string[];
}

/** Where text that was typed as a login never stands: what Okta itself writes, and what answers show as it is. */
const NEVER_TYPED = /^((uuid|published|eventType|version|severity|legacyEventType|client|device|authenticationContext|securityContext|request|transaction)(\..*)?|(actor|target)\.(id|type)|outcome\.(result|reason)|debugContext\.debugData\.(behaviors|risk|threatSuspected|dtHash))$/i;
/** Actors that Okta knows (as `isNobody` of typed-secret.ts has it), so nothing that was typed is masked in the event. First, so that nothing in the filter can swallow it. */
const KNOWN_ACTORS = 'actor.id pr and actor.id ne "unknown" and actor.id ne "null"';
const LEFT_OUT = 'Events of unknown actors are left out, since this query compares what may hold a password typed as a login, which is masked. To find them, compare by eq with a whole login, or ask without this condition.';
/** An IP address, or a part of one: keywords that analysts look for, and no password that would be masked for its form. */
const ADDRESS = /^[\da-f.:]+$/i;

/**
 * A System Log filter, beside keywords, that cannot find out masked text: where it compares what such text stands in with anything but a login, it is
 * asked of known actors alone. It is the org that leaves the others out, so that no count, page or cursor tells of them; and the note is
 * there whether or not there are any. Throws ToolError for a filter that cannot be parsed and may compare such a place.
 */
export function logFilterOf(filter: string | undefined, q?: string): LogFilter {
  const anywhere = (q?.split(/\s+/) ?? []).some((keyword) => !looksLikeLogin(keyword) && !ADDRESS.test(keyword));
  if (filter === undefined) return anywhere ? { filter: KNOWN_ACTORS, notes: [LEFT_OUT] } : { filter, notes: [] };
  const comparisons = comparisonsOf(filter);
  if (comparisons === undefined) {
    if (!anywhere && !/actor|target|debug|display|outcome|%/i.test(filter)) return { filter, notes: [] };
    throw new ToolError('`filter` cannot be parsed.', 'Write conditions such as outcome.result eq "FAILURE", joined by and, or, not and parentheses, text in double quotes, several values by or.');
  }
  return anywhere || comparisons.some(mayFindTyped) ? { filter: `${KNOWN_ACTORS} and (${filter})`, notes: [LEFT_OUT] } : { filter, notes: [] };
}

function mayFindTyped({ path, presence, equals }: Comparison): boolean {
  return !presence && !NEVER_TYPED.test(path) && (equals === undefined || !looksLikeLogin(equals));
}
