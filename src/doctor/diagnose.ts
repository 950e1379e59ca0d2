import { cleanText } from '../answers/text.js';
import type { Config } from '../config.js';
import type { Environment } from '../environment.js';
import type { OktaClient, ReadOptions } from '../okta/client.js';
import { settingDocs } from '../settings.js';
import type { Tool } from '../tools/tool.js';
import { brief } from './brief.js';
import { apiTokenChecks, serviceAppChecks } from './credential-checks.js';
import type { Check, Diagnosis, Headroom, SettingInForce, ToolCheck } from './diagnosis.js';
import { answered, clockCheck, dnsCheck, organization, proxyCheck, tlsCheck } from './network-checks.js';
import type { Examined } from './examined.js';
import { Observations } from './observations.js';
import { sourceChecks } from './settings-checks.js';
import { toolChecks } from './tool-checks.js';

export interface DiagnoseOptions extends Examined {
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly progress: (message: string, at?: { readonly done: number; readonly total?: number }) => void;
}

/** Below this share of a rate limit, others of the org use it up. */
const LITTLE_HEADROOM = 0.2;

/** Checks everything that a tool needs, from the configuration to each read. Throws only the signal's reason. */
export async function diagnose(options: DiagnoseOptions): Promise<Diagnosis> {
  const { config, client } = options;
  const { credential: given } = config.org ?? {};
  const configuration = [...sourceChecks(options.environment, options.demo, given?.kind === 'oauth' ? given.key : undefined), ...configurationChecks(config)];
  if (client === undefined || config.org === undefined) {
    return concluded(options, configuration, options.tools.map((tool) => notTried(tool, 'the configuration')), []);
  }
  const { origin } = config.org;
  const observed = new Observations(origin);
  const read: ReadOptions = { signal: options.signal, onAnswer: observed.note, onWait: (seconds) => { options.progress(`Waiting ${seconds} s for the org's rate limit`); } };
  options.progress('Connecting');
  const dns = await dnsCheck(origin);
  const reached = await organization(client, read);
  const network = [dns, proxyCheck(origin), connectionCheck(reached, options), tlsCheck(origin, observed), clockCheck(observed, options.serviceApp !== undefined)];
  if (network.some(({ name, verdict }) => name === 'org' && verdict === 'fault')) return concluded(options, [...configuration, ...network], options.tools.map((tool) => notTried(tool, 'the connection')), observed.headroom);
  const credential = await credentialChecks(options, client, read);
  if (credential.some(({ verdict }) => verdict === 'fault')) return concluded(options, [...configuration, ...network, ...credential], options.tools.map((tool) => notTried(tool, 'the credential')), observed.headroom);
  const tools = await toolChecks({
    tools: options.tools,
    client,
    granted: await options.serviceApp?.grantedScopes(read),
    failureOf: options.failureOf,
    describe: options.describe,
    read,
    onDone: (done, total) => { options.progress('Trying what the tools read', { done, total }); },
  });
  return concluded(options, [...configuration, ...network, ...credential, ...headroomChecks(observed.headroom)], tools, observed.headroom);
}

function configurationChecks({ problems, warnings }: Config): Check[] {
  const area = 'configuration';
  if (problems.length + warnings.length === 0) return [{ area, name: 'settings', verdict: 'ok', detail: 'complete' }];
  // A problem says in one sentence what is wrong and in the next what to do.
  return [...problems.map((text): Check => ({ area, name: /\b[A-Z]+(_[A-Z]+)+\b/.exec(text)?.[0] ?? 'settings', verdict: 'fault', detail: text, next: "Set it in the environment, the host's configuration, or a file that --settings names." })), ...warnings.map((text): Check => ({ area, name: 'settings', verdict: 'warning', detail: text }))];
}

