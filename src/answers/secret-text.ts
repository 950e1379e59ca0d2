import { isDescription, isSecretName } from './secret-names.js';
import { isHarmless, isWords, looksLikeCode, looksRandom } from './secret-values.js';

/** What replaces a secret value: a reader sees that there is one. */
export const SECRET = '[secret]';

/** Signs by which a text is told to need a closer look: each rule costs, and most texts have none of them. */
export const MARK = { unusual: 1, pair: 2, gap: 4, slash: 8, at: 16, dot: 32, dash: 64, bracket: 128, quote: 256, angle: 512, digit: 1024, percent: 2048 } as const;
const MARKS = markTable();

function markTable(): Uint16Array {
  const table = new Uint16Array(128);
  for (let code = 0; code < 128; code += 1) if (code < 0x20 || code === 0x7f) table[code] = MARK.unusual | MARK.gap;
  const set = (characters: string, mark: number): void => { for (const character of characters) table[character.charCodeAt(0)] = mark; };
  set('=:', MARK.pair);
  set('%', MARK.pair | MARK.gap | MARK.percent);
  set(' ', MARK.gap);
  set('/', MARK.slash);
  set('@', MARK.at);
  set('.', MARK.dot);
  set('-', MARK.dash);
  set('{[', MARK.bracket);
  set('"', MARK.quote);
  set('<', MARK.angle);
  set('0123456789', MARK.digit);
  return table;
}

/** The marks of a text, one bit each. */
export function marksOf(text: string): number {
  let marks = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    marks |= code < 128 ? (MARKS[code] ?? 0) : MARK.unusual | MARK.gap;
  }
  return marks;
}

