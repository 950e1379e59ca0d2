import { commands, flags } from '../cli.js';
import { settingDocs } from '../settings.js';
import { flagRows } from './flag-help.js';
import type { Screen } from './screen.js';
import { layout } from './table.js';

/** The text of --help, made of the same tables that the command line and the configuration are read by. */
export function helpText(screen: Pick<Screen, 'width'>): string {
  return [
    'Usage: okta-mcp-server [command] [flags]',
    '',
    'A read-only Model Context Protocol server for one Okta org, over stdio; its tools also work at a terminal.',
    '',
    'Commands:',
    layout(Object.entries(commands).map(([name, { arguments: own, description }]) => [`${name}${own}`, description]), screen),
    '',
    'Flags:',
    flagRows(flags, screen),
    '',
    'Environment, or the file that --settings names (or .env in the working directory, while the environment names neither org nor credential):',
    layout(Object.entries(settingDocs).map(([name, { description }]) => [name, description]), screen),
  ].join('\n');
}
