import { demoUserFaults, flags, misplacedFlags, type Command } from '../cli.js';
import { environment, type Environment } from '../environment.js';
import { faultText, parseFlags, unknownName, type ParsedFlags } from '../flags.js';
import type { JsonObject } from '../json.js';
import { allRows, type RowsOutcome } from '../terminal/all-rows.js';
import { answerTable, cell } from '../terminal/answer-table.js';
import { answerCsv } from '../terminal/csv.js';
import { flagRows } from '../terminal/flag-help.js';
import { progressBar } from '../terminal/progress-bar.js';
import type { Screen } from '../terminal/screen.js';
import { layout } from '../terminal/table.js';
import { toolArguments, toolFlags } from '../terminal/tool-flags.js';
import { argumentProblems } from '../tools/arguments.js';
import type { Tool } from '../tools/tool.js';
import { packageVersion } from '../version.js';
import { withNotes } from './settings-notes.js';

/** What suits a person at a terminal better than a model: whole answers, and time to wait for them. The user's own settings win. */
const TERMINAL_SETTINGS = { OKTA_MAX_ANSWER_CHARACTERS: '500000', OKTA_MAX_WAIT_SECONDS: '90', OKTA_CALL_DEADLINE_SECONDS: '600' };
/** Rows of a request when all are wanted. */
const PAGE_ROWS = { list: 100, report: 200 };

/**
 * Calls one tool and writes its answer to stdout: a table, JSON or CSV; notes of a CSV and errors go to stderr. Resolves to the exit code:
 * 0, 1 when the tool answers with an error, 2 when the command line is wrong. Throws the signal's reason when it is cancelled.
 */
export async function call({ org, args: commandLine }: Extract<Command, { kind: 'call' }>, screen: Screen, signal: AbortSignal): Promise<number> {
  const given = withNotes(environment(org.settingsFile), screen);
  const { offeredTools } = await import('./session.js');
  const offered = await offeredTools(given);
  const [, name] = parseFlags(commandLine, flags).positionals;
  const tool = offered.find((one) => one.name === name);
  if (tool === undefined) return usage(name, offered, commandLine, screen);
  const { describeTool } = await import('../mcp/describe.js');
  const { description = '', inputSchema } = describeTool(tool);
  const own = toolFlags(inputSchema);
  const parsed = parseFlags(commandLine, { ...flags, ...own });
  if (parsed.values.has('help')) {
    screen.out([`Usage: okta-mcp-server call ${tool.name} [flags]`, '', description, '', 'Arguments:', flagRows(own, screen), '', 'Flags:', flagRows(Object.fromEntries(Object.entries(flags).filter(([, { of }]) => of.some((one) => one === 'call'))), screen)].join('\n'));
    return 0;
  }
  const args = toolArguments(inputSchema, parsed);
  const faults = faultsOf(parsed, own, tool, args);
  if (faults.length > 0) {
    screen.err(faultText(faults, `See call ${tool.name} --help.`));
    return 2;
  }
  return run(tool, args, parsed, { ...given, values: { ...TERMINAL_SETTINGS, ...given.values } }, org.demoUsers, screen, signal);
}

async function run(tool: Tool, args: Record<string, unknown>, parsed: ParsedFlags, given: Environment, demoUsers: number | undefined, screen: Screen, signal: AbortSignal): Promise<number> {
  const { openSession } = await import('./session.js');
  const session = await openSession({ environment: given, demoUsers, version: packageVersion(), terminal: true, signal });
  const bar = progressBar();
  try {
    const context = { signal, progress: bar.report };
    const all = parsed.values.has('all') && tool.answer !== 'object';
    const outcome: RowsOutcome = all
      ? await allRows(
        (after, maxRequests) => session.call(tool, { limit: PAGE_ROWS[tool.answer], ...args, ...(maxRequests === undefined ? {} : { max_requests: maxRequests }), ...(after === undefined ? {} : { after }) }, context),
        (count) => { bar.report(`${count} rows`); },
        { maxRequests: typeof args['max_requests'] === 'number' ? args['max_requests'] : undefined },
      )
      : await session.call(tool, args, context);
    bar.end();
    if (outcome.answer !== undefined) write(outcome.answer, parsed, screen);
    if (outcome.ok) return 0;
    screen.err(screen.colours.red(outcome.text));
    if (outcome.answer !== undefined) screen.err('The rows that were read before are written; --after with their page.after (--json) goes on behind them.');
    return 1;
  } finally {
    bar.end();
    await session.close();
  }
}

function write(answer: JsonObject, { values }: ParsedFlags, screen: Screen): void {
  if (values.has('json')) screen.out(JSON.stringify(answer, null, 2));
  else if (values.has('csv')) {
    screen.out(answerCsv(answer));
    const { notes } = answer;
    if (Array.isArray(notes)) screen.err(notes.map((note) => `note: ${cell(note)}`).join('\n'));
  } else screen.out(answerTable(answer, { ...screen, rows: Infinity }));
}

/** All that is wrong with a command line, the tool's arguments included. */
function faultsOf(parsed: ParsedFlags, own: ReturnType<typeof toolFlags>, tool: Tool, args: Readonly<Record<string, unknown>>): string[] {
  const { problems, faulty, unknown, positionals, values } = parsed;
  const names = [...Object.keys(own), ...Object.keys(flags)].map((name) => `--${name}`);
  return [
    ...problems,
    ...unknown.map((flag) => unknownName('flag', flag, names)),
    ...misplacedFlags(parsed, 'call'),
    ...positionals.slice(2).map((extra) => `${tool.name} takes its arguments as flags: ${JSON.stringify(extra)} is none.`),
    ...(values.has('json') && values.has('csv') ? ['Choose --json or --csv.'] : []),
    ...demoUserFaults(parsed),
    ...argumentProblems(tool, args).filter(({ name }) => !faulty.has(name)).map(({ sentence }) => sentence),
  ];
}

function usage(name: string | undefined, offered: readonly Tool[], args: readonly string[], screen: Screen): number {
  if (name !== undefined) {
    screen.err(unknownName('tool', name, offered.map((one) => one.name), '`okta-mcp-server tools` lists them.'));
    return 2;
  }
  const text = ['Usage: okta-mcp-server call TOOL [flags]; call TOOL --help shows the flags of a tool.', '', layout(offered.map((one) => [one.name, one.title]), screen)].join('\n');
  const asked = parseFlags(args, flags).values.has('help');
  (asked ? screen.out : screen.err)(text);
  return asked ? 0 : 2;
}

