import * as z from 'zod';
import { DEFAULT_LOG_LEVEL, logLevels, type LogLevel } from './log.js';
import { orgOrigin } from './org-url.js';
import type { PrivateKey } from './private-key.js';
import { isReadScope } from './read-scope.js';
import { givenValue, settingDocs, TOOLSETS, type SettingName } from './settings.js';

const whole = (least: number, most: number, fallback: number): z.ZodType<number, string | undefined> =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined) return fallback;
      const value = Number(text);
      if (Number.isInteger(value) && value >= least && value <= most) return value;
      context.addIssue({ code: 'custom', message: `must be a whole number from ${least} to ${most}` });
      return z.NEVER;
    });

const yes = z
  .enum(['true', 'false', '1', '0'], 'must be true or false')
  .optional()
  .transform((text) => text === 'true' || text === '1');

const list = z
  .string()
  .optional()
  .transform((text) => (text ?? '').split(',').map((entry) => entry.trim()).filter((entry) => entry !== ''));

const scopes = z
  .string()
  .optional()
  .transform((text, context) => {
    const names = [...new Set((text ?? '').split(/[\s,]+/).filter((name) => name !== ''))];
    const wrong = names.find((name) => !isReadScope(name));
    if (wrong === undefined) return names.length === 0 ? undefined : names;
    const message = /manage/i.test(wrong) ? `asks for ${quoted(wrong)}, which can change the org: this server takes read scopes only` : `asks for ${quoted(wrong)}, which is no read scope of Okta, such as okta.users.read`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const toolset = z.enum(TOOLSETS);
const toolsets = list.transform((names, context) => {
  const known = names.flatMap((name) => toolset.safeParse(name).data ?? []);
  if (known.length === names.length) return known.length === 0 ? [...TOOLSETS] : known;
  context.addIssue({ code: 'custom', message: `names a set that does not exist; the sets are ${TOOLSETS.join(', ')}` });
  return z.NEVER;
});

const privateKey = z.string().transform(async (text, context) => {
  const { readPrivateKey } = await import('./private-key.js');
  const result = readPrivateKey(text);
  if (result.ok) return result.privateKey;
  context.addIssue({ code: 'custom', message: result.message });
  return z.NEVER;
});

const PLACEHOLDER = /^(your[-_ ]|<|\{(?!")|\$\{|x{4,})/i;
const word = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'holds a space, a line break or another character that does not belong in it').refine((text) => !PLACEHOLDER.test(text), 'is a placeholder');
const token = z.string().regex(/^[\x21-\x7e]+$/, 'holds a space, a line break or another character that no API token has').refine((text) => !/^SSWS/i.test(text), 'must be the token alone, without "SSWS"').refine((text) => !PLACEHOLDER.test(text), 'is a placeholder');

const schema = z.object({
  OKTA_CLIENT_ORGURL: z.string().transform((text, context) => {
    const result = orgOrigin(text);
    if (result.ok) return result.origin;
    context.addIssue({ code: 'custom', message: result.message });
    return z.NEVER;
  }).optional(),
  OKTA_API_TOKEN: token.optional(),
  OKTA_CLIENT_CLIENTID: word.optional(),
  OKTA_CLIENT_PRIVATEKEY: privateKey.optional(),
  OKTA_CLIENT_KEYID: word.optional(),
  OKTA_CLIENT_SCOPES: scopes,
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default(DEFAULT_LOG_LEVEL),
  OKTA_CONCURRENT_LIMIT: whole(1, 75, 15),
  OKTA_RATE_LIMIT_RESERVE: whole(0, 90, 10),
  OKTA_MAX_WAIT_SECONDS: whole(0, 300, 30),
  OKTA_REQUEST_TIMEOUT_SECONDS: whole(1, 300, 30),
  OKTA_CALL_DEADLINE_SECONDS: whole(5, 600, 45),
  OKTA_MAX_ANSWER_CHARACTERS: whole(2_000, 500_000, 25_000),
  OKTA_TOOLSETS: toolsets,
  OKTA_REDACT: list,
  OKTA_REDACT_PSEUDONYMS: yes,
  OKTA_AUDIT_LOG: z.string().optional(),
  OKTA_AUDIT_ARGUMENTS: yes,
} satisfies Readonly<Record<SettingName, z.ZodType>>);

/** Where the org is and how this server authenticates there. */
export interface OrgSettings {
  readonly origin: string;
  readonly credential:
    | { readonly kind: 'api-token'; readonly token: string }
    /** `scopes` is undefined where the tools decide. */
    | { readonly kind: 'oauth'; readonly clientId: string; readonly key: PrivateKey; readonly keyId: string | undefined; readonly scopes: readonly string[] | undefined };
}

export interface Config {
  /** Each setting as it is in force, in words; undefined for one that is not set. Secrets are told by `set` only. */
  readonly inForce: ReadonlyMap<string, string | undefined>;
  /** The settings whose value is wrong. */
  readonly wrong: readonly string[];
  /** Undefined while a setting is missing or wrong: `problems` says which. */
  readonly org: OrgSettings | undefined;
  /** What is wrong with the configuration and how to mend it, a sentence or two each. Never a value that may be a secret. */
  readonly problems: readonly string[];
  /** Every text that must not leave the process, also where the setting it came from is wrong. */
  readonly secrets: readonly string[];
  /** What is odd about it and stops nothing. */
  readonly warnings: readonly string[];
  readonly logLevel: LogLevel;
  readonly concurrentLimit: number;
  /** Share, 0 to 1. */
  readonly rateLimitReserve: number;
  readonly maxWaitMs: number;
  readonly requestTimeoutMs: number;
  readonly deadlineMs: number;
  readonly maxAnswerCharacters: number;
  readonly toolsets: readonly (typeof TOOLSETS)[number][];
  readonly redact: readonly string[];
  readonly redactPseudonyms: boolean;
  readonly auditLog: string | undefined;
  readonly auditArguments: boolean;
}

/**
 * Reads the configuration from an environment. Values are trimmed; an empty one and a literal `${user_config.x}` (an option left open in
 * a host's form) count as unset. A wrong value never stops the server: it becomes a problem, and the default holds.
 */
export async function readConfig(environment: Readonly<Record<string, string | undefined>>): Promise<Config> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = givenValue(environment[name]);
    if (value !== undefined) given[name] = value;
  }
  const result = await schema.safeParseAsync(given);
  const written = [given['OKTA_API_TOKEN'] ?? '', ...(given['OKTA_CLIENT_PRIVATEKEY'] ?? '').split(/\\n|\s/).filter((text) => text.length >= 16)];
  const wrong = result.success ? [] : result.error.issues.map((issue) => ({ name: String(issue.path[0]), message: issue.message }));
  for (const { name } of wrong) Reflect.deleteProperty(given, name);
  const settings = result.success ? result.data : await schema.parseAsync(given);
  const problems = [...wrong.map(({ name, message }) => `${name} ${message}.`), ...missing(settings, wrong.map(({ name }) => name))];
  return {
    inForce: inForce(settings),
    wrong: wrong.map(({ name }) => name),
    org: problems.length === 0 ? orgOf(settings) : undefined,
    problems,
    secrets: [...written, ...(settings.OKTA_CLIENT_PRIVATEKEY?.secrets ?? [])],
    warnings: usesOauth(settings) && settings.OKTA_API_TOKEN !== undefined ? ['OKTA_API_TOKEN is ignored, since OKTA_CLIENT_CLIENTID is set.'] : [],
    logLevel: settings.LOG_LEVEL,
    concurrentLimit: settings.OKTA_CONCURRENT_LIMIT,
    rateLimitReserve: settings.OKTA_RATE_LIMIT_RESERVE / 100,
    maxWaitMs: settings.OKTA_MAX_WAIT_SECONDS * 1000,
    requestTimeoutMs: settings.OKTA_REQUEST_TIMEOUT_SECONDS * 1000,
    deadlineMs: settings.OKTA_CALL_DEADLINE_SECONDS * 1000,
    maxAnswerCharacters: settings.OKTA_MAX_ANSWER_CHARACTERS,
    toolsets: settings.OKTA_TOOLSETS,
    redact: settings.OKTA_REDACT,
    redactPseudonyms: settings.OKTA_REDACT_PSEUDONYMS,
    auditLog: settings.OKTA_AUDIT_LOG,
    auditArguments: settings.OKTA_AUDIT_ARGUMENTS,
  };
}

type Settings = z.output<typeof schema>;

function inForce(settings: Settings): Config['inForce'] {
  return new Map(Object.entries(settingDocs).map(([name, { secret }]) => [name, words(Reflect.get(settings, name), secret === true)]));
}

function words(value: unknown, secret: boolean): string | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.join(',');
  if (value === undefined) return undefined;
  return secret ? 'set' : JSON.stringify(value).replace(/^"|"$/g, '');
}

function usesOauth(settings: Settings): boolean {
  return settings.OKTA_CLIENT_CLIENTID !== undefined || settings.OKTA_CLIENT_PRIVATEKEY !== undefined;
}

function orgOf(settings: Settings): OrgSettings | undefined {
  const { OKTA_CLIENT_ORGURL: origin, OKTA_API_TOKEN: apiToken, OKTA_CLIENT_CLIENTID: clientId, OKTA_CLIENT_PRIVATEKEY: key } = settings;
  if (origin === undefined) return undefined;
  if (clientId !== undefined && key !== undefined) return { origin, credential: { kind: 'oauth', clientId, key, keyId: settings.OKTA_CLIENT_KEYID, scopes: settings.OKTA_CLIENT_SCOPES } };
  return apiToken === undefined ? undefined : { origin, credential: { kind: 'api-token', token: apiToken } };
}

const HINTS = {
  OKTA_CLIENT_ORGURL: 'OKTA_CLIENT_ORGURL is not set: the address of the org, such as https://acme.okta.com (in the Admin Console it is shown under the user name at the top right, without -admin).',
  OKTA_API_TOKEN: 'OKTA_API_TOKEN is not set: create a token in the Admin Console under Security > API > Tokens, as an administrator with a read-only role (or set OKTA_CLIENT_CLIENTID and OKTA_CLIENT_PRIVATEKEY of an OAuth service app).',
  OKTA_CLIENT_CLIENTID: 'OKTA_CLIENT_CLIENTID is not set, which belongs to OKTA_CLIENT_PRIVATEKEY: it is shown in the Admin Console under Applications > the service app > General.',
  OKTA_CLIENT_PRIVATEKEY: 'OKTA_CLIENT_PRIVATEKEY is not set, which belongs to OKTA_CLIENT_CLIENTID: the key that was generated in the Admin Console under Applications > the service app > General > Public keys.',
};

function missing(settings: Settings, wrong: readonly string[]): string[] {
  const oauth = usesOauth(settings) || wrong.includes('OKTA_CLIENT_CLIENTID') || wrong.includes('OKTA_CLIENT_PRIVATEKEY');
  const needed = oauth ? (['OKTA_CLIENT_ORGURL', 'OKTA_CLIENT_CLIENTID', 'OKTA_CLIENT_PRIVATEKEY'] as const) : (['OKTA_CLIENT_ORGURL', 'OKTA_API_TOKEN'] as const);
  return needed.flatMap((name) => (settings[name] === undefined && !wrong.includes(name) ? [HINTS[name]] : []));
}

/** What was written, when it has the form of a scope: anything may have been pasted there. */
function quoted(text: string): string {
  return /^[A-Za-z]{1,30}(\.[A-Za-z]{1,30}){1,3}$/.test(text) ? text : 'something';
}
