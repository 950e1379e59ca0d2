import { operations, type Operation } from '../okta/operations.js';
import type { Failure } from '../tools/failure.js';
import type { Tool } from '../tools/tool.js';
import { brief } from './brief.js';
import type { ToolCheck } from './diagnosis.js';
import { probe, type ProbeOptions, type ProbeResult } from './probes.js';

export interface ToolCheckOptions extends ProbeOptions {
  readonly tools: readonly Tool[];
  /** Scopes of the access token; undefined with an API token. */
  readonly granted: readonly string[] | undefined;
  readonly describe: (error: unknown, tool: Tool) => Failure;
  readonly onDone: (done: number, total: number) => void;
}

const GRANT = 'Admin Console > Applications > the service app > Okta API Scopes';

/** Tries the smallest read of everything that the tools read, and tells for each tool whether it is permitted. */
export async function toolChecks(options: ToolCheckOptions): Promise<ToolCheck[]> {
  const { tools, granted } = options;
  const has = (operation: Operation): boolean => granted === undefined || granted.includes(operations[operation].scope ?? '');
  const wanted = [...new Set(tools.flatMap((tool) => tool.operations))].filter(has);
  const results = await probe(wanted, options, options.onDone);
  return tools.map((tool) => checked(tool, results, options));
}

interface Refused {
  readonly operation: Operation;
  readonly error: unknown;
}

function checked(tool: Tool, results: ReadonlyMap<Operation, ProbeResult>, options: ToolCheckOptions): ToolCheck {
  const { granted } = options;
  const name = { tool: tool.name };
  if (tool.operations.length === 0) return { ...name, verdict: 'ok', detail: 'asks nothing of the org' };
  const missing = granted === undefined ? [] : tool.scopes.filter((scope) => !granted.includes(scope));
  const refused = tool.operations.flatMap((operation): Refused[] => {
    const result = results.get(operation);
    return result?.kind === 'refused' ? [{ operation, error: result.error }] : [];
  });
  const lacking = new Set([...missing, ...refused.map(({ operation }) => operations[operation].scope)]).size;
  if (lacking === 0) {
    const tried = tool.operations.some((operation) => results.get(operation)?.kind === 'permitted');
    return { ...name, verdict: 'ok', detail: tried ? 'permitted' : 'not refused; the org has nothing to try it on' };
  }
  const partly = tool.anyScope && lacking < tool.scopes.length;
  const verdict = partly ? 'warning' : 'fault';
  const part = partly ? `${tool.scopes.length - lacking} of ${tool.scopes.length} kinds permitted; ` : '';
  if (missing.length > 0) return { ...name, verdict, detail: `${part}not granted: ${missing.join(', ')}`, next: `Grant the service app ${missing.join(' and ')} (${GRANT}), or leave the tool out with OKTA_TOOLSETS.` };
  return { ...name, verdict, ...refusal(tool, refused, part, options) };
}

/** What was refused and the next step: the role that is missing, else what the error itself says. */
function refusal(tool: Tool, refused: readonly Refused[], part: string, { granted, failureOf, describe }: ToolCheckOptions): { detail: string; next: string } {
  const forbidden = refused.filter(({ error }) => {
    const failure = failureOf(error);
    return failure?.kind === 'okta' && failure.status === 403;
  });
  const [first] = forbidden.length > 0 ? forbidden : refused;
  if (forbidden.length > 0) {
    const kinds = [...new Set(forbidden.map(({ operation }) => kindOf(operation)))].join(', ');
    return { detail: `${part}may not read ${kinds} (HTTP 403)`, next: `${granted !== undefined ? 'The service app' : 'The owner of the API token'} needs an administrator role that can read ${kinds}, such as Read-only Administrator (Admin Console > Security > Administrators).` };
  }
  const { detail, next } = brief(describe(first?.error, tool));
  return { detail: `${part}${first?.operation ?? ''}: ${detail}`, next };
}

/** `apps` of `okta.apps.read`. */
function kindOf(operation: Operation): string {
  return operations[operation].scope?.split('.')[1] ?? 'org';
}
