/**
 * What an argument has compared with values of the org, by Okta or by this server: OKTA_REDACT is held against it before a tool runs, so
 * that no answer tells whether a hidden value equals, begins with or sorts before something.
 */
export type Compared =
  /** Fields to show, numbers, switches, ids that are nothing else. */
  | { readonly by: 'nothing' }
  /** Keywords that may stand anywhere in an object. */
  | { readonly by: 'everything' }
  /** An expression of Okta's filter language. With `below`, Okta may also take the bare name of what stands there. */
  | { readonly by: 'filter'; readonly below?: string }
  /** A path to sort by. */
  | { readonly by: 'order'; readonly below?: string }
  /** Paths to group by: stand-ins can be grouped, too. */
  | { readonly by: 'group' }
  /** Values at these paths; text that `unless` matches is an id, which compares with none of them. */
  | { readonly by: 'value'; readonly paths: readonly string[]; readonly unless?: RegExp };

/** What each argument of a tool has compared. */
export type ComparedArguments<Name extends PropertyKey = string> = Readonly<Record<Name, Compared>>;

export const NOTHING: Compared = { by: 'nothing' };
export const EVERYTHING: Compared = { by: 'everything' };
export const FILTER: Compared = { by: 'filter' };
export const GROUP: Compared = { by: 'group' };

/** A filter of users or groups, whose attributes stand below `profile`. */
export const PROFILE_FILTER: Compared = { by: 'filter', below: 'profile' };

/** The values at some paths. */
export function valuesAt(...paths: readonly string[]): Compared {
  return { by: 'value', paths };
}

/** Arguments that every tool of a kind has: none of them is compared with anything. */
export const COMMON_ARGUMENTS: ReadonlySet<string> = new Set(['limit', 'after', 'fields', 'max_requests']);
