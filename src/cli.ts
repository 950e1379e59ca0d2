import { nearest } from './tools/nearest.js';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'serve'; readonly demo: boolean; readonly demoUsers: number }
  | { readonly kind: 'demo'; readonly demoUsers: number }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly message: string };

export const DEMO_USERS = { least: 1_000, most: 100_000, standard: 1_000 };

export const commands: Readonly<Record<string, string>> = {
  serve: 'Serve MCP on stdin and stdout (the default).',
  demo: 'Ask a demo org some twenty questions through a real MCP client and show the answers.',
};

export const flags: Readonly<Record<string, { readonly value?: string; readonly description: string }>> = {
  '--demo': { description: 'Serve a generated demo org instead of a tenant; needs no credentials.' },
  '--demo-users': { value: 'N', description: `Users in the demo org, ${DEMO_USERS.least} to ${DEMO_USERS.most}. Default ${DEMO_USERS.standard}.` },
  '--help': { description: 'Show this help.' },
  '--version': { description: 'Show the version.' },
};

/** Reads the arguments behind the program's name. */
export function parseCommandLine(args: readonly string[]): Command {
  let command = 'serve';
  let demo = false;
  let demoUsers = DEMO_USERS.standard;
  const rest = args.flatMap((arg) => (/^--[^=]+=/.test(arg) ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg]));
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--help' || arg === '-h') return { kind: 'help' };
    if (arg === '--version' || arg === '-v') return { kind: 'version' };
    if (arg === '--demo') demo = true;
    else if (arg === '--demo-users') {
      demoUsers = Number(rest.shift());
      if (!Number.isInteger(demoUsers) || demoUsers < DEMO_USERS.least || demoUsers > DEMO_USERS.most) {
        return wrong(`--demo-users takes a whole number from ${DEMO_USERS.least} to ${DEMO_USERS.most}.`);
      }
    } else if (arg.startsWith('-')) return wrong(`Unknown flag ${JSON.stringify(arg)}.${suggestion(arg, Object.keys(flags))}`);
    else if (Object.hasOwn(commands, arg)) command = arg;
    else return wrong(`Unknown command ${JSON.stringify(arg)}.${suggestion(arg, Object.keys(commands))}`);
  }
  return command === 'demo' ? { kind: 'demo', demoUsers } : { kind: 'serve', demo, demoUsers };
}

function suggestion(written: string, names: readonly string[]): string {
  const [near] = nearest(written, names, 1);
  return near === undefined ? ' See --help.' : ` Did you mean ${near}? See --help.`;
}

function wrong(message: string): Command {
  return { kind: 'wrong', message };
}
