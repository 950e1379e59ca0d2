import { commands, flags } from './cli.js';
import { settingDocs } from './config.js';

/** The text of --help, made of the same tables that the command line and the configuration are read by. */
export function helpText(): string {
  const row = (name: string, text: string): string => `  ${name.padEnd(30)} ${text}`;
  return [
    'Usage: okta-mcp-server [command] [flags]',
    '',
    'A read-only Model Context Protocol server for one Okta org, over stdio.',
    '',
    'Commands:',
    ...Object.entries(commands).map(([name, text]) => row(name, text)),
    '',
    'Flags:',
    ...Object.entries(flags).map(([name, { value, description }]) => row(value === undefined ? name : `${name} ${value}`, description)),
    '',
    'Environment (or a .env file in the working directory; the environment wins):',
    ...Object.entries(settingDocs).map(([name, { description }]) => row(name, description)),
    '',
  ].join('\n');
}
