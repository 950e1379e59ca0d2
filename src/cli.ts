import { faultText, parseFlags, unknownName, type Flag, type ParsedFlags } from './flags.js';

/** Where the org's settings come from. */
export interface OrgOptions {
  /** Users of a demo org that stands in for a tenant; undefined for a tenant. */
  readonly demoUsers: number | undefined;
  /** Read instead of `.env` in the working directory. */
  readonly settingsFile: string | undefined;
}

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'serve'; readonly org: OrgOptions }
  | { readonly kind: 'demo'; readonly demoUsers: number }
  | { readonly kind: 'doctor'; readonly org: OrgOptions; readonly json: boolean }
  | { readonly kind: 'tools'; readonly org: OrgOptions; readonly json: boolean }
  /** `args`: the whole command line, since a tool's own arguments are flags, too. */
  | { readonly kind: 'call'; readonly org: OrgOptions; readonly args: readonly string[] }
  | { readonly kind: 'config'; readonly host: string | undefined; readonly org: OrgOptions; readonly write: boolean; readonly file: string | undefined }
  | { readonly kind: 'audit'; readonly file: string; readonly json: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly message: string };

export const DEMO_USERS = { least: 1_000, most: 100_000, standard: 1_000 };

export const commands = {
  serve: { arguments: '', description: 'Serve MCP on stdin and stdout (the default).' },
  doctor: { arguments: '', description: 'Check the configuration, the connection, the credential and what each tool may read; exit code 0 when all tools work.' },
  tools: { arguments: '', description: 'List the tools with their scopes and what each costs in tokens.' },
  call: { arguments: ' TOOL', description: "Call a tool: its arguments are flags (call TOOL --help). Exit code 1 when the tool answers with an error." },
  config: { arguments: ' HOST', description: 'Print the entry for a host: claude-desktop, claude-code, vscode, cursor or docker.' },
  audit: { arguments: ' FILE', description: 'Verify the file that OKTA_AUDIT_LOG names and sum up what was called. Exit code 1 when a line was changed, taken out or put in.' },
  demo: { arguments: '', description: 'Ask a demo org some twenty questions through a real MCP client and show the answers.' },
} as const satisfies Readonly<Record<string, { readonly arguments: string; readonly description: string }>>;

export type CommandName = keyof typeof commands;

/** The flags of all commands, and the commands that have them. */
export const flags = {
  demo: { of: ['serve', 'doctor', 'tools', 'call', 'config'], description: 'Use a generated demo org instead of a tenant; needs no credentials.' },
  'demo-users': { of: ['serve', 'doctor', 'call', 'demo'], value: 'N', description: `Users in the demo org, ${DEMO_USERS.least} to ${DEMO_USERS.most}. Default ${DEMO_USERS.standard}.` },
  settings: { of: ['serve', 'doctor', 'tools', 'call', 'config'], value: 'FILE', description: 'Read settings from this file instead of .env in the working directory.' },
  json: { of: ['doctor', 'tools', 'call', 'audit'], description: 'Write JSON instead of a table.' },
  csv: { of: ['call'], description: 'Write CSV instead of a table.' },
  all: { of: ['call'], description: 'Go on with `after` to the end.' },
  write: { of: ['config'], description: "Merge the entry into the host's file (a backup is kept) instead of printing it." },
  file: { of: ['config'], value: 'FILE', description: "The host's file, where it is not in its usual place." },
  help: { of: ['serve', 'doctor', 'tools', 'call', 'config', 'audit', 'demo'], short: 'h', description: 'Show this help.' },
  version: { of: ['serve', 'doctor', 'tools', 'config', 'audit', 'demo'], short: 'v', description: 'Show the version.' },
} as const satisfies Readonly<Record<string, Flag & { readonly of: readonly CommandName[] }>>;

type FlagName = keyof typeof flags;

/** Reads the arguments behind the program's name. */
export function parseCommandLine(args: readonly string[]): Command {
  const parsed = parseFlags(args, flags);
  const [first = 'serve', ...rest] = parsed.positionals;
  const name = isCommand(first) ? first : undefined;
  // What stands behind `call` are its tool's arguments, too: it judges them itself.
  const judged = name !== 'call';
  if (judged && parsed.values.has('help')) return { kind: 'help' };
  if (judged && parsed.values.has('version')) return { kind: 'version' };
  if (name === undefined) return wrong([unknownName('command', first, Object.keys(commands)), ...parsed.problems, ...unknownFlags(parsed)]);
  const faults = judged ? [...parsed.problems, ...unknownFlags(parsed), ...misplacedFlags(parsed, name), ...extraArguments(name, rest), ...demoUserFaults(parsed)] : [];
  if (faults.length > 0) return wrong(faults);
  const demoUsers = demoUsersOf(parsed);
  const org = { demoUsers: parsed.values.has('demo') ? demoUsers : undefined, settingsFile: textOf(parsed, 'settings') };
  const json = parsed.values.has('json');
  switch (name) {
    case 'demo':
      return { kind: 'demo', demoUsers };
    case 'serve':
      return { kind: 'serve', org };
    case 'call':
      return { kind: 'call', org, args };
    case 'config':
      return { kind: 'config', host: rest[0], org, write: parsed.values.has('write'), file: textOf(parsed, 'file') };
    case 'audit':
      return rest[0] === undefined ? wrong(['audit takes a file: audit FILE, the one that OKTA_AUDIT_LOG names to the server.']) : { kind: 'audit', file: rest[0], json };
    default:
      return { kind: name, org, json };
  }
}

function unknownFlags({ unknown }: ParsedFlags): string[] {
  return unknown.map((flag) => unknownName('flag', flag, Object.keys(flags).map((name) => `--${name}`)));
}

/** The sentences about flags of other commands. */
export function misplacedFlags({ values }: ParsedFlags, command: CommandName): string[] {
  return [...values.keys()].filter(isFlag).filter((flag) => !flags[flag].of.some((name) => name === command)).map((flag) => `--${flag} does not belong to ${command}, but to ${flags[flag].of.join(', ')}.`);
}

function extraArguments(command: CommandName, rest: readonly string[]): string[] {
  return (commands[command].arguments === '' ? rest : rest.slice(1)).map((extra) => `${command} takes no argument ${JSON.stringify(extra)}.`);
}

/** The sentence about a number of demo users that there cannot be. */
export function demoUserFaults(parsed: ParsedFlags): string[] {
  const users = demoUsersOf(parsed);
  return Number.isInteger(users) && users >= DEMO_USERS.least && users <= DEMO_USERS.most ? [] : [`--demo-users takes a whole number from ${DEMO_USERS.least} to ${DEMO_USERS.most}.`];
}

function demoUsersOf(parsed: ParsedFlags): number {
  return numberOf(parsed, 'demo-users') ?? DEMO_USERS.standard;
}

/** The last value of a flag. */
function textOf({ values }: ParsedFlags, flag: string): string | undefined {
  const value = values.get(flag)?.at(-1);
  return typeof value === 'string' ? value : undefined;
}

function numberOf(parsed: ParsedFlags, flag: FlagName): number | undefined {
  const text = textOf(parsed, flag);
  return text === undefined ? undefined : Number(text);
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

function isFlag(name: string): name is FlagName {
  return Object.hasOwn(flags, name);
}

function wrong(faults: readonly string[]): Command {
  return { kind: 'wrong', message: faultText(faults) };
}
