import { copyFileSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import type { Command } from '../cli.js';
import { namedEnvironment, type Environment } from '../environment.js';
import { unknownName } from '../flags.js';
import { alone, HostFileError, merged } from '../hosts/host-file.js';
import { HOSTS, hosts, type EntrySettings, type HostName, type Launch } from '../hosts/hosts.js';
import { settingDocs } from '../settings.js';
import { orgOrigin } from '../org-url.js';
import type { Screen } from '../terminal/screen.js';
import { withNotes } from './settings-notes.js';

type ConfigCommand = Extract<Command, { kind: 'config' }>;

/**
 * Prints the entry for a host, or merges it into the host's file and keeps a backup. A secret is never printed or written: the entry
 * says where the host finds it. Returns the exit code.
 */
export function config({ host: name, org, write, file }: ConfigCommand, screen: Screen): number {
  if (name === undefined || !isHost(name)) {
    screen.err(name === undefined ? `Name a host: config ${HOSTS.join(' | ')}.` : unknownName('host', name, HOSTS, `The hosts are ${HOSTS.join(', ')}.`));
    return 2;
  }
  const host = hosts[name];
  const settings = entrySettings(withNotes(namedEnvironment(org.settingsFile), screen), org);
  const program = launch();
  if (program.args.some((arg) => arg.includes(`${sep}_npx${sep}`))) screen.err("This program runs from npx's cache, which npm empties at times: install it (npm install -g) and run config again.");
  const edits = host.edits(program, settings);
  if (!settings.demo && settings.settingsFile === undefined) screen.err(host.secrets(settings.secrets));
  if (!write) {
    screen.out(JSON.stringify(alone(edits), null, 2));
    return 0;
  }
  const path = resolve(file ?? host.file);
  try {
    const backup = mergeInto(path, (text) => merged(text, edits));
    screen.err(`${host.title}: the entry stands in ${path}${backup === undefined ? '' : `; what was there before is in ${backup}`}. Restart ${host.title} to use it.`);
    return 0;
  } catch (error) {
    screen.err(`${path} was not changed. ${error instanceof HostFileError ? error.message : 'It cannot be read or written.'} Mend it, or name another with --file.`);
    return 1;
  }
}

/** GUI hosts do not have the shell's PATH: the entry names this Node and this program by their full paths. */
function launch(): Launch {
  return { command: process.execPath, args: [realpathSync(process.argv[1] ?? '')] };
}

function entrySettings(given: Environment, { demoUsers, settingsFile }: ConfigCommand['org']): EntrySettings {
  const nothing = { plain: {}, secrets: [], settingsFile: undefined };
  if (demoUsers !== undefined) return { ...nothing, demo: true };
  const named = Object.entries(settingDocs).filter(([name]) => given.sourceOf(name) !== undefined);
  if (settingsFile !== undefined) return { ...nothing, demo: false, settingsFile: resolve(settingsFile) };
  const plain = Object.fromEntries(named.flatMap(([name, { secret }]): [string, string][] => (secret === true ? [] : [[name, given.values[name] ?? '']])));
  const secrets = named.filter(([, { secret }]) => secret === true).map(([name]) => name);
  // What is no address may be a token that was pasted there.
  const address = orgOrigin(plain['OKTA_CLIENT_ORGURL'] ?? '');
  return { demo: false, plain: { ...plain, OKTA_CLIENT_ORGURL: address.ok ? address.origin : 'https://your-org.okta.com' }, secrets: secrets.length === 0 ? ['OKTA_API_TOKEN'] : secrets, settingsFile: undefined };
}

/** Replaces a file in one step, so that a host that reads it meanwhile sees the old or the new one. Returns the backup's path. */
function mergeInto(named: string, change: (text: string) => string): string | undefined {
  const before = readIfThere(named);
  // A link stays one: people keep such files elsewhere.
  const path = before === undefined ? named : realpathSync(named);
  const after = change(before ?? '');
  mkdirSync(dirname(path), { recursive: true });
  const backup = before === undefined ? undefined : `${path}.${new Date().toISOString().replace(/[:.]/g, '-')}.bak`;
  if (backup !== undefined) copyFileSync(path, backup);
  const next = `${path}.new`;
  writeFileSync(next, after, { mode: before === undefined ? 0o600 : statSync(path).mode & 0o777 });
  renameSync(next, path);
  return backup;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isHost(name: string): name is HostName {
  return Object.hasOwn(hosts, name);
}