const PEM_PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g;
/** RFC 9110 credentials: Bearer (RFC 6750), Basic (RFC 7617), Okta's SSWS, DPoP (RFC 9449), and what hooks and log streams send. */
const SCHEME = /(?<![A-Za-z0-9])(?:bearer|basic|ssws|dpop|negotiate|ntlm|splunk)(?:\s|%20){1,4}(?=[\w.~+/=-]{8})/gi;
const AFTER_CREDENTIALS = /[^\w.~+/=-]/g;
const SCHEME_NAME = /(?:bearer|basic|ssws|dpop|negotiate|ntlm|splunk)[\s%]/i;
/** Okta's own API tokens. */
const API_TOKEN = /(?<![\w-])00[\w-]{40}(?![\w-])/g;
const USER_INFO = /(:\/\/[^/\s:@"'<>]{0,128}:)[^/\s@"'<>]{1,256}(?=@)/g;
/** The text of an XML element. */
const ELEMENT = /<([\w:.-]{1,64})((?:\s[^<>]{0,200})?>)([^<]+)(?=<\/)/g;
/**
 * Addresses that sign somebody in once, as Okta mails and logs them: /welcome/{token}, /tokens/{token}/verify, /reset_password/{token},
 * /signin/reset-password/{token}, /email/verify/{id}/{token}.
 */
const ONE_TIME_PATH = /(\/|%2F)(welcome|activate|activation|reset[_-]?password|password[_-]?reset|set[_-]?password|forgot[_-]?password|unlock|unlock[_-]?account|account[_-]?unlock|recover|recovery|verify|verification|confirm|confirmation|magic|magic[_-]?link|invite|invitation|tokens)((?:(?:\/|%2F)[^\s/?#&"'<>,;%\\]{1,4000}){1,3})/gi;

const ONE_TIME = /(?:\/|%2F)(?:welcome|activat|reset|password|set|forgot|unlock|account|recover|verif|confirm|magic|invit|tokens)/i;

/**
 * A text without the secrets that show by themselves: private keys, credentials of HTTP headers, JSON Web Tokens, Okta's API tokens,
 * `name=value` and `"name":"value"` under a secret's name, passwords and one-time parts of addresses. Linear in the text's length.
 */
export function removeSecrets(text: string, marks: number): string {
  let rest = text;
  if ((marks & MARK.dash) !== 0 && rest.includes('-----BEGIN')) rest = rest.replace(PEM_PRIVATE_KEY, SECRET);
  if ((marks & MARK.dot) !== 0 && rest.includes('eyJ')) rest = withoutWebTokens(rest);
  if ((marks & MARK.gap) !== 0 && ((marks & MARK.digit) !== 0 || rest.length >= 24) && SCHEME_NAME.test(rest)) rest = withoutCredentials(rest);
  if (rest.length >= 42 && rest.includes('00')) rest = rest.replace(API_TOKEN, SECRET);
  if ((marks & MARK.at) !== 0 && rest.includes('://')) rest = rest.replace(USER_INFO, `$1${SECRET}`);
  if ((marks & (MARK.slash | MARK.percent)) !== 0 && ONE_TIME.test(rest)) rest = rest.replace(ONE_TIME_PATH, withoutOneTimePart);
  if ((marks & MARK.angle) !== 0) rest = rest.replace(ELEMENT, (whole: string, name: string, tag: string, value: string) => (isSecretName(name) && !isHarmless(value.trim()) ? `<${name}${tag}${SECRET}` : whole));
  return (marks & MARK.pair) !== 0 && mayNameSecret(rest) ? withoutPairs(rest) : rest;
}

/** Parts of all names that are judged secret, by `isSecretName`, as parameters, in JSON Web Keys, or written with escapes. */
const NAME_PART = /secret|pass|pwd?|token|code|key|answer|pin|otp|seed|salt|cookie|auth|assert|samlr|id_token|sid|idx|ticket|verifier|jwe|psk|link|url|value|headers|kty|crv|\\u/i;

/** False for most texts that hold no name of a secret, and for none that does. */
export function mayNameSecret(text: string): boolean {
  return NAME_PART.test(text);
}

function withoutCredentials(text: string): string {
  let shown = '';
  let from = 0;
  SCHEME.lastIndex = 0;
  for (let scheme = SCHEME.exec(text); scheme !== null; scheme = SCHEME.exec(text)) {
    const start = SCHEME.lastIndex;
    const end = indexFrom(text, AFTER_CREDENTIALS, start);
    SCHEME.lastIndex = end;
    if (!isCredential(scheme[0], text.slice(start, end))) continue;
    shown += text.slice(from, start) + SECRET;
    from = end;
  }
  return shown + text.slice(from);
}

/** Where a pattern is found next, else the text's end. A search, since a pattern that takes in millions of characters would run out of stack. */
function indexFrom(text: string, pattern: RegExp, start: number): number {
  pattern.lastIndex = start;
  return pattern.exec(text)?.index ?? text.length;
}

/** Words such as those of "Basic authentication" and "Bearer token-introspection" are no credentials. */
function isCredential(scheme: string, value: string): boolean {
  if (/^oauth/i.test(value)) return false;
  if (!/^basic/i.test(scheme)) return value.length >= 40 || !(isWords(value) || /^[A-Z]{8,16}$/.test(value));
  const decoded = Buffer.from(value.slice(0, 400), 'base64').toString('latin1');
  return /^[\x20-\x7e]{0,300}:[\x20-\x7e]{0,300}$/.test(decoded) || (value.length >= 20 && looksRandom(value));
}

/** Three parts of base64url (RFC 7515) or five (RFC 7516), the first beginning as `{"` does. A run of its characters is looked at once. */
function withoutWebTokens(text: string): string {
  let shown = '';
  let from = 0;
  for (let start = text.indexOf('eyJ'); start >= 0; ) {
    let end = start;
    let dots = 0;
    for (; end < text.length; end += 1) {
      if (text[end] === '.' && dots < 4) dots += 1;
      else if (!isBase64Url(text.charCodeAt(end))) break;
    }
    if (dots >= 2 && end - start >= 16) {
      shown += text.slice(from, start) + SECRET;
      from = end;
    }
    start = text.indexOf('eyJ', Math.max(end, start + 1));
  }
  return shown + text.slice(from);
}

function isBase64Url(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 45 || code === 95;
}

function withoutOneTimePart(whole: string, slash: string, word: string, rest: string): string {
  const parts = rest.split(/(\/|%2F)/i);
  // Under /tokens/ the API has ids of tokens, too.
  if (word.toLowerCase() === 'tokens' && parts[4]?.toLowerCase() !== 'verify') return whole;
  return `${slash}${word}${parts.map((part) => (isOneTime(part) ? SECRET : part)).join('')}`;
}

/** Not words, files and templates; ids of users, groups and applications begin with a digit. */
function isOneTime(part: string): boolean {
  if (part.length < 10 || /[{}*$:[\]]/.test(part) || /\.(?:html?|js|css|png|svg|jpe?g|ico|aspx?|php|json|xml)$/i.test(part)) return false;
  return !/^0[0-9a-z][A-Za-z][A-Za-z0-9]{17}$/.test(part) && !isWords(part);
}

/** A name, and what stands between it and its value; quotes may be escaped, as in JSON within JSON, and `=` as in an address within an address. */
const PAIR = /(?<![\w.-])([\w.-]{1,100})\]?(\\{0,8}["'])?\s{0,3}(:|=(?![=~])|%(?:25){0,3}3D)\s{0,3}/gi;
const AFTER_VALUE = /[&;#\s"'<>]|%(?:25){0,3}26/gi;
const MAX_HEAD = 300;
const ENCODED_SEPARATOR = /^(?:25){0,3}(?:3F|26|3B|23)/i;
/** Names that are secrets as parameters of a request, not as fields: RFC 6749, 7521 and 7636, SAML's bindings, Okta's session cookies. */
const PARAMETERS = new Set(['assertion', 'client_assertion', 'samlresponse', 'code_verifier', 'id_token_hint', 'authorization']);
const CODES = new Set(['code', 'sid', 'idx', 'ticket']);

function withoutPairs(text: string): string {
  let shown = '';
  let from = 0;
  PAIR.lastIndex = 0;
  for (let pair = PAIR.exec(text); pair !== null; pair = PAIR.exec(text)) {
    const [, name = '', quoted, sign = ''] = pair;
    const start = PAIR.lastIndex;
    const bare = name.replace(ENCODED_SEPARATOR, '');
    if (!isParameter(bare, sign) && !isSecretName(bare)) continue;
    // Part of a URN, such as the resource names of vaulted secrets.
    if (sign === ':' && text[pair.index - 1] === ':') continue;
    const bracket = text[start] === '[' || text[start] === '{';
    const replaced = !bracket ? replacedValue(text, start, { name: bare, sign }) : quoted === undefined ? replacedList(text, start) : replacedJson(text, start);
    if (replaced === undefined) continue;
    shown += text.slice(from, start) + replaced.value;
    from = replaced.end;
    PAIR.lastIndex = replaced.end;
  }
  return shown + text.slice(from);
}

function isParameter(name: string, sign: string): boolean {
  const lower = name.toLowerCase();
  return sign === ':' ? lower === 'authorization' : PARAMETERS.has(lower) || CODES.has(lower);
}

/** What is shown instead of what stood up to `end`. */
interface Replaced {
  readonly value: string;
  readonly end: number;
}

/** The value that starts there, when it is a secret. */
function replacedValue(text: string, start: number, { name, sign }: { readonly name: string; readonly sign: string }): Replaced | undefined {
  const harmless = (value: string): boolean => isHarmless(value) || (CODES.has(name.toLowerCase()) && !looksLikeCode(value));
  const quote = /^\\{0,8}["']/.exec(text.slice(start, start + 9))?.[0];
  if (quote !== undefined) {
    const end = closing(text, quote, start + quote.length);
    return harmless(text.slice(start + quote.length, end).trim()) ? undefined : { value: `${quote}${SECRET}`, end };
  }
  // The beginning decides, so that a value of any length is gone through once, when it is hidden.
  const head = text.slice(start, start + MAX_HEAD);
  const whole = head.slice(0, indexFrom(head, AFTER_VALUE, 0));
  const value = whole.replace(/[,.)\]}]{1,3}$/, '');
  // The scheme of a credential, which stands behind it and was looked at, or part of an address that is a template.
  if (harmless(value) || /^(?:bearer|basic|ssws|dpop|negotiate|ntlm|\$\{[\w.]{1,64}\}?)$/i.test(value)) return undefined;
  // In prose a colon introduces words: "password: Password requirements were not met".
  if (sign === ':' && (value.length < 12 || !looksRandom(value) || /^https?:/.test(value))) return undefined;
  return { value: SECRET, end: whole.length < MAX_HEAD ? start + value.length : indexFrom(text, AFTER_VALUE, start) };
}

/** A list, a map or a template as Java and addresses have them: `clientSecrets=[a, b]`, `token={token}`. */
function replacedList(text: string, start: number): Replaced | undefined {
  const end = indexFrom(text, text[start] === '[' ? /\]/g : /\}/g, start);
  const inner = text.slice(start + 1, end);
  if (inner.length < MAX_HEAD && (/^[\w.]{0,40}$/.test(inner) && text[start] === '{' || isHarmless(`[${inner}]`) || inner.split(',').every((part) => isHarmless(part.trim())))) return undefined;
  return { value: `${text[start] ?? ''}${SECRET}`, end };
}

/** Where a quoted value ends: at the same quote, not escaped once more; else with the text. */
function closing(text: string, quote: string, from: number): number {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + quote.length)) {
    let slashes = 0;
    while (at - slashes > from && text[at - 1 - slashes] === '\\') slashes += 1;
    if (quote.length === 1 ? slashes % 2 === 0 : slashes === 0) return at;
  }
  return text.length;
}

/** A list or an object of JSON that does not parse: its texts are secrets but those of descriptions. */
function replacedJson(text: string, start: number): Replaced {
  let shown = '';
  let name = '';
  let depth = 0;
  let at = start;
  for (; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (sign === '"') {
      const close = closing(text, '"', at + 1);
      const inner = text.slice(at + 1, close);
      const isName = /^"\s{0,3}:/.test(text.slice(close, close + 5));
      if (isName) name = inner;
      shown += isName || isHarmless(inner) || isDescription(name) ? text.slice(at, close + 1) : `"${SECRET}"`;
      at = close;
    } else shown += sign;
    if (sign === '[' || sign === '{') depth += 1;
    if ((sign === ']' || sign === '}') && (depth -= 1) === 0) return { value: shown, end: at + 1 };
  }
  return { value: shown, end: text.length };
}
