import { nearest } from './nearest.js';

const MOST_SUGGESTIONS = 5;
/** Unknown names that get suggestions: each is compared with all event types. */
const MOST_SUGGESTED = 5;
/** Further ones that are named; the rest is counted. */
const MOST_NAMED = 20;
const MOST_NAME_CHARACTERS = 100;

/**
 * Sentences about event types in a System Log filter that Okta's catalogue does not have, with the nearest that exist: such a filter finds
 * nothing, and nothing found must not be taken for an answer. The first few unknown names get suggestions, each once; further ones are named
 * or counted. The catalogue is loaded when a filter first names an event type.
 */
export async function unknownEventTypes(filter: string): Promise<string[]> {
  const terms = termsOf(filter);
  if (terms.length === 0) return [];
  const { eventTypes, EVENT_TYPE_RELEASE } = await import('./event-types.js');
  const known = new Set(eventTypes);
  const unknown = terms.filter(({ operator, name }) => (operator === 'eq' ? !known.has(name) : !eventTypes.some((type) => type.startsWith(name))));
  const sentences = unknown.slice(0, MOST_SUGGESTED).map(({ operator, name }) => {
    const near = suggestions(name, eventTypes);
    const list = near.length === 0 ? '' : ` Nearest that exist: ${near.join(', ')}.`;
    return `Okta's catalogue (${EVENT_TYPE_RELEASE}) has no event type that ${operator === 'eq' ? 'is' : 'begins with'} ${quoted(name)}, so it finds nothing.${list}`;
  });
  const further = unknown.slice(MOST_SUGGESTED);
  if (further.length === 0) return sentences;
  const more = further.length > MOST_NAMED ? ` and ${further.length - MOST_NAMED} more` : '';
  return [...sentences, `Nor has it: ${further.slice(0, MOST_NAMED).map(({ operator, name }) => `${operator === 'eq' ? '' : 'any that begins with '}${quoted(name)}`).join(', ')}${more}.`];
}

interface Term {
  readonly operator: string;
  readonly name: string;
}

/** The event types that a filter compares with, each once. */
function termsOf(filter: string): Term[] {
  const terms = new Map<string, Term>();
  for (const [, given = '', name = ''] of filter.matchAll(/\beventType\s+(eq|sw)\s+"([^"]*)"/gi)) {
    const operator = given.toLowerCase();
    terms.set(`${operator} ${name}`, { operator, name });
  }
  return [...terms.values()];
}

const quoted = (name: string): string => JSON.stringify(name.slice(0, MOST_NAME_CHARACTERS));

/** What people and models call an event, and the type that Okta logs for it. */
const KNOWN_AS: readonly (readonly [RegExp, string])[] = [
  [/log_?in|log_?on|sign_?in|sign_?on/, 'user.session.start'],
  [/log_?out|sign_?out/, 'user.session.end'],
  [/mfa|factor|push/, 'user.authentication.auth_via_mfa'],
  [/den(y|ied)|block/, 'policy.evaluate_sign_on'],
  [/lock/, 'user.account.lock'],
  [/admin|role|grant/, 'user.account.privilege.grant'],
  [/token/, 'system.api_token.create'],
];

function suggestions(name: string, eventTypes: readonly string[]): string[] {
  const wanted = words(name);
  const shared = eventTypes
    .map((type) => ({ type, score: overlap(wanted, words(type)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.type.length - b.type.length)
    .slice(0, 3)
    .map(({ type }) => type);
  const known = KNOWN_AS.filter(([pattern]) => pattern.test(name.toLowerCase())).map(([, type]) => type);
  return [...new Set([...nearest(name, eventTypes, 2), ...known, ...shared])].slice(0, MOST_SUGGESTIONS);
}

const words = (name: string): ReadonlySet<string> => new Set(name.toLowerCase().split(/[._-]/).filter((word) => word !== ''));

/** The share of common words, 0 to 1. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((word) => b.has(word)).length;
  return common / Math.max(1, a.size + b.size - common);
}
