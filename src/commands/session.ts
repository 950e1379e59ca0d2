import { cursorKey, Cursors } from '../answers/cursor.js';
import { Redactor } from '../answers/redact.js';
import { cleanText } from '../answers/text.js';
import { createAudit, type Audit } from '../audit.js';
import { readConfig, type Config } from '../config.js';
import type { DemoServer } from '../demo/server/server.js';
import type { Examined } from '../doctor/examined.js';
import { sourceConflicts, type Environment } from '../environment.js';
import { fileReason } from '../files/errors.js';
import { createLog, type Log } from '../log.js';
import type { ServerFacts } from '../mcp/eras.js';
import { createServer, type ProtocolServer } from '../mcp/server.js';
import { OktaError } from '../okta/errors.js';
import { execute, type Outcome } from '../tools/execute.js';
import { describeFailure } from '../tools/failure.js';
import { InvestigationStore } from '../tools/investigation-store.js';
import type { CallContext, Runtime } from '../tools/runtime.js';
import { allowedOperations, permittedTools, scopesSentence, type Permitted } from '../tools/scopes.js';
import type { Tool } from '../tools/tool.js';
import { toolsOf } from '../tools/toolsets.js';
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { DEMO_NOTICE } from './demo-notice.js';
import { openDoor, type Door } from './door.js';

export interface SessionOptions {
  readonly environment: Environment;
  /** Users of the demo org to read; undefined for a tenant. */
  readonly demoUsers: number | undefined;
  readonly version: string;
  /** Calls are made by a person at a terminal: audit lines are written only where OKTA_AUDIT_LOG says. */
  readonly terminal?: true;
  /** Aborts when the process is about to end. */
  readonly signal: AbortSignal;
}

/** All that answers calls. */
export interface Session {
  /** The tools that are offered: those of OKTA_TOOLSETS, with OAuth those whose scopes were granted. */
  readonly tools: readonly Tool[];
  /** What further scopes would add, for the instructions; empty when none is missing. */
  readonly scopes: string;
  call(tool: Tool, args: Readonly<Record<string, unknown>>, context: CallContext): Promise<Outcome>;
  serve(facts: ServerFacts): ProtocolServer;
  /** What `doctor` examines. */
  readonly examined: Examined;
  close(): Promise<void>;
}

/** Hosts wait a minute for `initialize`: what Okta has not said by then is taken as granted. */
const SCOPES_DEADLINE_MS = 5_000;

// Most schemas parse a few objects in a process's life: compiling them by `new Function` costs more than it brings (measured).
z.config({ jitless: true });

/** Reads the configuration and opens the way to the org; with OAuth, asks which scopes were granted. */
export async function openSession({ environment, demoUsers, version, terminal, signal }: SessionOptions): Promise<Session> {
  const org = demoUsers === undefined ? undefined : await startDemo(demoUsers);
  const { config, audit } = audited(await configOf(environment, org), terminal === true);
  // At a terminal only errors are worth a line of JSON, unless somebody asked for more.
  const log = createLog(terminal === true && environment.sourceOf('LOG_LEVEL') === undefined ? 'error' : config.logLevel);
  if (terminal !== true) for (const problem of [...config.problems, ...config.warnings]) log.warn('configuration', { problem });
  const redactor = new Redactor({ paths: config.redact, ...(await pseudonymOption(config)), secrets: config.secrets });
  const door = await openDoor(config, version, (secret) => { redactor.hide(secret); });
  const permitted = await permittedBy(toolsOf(config.toolsets), door, log, signal);
  const runtime: Runtime = {
    okta: door.okta,
    operations: allowedOperations(permitted.tools, permitted.granted),
    investigations: new InvestigationStore(),
    redactor,
    cursors: new Cursors(() => keyOf(config, org)),
    maxCharacters: config.maxAnswerCharacters,
    deadlineMs: config.deadlineMs,
    ...(org === undefined ? {} : { notice: DEMO_NOTICE }),
    log,
    audit,
    auditArguments: config.auditArguments,
  };
  return {
    tools: permitted.tools,
    scopes: scopesSentence(permitted),
    call: (tool, args, context) => execute(tool, args, runtime, context),
    serve: (facts) => createServer(facts, permitted.tools, runtime),
    examined: {
      demo: org !== undefined,
      config,
      redactor,
      client: config.org === undefined ? undefined : door.okta(),
      serviceApp: door.serviceApp,
      tools: toolsOf(config.toolsets),
      failureOf: (error) => (error instanceof OktaError ? error.failure : undefined),
      describe: (error, tool) => describeFailure(error, tool, (text) => redactor.text(text)),
    },
    close: async () => { await org?.close(); },
  };
}