function connectionCheck(reached: Awaited<ReturnType<typeof organization>>, options: DiagnoseOptions): Check {
  const name = { area: 'network', name: 'org' } as const;
  if ('error' in reached) return answered(options.failureOf(reached.error)) ? { ...name, verdict: 'ok', detail: 'Okta answers' } : { ...name, verdict: 'fault', ...failure(options)(reached.error) };
  const { id, pipeline } = reached.org;
  const engine = pipeline === 'idx' ? 'Identity Engine' : pipeline === 'v1' ? 'Classic Engine' : undefined;
  if (engine === undefined) return { ...name, verdict: 'fault', detail: 'something answers, but not as an Okta org does', next: 'Check that OKTA_CLIENT_ORGURL is the Okta org itself.' };
  return { ...name, verdict: 'ok', detail: `Okta org ${options.redactor.text(typeof id === 'string' ? id : '')}, ${engine}` };
}

function credentialChecks(options: DiagnoseOptions, client: OktaClient, read: ReadOptions): Promise<Check[]> {
  const { config, redactor, serviceApp } = options;
  const shared = { client, redactor, read, failureOf: options.failureOf, failed: failure(options) };
  const credential = config.org?.credential;
  return serviceApp !== undefined && credential?.kind === 'oauth' ? serviceAppChecks(credential.clientId, serviceApp, shared) : apiTokenChecks(shared);
}

/** What went wrong and the next step, in the words that a tool's error has. */
function failure({ tools, describe }: DiagnoseOptions): (error: unknown) => { detail: string; next: string } {
  return (error) => {
    const [tool] = tools;
    if (tool === undefined) return { detail: 'failed', next: '' };
    return brief(describe(error, tool));
  };
}

function headroomChecks(headroom: readonly Headroom[]): Check[] {
  const [scarcest] = headroom;
  if (scarcest === undefined) return [{ area: 'rate limits', name: 'headroom', verdict: 'skipped', detail: 'the org tells none' }];
  const detail = `scarcest: ${scarcest.endpoint}, ${scarcest.remaining} of ${scarcest.limit} requests a minute left`;
  if (scarcest.remaining / scarcest.limit >= LITTLE_HEADROOM) return [{ area: 'rate limits', name: 'headroom', verdict: 'ok', detail }];
  return [{ area: 'rate limits', name: 'headroom', verdict: 'warning', detail, next: 'Something else reads this org a lot, or this server did just now: Admin Console > Reports > Rate Limits shows who. OKTA_RATE_LIMIT_RESERVE leaves more to others.' }];
}

function notTried({ name, operations }: Tool, what: string): ToolCheck {
  return operations.length === 0 ? { tool: name, verdict: 'ok', detail: 'asks nothing of the org' } : { tool: name, verdict: 'skipped', detail: `not tried, since ${what} is at fault` };
}

function concluded(options: DiagnoseOptions, checks: readonly Check[], tools: readonly ToolCheck[], headroom: readonly Headroom[]): Diagnosis {
  const faults = checks.filter(({ verdict }) => verdict === 'fault').length;
  const broken = tools.filter(({ verdict }) => verdict === 'fault' || verdict === 'skipped').length;
  const ok = faults === 0 && broken === 0;
  const warnings = [...checks, ...tools].filter(({ verdict }) => verdict === 'warning').length;
  const verdict = ok ? `All ${tools.length} tools work${warnings === 0 ? '.' : `; ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`}` : `${broken === 0 ? 'Something is at fault' : `${broken} of ${tools.length} tools do not work`}.`;
  return { ok, verdict, settings: settingsInForce(options), checks, tools, headroom };
}

/** A wrong value is not shown: anything may have been pasted there. */
function settingsInForce({ environment, config, demo, redactor }: DiagnoseOptions): SettingInForce[] {
  return Object.keys(settingDocs).map((name) => {
    const given = environment.sourceOf(name);
    const ofDemo = demo && (name === 'OKTA_CLIENT_ORGURL' || name === 'OKTA_API_TOKEN');
    const value = config.wrong.includes(name) ? 'wrong, not shown' : redactor.text(config.inForce.get(name) ?? 'not set');
    return { name, value, source: ofDemo ? 'demo org' : cleanText(given ?? 'default') };
  });
}
