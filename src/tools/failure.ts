import { CursorError } from '../answers/cursor.js';
import { OktaError, type OktaFailure } from '../okta/errors.js';
import { ToolError, type Tool } from './tool.js';

/** An error as the caller reads it: what failed, Okta's own words, the next step. */
export interface Failure extends Words {
  /** A short name of the kind of failure, for the log. */
  readonly outcome: string;
}

interface Words {
  /** What failed, in a sentence that begins with the tool's name. */
  readonly what: string;
  /** Okta's own words, a line each. */
  readonly quotes: readonly string[];
  readonly next: string;
}

/** Okta's text in an error is a stranger's: quoted, on its own line, and no longer than this. */
const LONGEST_QUOTE = 500;

/** Removes what must not be shown from a text; before it is cut, since half a secret is not recognised any more. */
type Clean = (text: string) => string;

/** Turns whatever a call threw into the one form of errors. Nothing of an unexpected error is shown: its message may hold anything. */
export function describeFailure(error: unknown, tool: Tool, clean: Clean): Failure {
  if (error instanceof ToolError) return { ...form(error.message, [], error.next), outcome: 'invalid' };
  if (error instanceof CursorError) return { ...form(`${tool.name} cannot go on from this cursor.`, [], error.message), outcome: 'invalid' };
  if (error instanceof OktaError) return { ...describeOkta(error.failure, tool, clean), outcome: error.failure.kind };
  return { ...form(`${tool.name} failed inside the server.`, [], 'Try again; if it stays, the log on stderr has the kind of error for a report.'), outcome: 'internal' };
}

/** The one form of errors. */
export function failureText({ what, quotes, next }: Failure): string {
  return [what, ...quotes, `Next: ${next}`].join('\n');
}

function form(what: string, quotes: readonly string[], next: string): Words {
  return { what, quotes, next };
}

function describeOkta(failure: OktaFailure, tool: Tool, clean: Clean): Words {
  switch (failure.kind) {
    case 'okta':
      return form(`${tool.name} failed: ${headline(failure)}`, quotes(failure, clean), nextStep(failure, tool));
    case 'oauth':
      return form(`${tool.name} failed: Okta gives this server's service app no access token (HTTP ${failure.status}).`, [oktaLine(failure.code, failure.summary, failure.id, clean)], oauthStep(failure));
    case 'rate-limit':
      return form(`${tool.name} failed: ${rateLimit(failure)}`, [], `Call again in ${failure.seconds} seconds.`);
    case 'network':
      return form(`${tool.name} failed: no connection to ${failure.host} (${failure.code}).`, [], networkStep(failure.code));
    case 'timeout':
      return form(`${tool.name} failed: ${failure.host} did not answer within ${failure.seconds} seconds.`, [], 'Call again, with a smaller `limit` or a narrower query if it is a list.');
    case 'malformed':
      return form(`${tool.name} failed: the answer cannot be trusted, ${failure.detail}.`, [], 'Check that OKTA_CLIENT_ORGURL is the Okta org itself and that no proxy or maintenance page answers in its place; then call again.');
    case 'scope':
      return form(`${tool.name} was stopped: the token that Okta issued may change the org, since its scope ${failure.scope ?? '(an odd name)'} is no read scope. The token is not used.`, [], `An administrator has to take that scope away from the service app (${APP} > Okta API Scopes).`);
    case 'guard':
      return form(`${tool.name} was stopped before anything was sent: ${failure.detail}.`, [], 'Check the ids in the arguments.');
  }
}

/** Which limit is spent, and by whom as far as is known: Okta counts all clients of the org together, this server knows its own share. */
function rateLimit({ concurrent, requestsSent, underWay, usage }: Extract<OktaFailure, { kind: 'rate-limit' }>): string {
  if (concurrent) return `too many requests are under way in this org at once (HTTP 429, concurrent limit); ${underWay} of them are this server's own, the others of other clients of the org.`;
  const spent = `this org's rate limit for the endpoint is spent${requestsSent > 0 ? ' (HTTP 429)' : ''}`;
  if (usage === undefined) return `${spent}; Okta does not say by whom, and all clients of the org share it.`;
  const { limit, remaining, sent } = usage;
  const others = Math.max(0, limit - remaining - sent);
  const rest = remaining === 0 ? 'none is left' : `the last ${remaining} are left to the other clients (OKTA_RATE_LIMIT_RESERVE)`;
  return `${spent}: of the ${limit} requests of the current window this server sent ${Math.min(sent, limit)}, other clients of the org about ${others}; ${rest}.`;
}