/** The tools of OKTA_TOOLSETS; nothing is asked of the org. */
export async function offeredTools({ values }: Environment): Promise<readonly Tool[]> {
  return toolsOf((await readConfig(values)).toolsets);
}

async function configOf(given: Environment, org: DemoServer | undefined): Promise<Config> {
  const config = await readConfig(org === undefined ? given.values : demoSettings(given.values, org));
  const problems = [...given.problems, ...(org === undefined ? sourceConflicts(given).map(cleanText) : []), ...unverified(config)];
  return problems.length === 0 ? config : { ...config, org: undefined, problems: [...problems, ...config.problems] };
}

/** Node would talk to whoever answers in the org's place (https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue). */
function unverified({ org }: Config): string[] {
  if (org?.origin.startsWith('https:') !== true || process.env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return [];
  return ['NODE_TLS_REJECT_UNAUTHORIZED=0 switches off the check of who answers for the org, so nothing is sent: unset it, and name the certificate of your own proxy or authority by NODE_EXTRA_CA_CERTS.'];
}

/** Cursors outlive the process, and no change of org, credential or redaction; the demo org is the same on every port. */
function keyOf({ org, redact }: Config, demo: DemoServer | undefined): Uint8Array {
  if (org === undefined) return randomBytes(32);
  const { credential } = org;
  const secret = credential.kind === 'api-token' ? credential.token : credential.key.key.export({ type: 'pkcs8', format: 'der' });
  return cursorKey({ secret, origin: demo === undefined ? org.origin : 'demo', redact });
}

async function pseudonymOption({ redactPseudonyms }: Config): Promise<{ pseudonym?: (text: string) => string }> {
  if (!redactPseudonyms) return {};
  const { pseudonyms } = await import('../answers/pseudonym.js');
  return { pseudonym: pseudonyms() };
}

/** With OAuth, only tools whose scopes were granted are listed; while Okta does not say, all are, and calls tell what is wrong. */
async function permittedBy(tools: readonly Tool[], { serviceApp }: Door, log: Log, signal: AbortSignal): Promise<Permitted> {
  if (serviceApp === undefined) return { tools, missing: new Map() };
  try {
    const permitted = permittedTools(tools, await serviceApp.grantedScopes({ signal: AbortSignal.any([signal, AbortSignal.timeout(SCOPES_DEADLINE_MS)]) }));
    if (permitted.missing.size > 0) log.warn('scopes not granted', { scopes: [...permitted.missing.keys()].join(' ') });
    return permitted;
  } catch (error) {
    log.warn('no access token at start', { error: error instanceof Error ? error.message : 'unknown' });
    return { tools, missing: new Map() };
  }
}

/** A call that cannot be audited as asked for is not made: an audit file that cannot be used is a wrong setting. */
function audited(config: Config, terminal: boolean): { config: Config; audit: Audit } {
  if (config.auditLog === undefined && terminal) return { config, audit: () => undefined };
  const oddities: string[] = [];
  try {
    const audit = createAudit(config.auditLog, (oddity) => { oddities.push(`The file that OKTA_AUDIT_LOG names ${oddity}.`); });
    return { config: { ...config, warnings: [...config.warnings, ...oddities] }, audit };
  } catch (error) {
    const problem = `The file that OKTA_AUDIT_LOG names ${fileReason(error)}. Name a regular file in a folder of your own.`;
    return { config: { ...config, org: undefined, problems: [...config.problems, problem] }, audit: createAudit(undefined) };
  }
}

async function startDemo(users: number): Promise<DemoServer> {
  const { startDemoServer } = await import('../demo/server/server.js');
  return startDemoServer({ users });
}

/** The settings of this machine with the demo org in the place of a tenant. */
function demoSettings(settings: Environment['values'], org: DemoServer): Record<string, string | undefined> {
  return { ...settings, OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: org.token, OKTA_CLIENT_CLIENTID: undefined, OKTA_CLIENT_PRIVATEKEY: undefined };
}
