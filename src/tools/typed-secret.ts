import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';

/** What replaces text that somebody typed into the login field and that may be a password. */
export const TYPED = '[masked: typed as a login]';

/** Where Okta repeats what was typed. Elsewhere, as in times and addresses, it would be masked by chance or because somebody typed it there to hide it. */
const REPEATED = new Set(['actor', 'target', 'debugContext', 'displayMessage', 'outcome']);
/** Shorter text is masked where it is all that stands there, else it would take parts of other words with it. */
const SHORTEST_PART = 6;
/** Of longer text the beginning is looked for, so that the search takes linear time. */
const SOUGHT = 200;
/** A value that holds it more often is masked whole: it must not grow by what replaces the parts. */
const MOST_PARTS = 4;

/**
 * People type passwords into the login field, and the System Log keeps them as `actor.alternateId`. In an event whose actor is no user
 * of the org, text there that does not look like a login is masked, wherever Okta repeats it.
 */
export function maskTypedSecret(event: JsonObject): JsonObject {
  const actor = event['actor'];
  if (!isJsonObject(actor) || !isNobody(actor['id'])) return event;
  const typed = actor['alternateId'];
  if (typeof typed !== 'string' || typed === '' || looksLikeLogin(typed)) return event;
  return Object.fromEntries(Object.entries(event).map(([key, value]) => [key, REPEATED.has(key) ? masked(value, typed) : value]));
}

/** An actor that Okta knows has an id; one it does not know has `unknown` or none. */
function isNobody(id: JsonValue | undefined): boolean {
  return typeof id !== 'string' || /^\s*(unknown|null)?\s*$/i.test(id);
}

/** More than any login of Okta has; beyond it, patterns would take long. */
const MAX_LOGIN_CHARACTERS = 500;

/** True for what may be shown: an email address, DOMAIN\user, or one word in one case without the signs that passwords are made of. */
export function looksLikeLogin(text: string): boolean {
  if (text.length > MAX_LOGIN_CHARACTERS) return false;
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) || /^([\w.-]+[\\/])?[a-z][a-z0-9._'+-]*$/.test(text) || /^([\w.-]+\\)?[A-Z][A-Z0-9._-]*$/.test(text) || /^[A-Z][a-z]+([ .'-][A-Z][a-z]+)*$/.test(text);
}

function masked(value: JsonValue, typed: string): JsonValue {
  if (typeof value === 'string') return withoutTyped(value, typed);
  if (Array.isArray(value)) return value.map((entry) => masked(entry, typed));
  return isJsonObject(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, masked(inner, typed)])) : value;
}

function withoutTyped(value: string, typed: string): string {
  if (value === typed) return TYPED;
  if (typed.length < SHORTEST_PART) return value;
  const sought = typed.slice(0, SOUGHT);
  const parts: string[] = [];
  let from = 0;
  for (let at = value.indexOf(sought); at >= 0; at = value.indexOf(sought, from)) {
    // Text that goes on otherwise may be a copy that was cut.
    if (parts.length === MOST_PARTS || !value.startsWith(typed, at)) return TYPED;
    parts.push(value.slice(from, at));
    from = at + typed.length;
  }
  return parts.length === 0 ? value : [...parts, value.slice(from)].join(TYPED);
}
