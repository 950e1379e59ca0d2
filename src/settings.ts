import { isInlineKey } from './key-form.js';
import { logLevels } from './log.js';

/** What is told of a setting beside its schema: the README table, .env.sample, --help, server.json and the bundle's form are made of this. */
export interface SettingDocs {
  readonly description: string;
  /** What it is called in a host's form; settings without one are left to those who write files. */
  readonly title?: string;
  readonly example?: string;
  readonly secret?: boolean;
  /** The service whose address or credential it is: all of these of one service have to come from one source (environment.ts). */
  readonly service?: string;
  /** Taken from the environment or a file named by --settings, never from a `.env` that happens to lie in the working directory: it names a file to write, or what goes into it. */
  readonly namedOnly?: true;
  /** Whether a value stands for itself; one that does not names a file to read, which a `.env` in the working directory may not choose. */
  readonly isInline?: (value: string) => boolean;
}

/** What decides which tools are registered (src/tools/toolsets.ts; a test holds the two lists together). */
export const TOOLSETS = ['users', 'groups', 'applications', 'policies', 'network', 'logs', 'time', 'investigate', 'configuration'] as const;

const docs = {
  OKTA_CLIENT_ORGURL: { title: 'Okta org', description: 'Address of the Okta org, with https:// and without -admin.', example: 'https://acme.okta.com', service: 'Okta' },
  OKTA_API_TOKEN: { title: 'API token', description: 'API token, from Admin Console > Security > API > Tokens; best of an administrator with a read-only role.', secret: true, service: 'Okta' },
  OKTA_CLIENT_CLIENTID: { title: 'OAuth client ID', description: 'Instead of an API token: client ID of an OAuth service app (API Services) whose client authentication is public key / private key.', example: '0oa1a2b3c4d5e6f7g8h9', service: 'Okta' },
  OKTA_CLIENT_PRIVATEKEY: { title: 'OAuth private key', description: "The service app's private key, RSA or EC: a PEM (line breaks may be written \\n), a JWK, or (not in a .env that --settings does not name) the path of a file with one of them.", secret: true, example: '/path/to/private-key.pem', service: 'Okta', isInline: isInlineKey },
  OKTA_CLIENT_KEYID: { title: 'OAuth key ID', description: "The key's `kid` in the app; a JWK brings its own.", example: 'kid-of-the-key' },
  OKTA_CLIENT_SCOPES: { title: 'OAuth scopes', description: 'Read scopes to ask for, comma-separated; default: those that the tools need. Tools whose scope the app was not granted are not listed.', example: 'okta.users.read,okta.groups.read' },
  LOG_LEVEL: { description: `How much is logged to stderr: ${logLevels.join(', ')}. Default info.`, example: 'info' },
  OKTA_CONCURRENT_LIMIT: { description: 'Requests to the org under way at once, 1 to 75. Default 15.', example: '15' },
  OKTA_RATE_LIMIT_RESERVE: { description: "Percent of each rate limit that is left to the org's other clients, 0 to 90. Default 10.", example: '10' },
  OKTA_MAX_WAIT_SECONDS: { description: 'The longest wait for a rate limit before a call answers with the seconds left, 0 to 300. Default 30.', example: '30' },
  OKTA_REQUEST_TIMEOUT_SECONDS: { description: 'The longest a single request may take, 1 to 300. Default 30.', example: '30' },
  OKTA_CALL_DEADLINE_SECONDS: { description: 'Seconds that a call may take, 5 to 600: an investigation answers then with what it has and an `after` to go on. Default 45, since hosts give up after 60.', example: '45' },
  OKTA_MAX_ANSWER_CHARACTERS: { description: 'The longest answer, in characters, 2000 to 500000; what does not fit follows by `after`. Default 25000.', example: '25000' },
  OKTA_TOOLSETS: { title: 'Tool sets', description: `Sets of tools to offer, comma-separated: ${TOOLSETS.join(', ')}. Default all.`, example: 'users,groups,logs,time' },
  OKTA_REDACT: { title: 'Hidden values', description: 'Paths whose values are replaced by [redacted] in every answer and can be neither searched, sorted nor counted by; comma-separated, * for any part of a name.', example: 'profile.mobilePhone,profile.*Phone' },
  OKTA_REDACT_PSEUDONYMS: { description: 'true gives equal redacted values equal stand-ins, such as [redacted:k3Jx0aQ2], until the server ends: they can be grouped and compared. Default false.', example: 'false' },
  OKTA_AUDIT_LOG: { title: 'Audit file', description: 'A file that takes the audit line of each call (time, tool, outcome, duration, requests, rows, bytes) instead of stderr: a regular file of the server\'s own user, in a folder where it may make a lock file. `audit FILE` verifies it.', example: '/home/ada/okta-audit/audit.jsonl', namedOnly: true },
  OKTA_AUDIT_ARGUMENTS: { description: 'true keeps the arguments of calls in the audit lines. Default false.', example: 'false', namedOnly: true },
} satisfies Readonly<Record<string, SettingDocs>>;

export type SettingName = keyof typeof docs;

/** Every setting, in the order in which it is documented. */
export const settingDocs: Readonly<Record<SettingName, SettingDocs>> = docs;

/** The names of all settings, in that order. */
export const SETTINGS: readonly SettingName[] = Object.keys(docs).filter(isSetting);

export function isSetting(name: string): name is SettingName {
  return Object.hasOwn(docs, name);
}

/** A value as it counts: trimmed; undefined for an empty one and for a literal `${user_config.x}`, an option left open in a host's form. */
export function givenValue(text: string | undefined): string | undefined {
  const value = text?.trim();
  return value === undefined || value === '' || /^\$\{[^}]*\}$/.test(value) ? undefined : value;
}
