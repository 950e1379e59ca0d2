/** Words for a setting, in any case. */
const SETTING = /^(?:true|false|null|none|yes|no|on|off|enabled|disabled|required|optional|undefined|unknown|active|inactive|expired|redacted|masked)$/i;
/** Words that settings of Okta are made of, such as KEEP_EXISTING and NOT_ALLOWED; in capitals only, since people have passwords such as `change`. */
const CAPITALS = new Set('ACCESS ACTION ACTIVE ALLOW ALLOWED ALWAYS ANY AUTO CHANGE DEFAULT DENIED DENY DISABLED DISALLOW DISALLOWED ENABLED EXISTING EXPIRED FAILURE FALSE ID INACTIVE INVALID KEEP LOCKED MANUAL MASKED NEVER NO NONE NOT NULL OFF OKTA ON ONLY OPTIONAL PENDING RANDOM REDACTED REFRESH REQUIRED RESET REVOKED ROTATE SET SETUP SKIP STATIC SUCCESS SUSPENDED TOKEN TRUE UNCHANGED UNKNOWN UNSET UNVERIFIED VALID VERIFIED YES'.split(' '));
/** OAuth's names of tokens and of ways to authenticate (RFC 6749, 7591, 8693). */
const OAUTH = /^(?:(?:access|id|refresh|session|web_sso)_token|(?:device|client)_secret|client_secret_(?:basic|post|jwt)|private_key_jwt|authorization_code|client_credentials|urn:[\w:.-]{4,100})$/i;
const INSTANT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d[\d:.]{0,13}(?:Z|[+-]\d\d:?\d\d)?)?$/;
const DURATION = /^P(?=[\dT])[\dYMWDTHS]{2,12}$/;
const SMALL_NUMBER = /^-?\d{1,3}$/;
const PLACEHOLDER = /^(?:\*{2,64}|\[(?:secret|redacted|masked)[^\]]{0,40}\]|\(?(?:redacted|masked|hidden)\)?|\[\]|\{\})$/i;
/** A reference to a vaulted secret. */
const RESOURCE_NAME = /^orn:[\w:.-]{4,200}$/;

/** True for text that is no secret even under a secret's name: a setting, a small number, a date, a duration, the name of a kind of token, what hides a secret already. */
export function isHarmless(text: string): boolean {
  if (text === '') return true;
  if (text.length > 256) return false;
  return SETTING.test(text) || SMALL_NUMBER.test(text) || INSTANT.test(text) || DURATION.test(text) || OAUTH.test(text) || PLACEHOLDER.test(text) || RESOURCE_NAME.test(text)
    || (text === text.toUpperCase() && text.split(/[_\s-]/, 8).every((word) => CAPITALS.has(word)));
}

/** True for a text of one word that nobody would write by hand: it has digits and letters, or letters in mixed case. */
export function looksRandom(text: string): boolean {
  return /\d/.test(text) ? /[A-Za-z]/.test(text) : /[a-z][A-Z]/.test(text) && /[A-Z]{2}/.test(text);
}

/** True for what may be a code that is exchanged for a token: not `US`, not `invalid_request`, not `E0000011`. */
export function looksLikeCode(text: string): boolean {
  return text.length >= 8 && !/^(?:[a-z_.-]+|[A-Z_]{1,19}|E\d{7})$/.test(text);
}

/** True for one or more plain words joined as in an address or a label: `token-introspection`, `VerifyAccount`. */
export function isWords(text: string): boolean {
  return text.length < 100 && text.split(/[._+/-]|(?<=[a-z])(?=[A-Z])/).every((word) => /^[A-Z]?[a-z]{2,24}$/.test(word));
}