type OktaAnswer = Extract<OktaFailure, { kind: 'okta' }>;

function headline({ status, code }: OktaAnswer): string {
  if (code === 'E0000015') return `this org does not have the feature that the question needs (HTTP ${status}).`;
  switch (status) {
    case 400:
      return 'Okta does not accept the query (HTTP 400).';
    case 401:
      return 'Okta does not accept the credential (HTTP 401).';
    case 403:
      return 'the credential may not read this (HTTP 403).';
    case 404:
      return 'Okta has no such thing (HTTP 404).';
    default:
      return status >= 500 ? `Okta could not answer (HTTP ${status}).` : `Okta answered HTTP ${status}.`;
  }
}

function quotes({ code, summary, id, causes }: OktaAnswer, clean: Clean): string[] {
  if (code === undefined && summary === undefined) return [];
  const words = [summary, ...causes.filter((cause) => cause !== summary)].filter((text) => text !== undefined).join(' / ');
  return [oktaLine(code ?? 'no code', words, id, clean)];
}

function oktaLine(code: string, words: string | undefined, id: string | undefined, clean: Clean): string {
  const quoted = words === undefined || words === '' ? '' : ` ${JSON.stringify(clean(words).slice(0, LONGEST_QUOTE))}`;
  return `Okta: ${clean(code).slice(0, 60)}${quoted}${id === undefined ? '' : ` (errorId ${clean(id).slice(0, 60)})`}`;
}

const APP = 'Admin Console > Applications > the service app';

function oauthStep({ code, scopes, clockOffSeconds }: Extract<OktaFailure, { kind: 'oauth' }>): string {
  if (clockOffSeconds !== undefined) return `The user has to set this machine's clock: Okta's is ${Math.abs(clockOffSeconds)} seconds ${clockOffSeconds > 0 ? 'ahead of' : 'behind'} it, so what the app signs is not valid now.`;
  if (/^(invalid_scope|consent_required|access_denied)$/.test(code)) return `An administrator has to grant the app ${scopes.join(', ')} (${APP} > Okta API Scopes).`;
  if (code === 'invalid_client' || code === 'unauthorized_client') {
    return `The user has to check OKTA_CLIENT_CLIENTID, OKTA_CLIENT_PRIVATEKEY and OKTA_CLIENT_KEYID: the app has to be active in this org and to know the public half of this key (${APP} > General > Client Credentials).`;
  }
  return `The user has to check the settings of the app (${APP}) and OKTA_CLIENT_ORGURL.`;
}

function nextStep({ status, code, credential }: OktaAnswer, tool: Tool): string {
  if (code === 'E0000015') return 'Ask for something else: the credential is fine, the feature is not licensed or not switched on (for example on a Classic Engine org).';
  switch (status) {
    case 400:
      return `Correct the query: the description of ${tool.name} shows the syntax by examples; text stands in double quotes.`;
    case 401:
      if (credential === 'oauth') return `Call again; if it stays, the user has to check that the app is active and was granted ${tool.scopes.join(' and ')} (${APP}).`;
      return 'The user has to replace OKTA_API_TOKEN: it is wrong, revoked, of another org, or expired after 30 days without use (Admin Console > Security > API > Tokens).';
    case 403:
      return `The service app needs the scope ${tool.scopes.join(' and ')}; the app, or with an API token its owner, also needs an administrator role that can read this, such as Read-only Administrator.`;
    case 404:
      return tool.finder;
    default:
      return status >= 500 ? 'Call again; for a list with a smaller `limit` or a narrower query, since Okta answers so when a query takes too long.' : 'Correct the arguments.';
  }
}

function networkStep(code: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'Check the spelling of OKTA_CLIENT_ORGURL and the DNS of this machine.';
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|LEAF_SIGNATURE/.test(code)) return 'The TLS certificate is not trusted: behind a TLS-inspecting proxy set NODE_EXTRA_CA_CERTS to its root certificate.';
  return 'Check the network of this machine and HTTPS_PROXY / NO_PROXY; then call again.';
}
