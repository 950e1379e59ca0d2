import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, sep } from 'node:path';
import { cleanText } from '../answers/text.js';
import type { Command } from '../cli.js';
import { namedEnvironment, type Environment } from '../environment.js';
import { fileReason } from '../files/errors.js';
import { absolutePath } from '../files/paths.js';
import { unknownName } from '../flags.js';
import { editFile } from '../hosts/edit-file.js';
import { alone, HostFileError, merged, type Replaced } from '../hosts/host-file.js';
import { DOCKER_IMAGE, HOSTS, hosts, type Edit, type EntrySettings, type Host, type HostName, type Launch } from '../hosts/hosts.js';
import { namesVersion, nodePath } from '../hosts/node-path.js';
import { isJsonObject } from '../json.js';
import { settingDocs } from '../settings.js';
import { orgOrigin } from '../org-url.js';
import type { Screen } from '../terminal/screen.js';
import { withNotes } from './settings-notes.js';

type ConfigCommand = Extract<Command, { kind: 'config' }>;

/**
 * Prints the entry for a host, or merges it into the host's file and keeps a backup. A secret is never printed or written: the entry
 * says where the host finds it. Returns the exit code.
 */
export function config({ host: name, org, write, file }: ConfigCommand, terminal: Screen): number {
  // Paths are named in what is told, and may hold anything.
  const screen = { ...terminal, err: (text: string) => { terminal.err(cleanText(text)); } };
  if (name === undefined || !isHost(name)) {
    screen.err(name === undefined ? `Name a host: config ${HOSTS.join(' | ')}.` : unknownName('host', name, HOSTS, `The hosts are ${HOSTS.join(', ')}.`));
    return 2;
  }
  const host = hosts[name];
  const settings = entrySettings(withNotes(namedEnvironment(org.settingsFile), screen), org);
  const program = launch();
  if (program.args.some((arg) => arg.includes(`${sep}_npx${sep}`))) screen.err("This program runs from npx's cache, which npm empties at times: install it (npm install -g) and run config again.");
  const fragile = name === 'docker' ? undefined : fragilePath(program);
  if (fragile !== undefined) screen.err(`The entry names ${fragile}: after an update of Node that removes it, run config again.`);
  const edits = host.edits(program, settings);
  if (!settings.demo && settings.settingsFile === undefined) screen.err(host.secrets(settings.secrets));
  if (!write) {
    screen.out(JSON.stringify(alone(edits), null, 2));
    return 0;
  }
  return writeEntry(host, edits, program, file, screen);
}

function writeEntry(host: Host, edits: readonly Edit[], program: Launch, file: string | undefined, screen: Screen): number {
  const usual = host.file();
  if (file === undefined && usual === undefined) {
    screen.err(`Where ${host.title} keeps its file is not known, since this user has no home folder: set HOME, or name the file with --file.`);
    return 1;
  }
  const named = absolutePath(file ?? usual ?? '');
  // Such a file is in the folder the command was started in, which may come from a stranger.
  const isOfProject = file === undefined && usual !== undefined && !isAbsolute(usual);
  let replaced: readonly Replaced[] = [];
  try {
    const { path, backup, isChanged } = editFile(named, (text) => {
      const result = merged(text, edits);
      ({ replaced } = result);
      return result.text;
    }, isOfProject ? process.cwd() : undefined);
    for (const each of replaced) screen.err(replacedSentence(each, program));
    screen.err(isChanged ? `${host.title}: the entry stands in ${path}${backup === undefined ? '' : `; what was there before is in ${backup}`}. Restart ${host.title} to use it.` : `${host.title}: the entry stands in ${path} already. Nothing was changed.`);
    return 0;
  } catch (error) {
    screen.err(`${named} was not changed. ${error instanceof HostFileError ? error.message : `It ${fileReason(error)}.`} Mend it, or name another with --file.`);
    return 1;
  }
}

/** What was replaced, by the name of its program: arguments and settings may be secrets. */
function replacedSentence({ name, value }: Replaced, { args: [script = ''] }: Launch): string {
  const { command, args } = isJsonObject(value) ? value : {};
  const program = typeof command === 'string' ? basename(command) : '';
  const isOwn = Array.isArray(args) && (args.includes(script) || (program === 'docker' && args.includes(DOCKER_IMAGE)));
  if (isOwn) return `The entry "${name}" of this program that stood there is replaced.`;
  return `Another entry "${name}"${/^[\w.-]{1,40}$/.test(program) ? `, which starts ${program},` : ''} stood there and is replaced.`;
}

/** A path in the entry that the next update of Node may remove. */
function fragilePath({ command, args }: Launch): string | undefined {
  const ofNode = `${dirname(dirname(process.execPath))}${sep}`;
  return [command, ...args.filter((arg) => arg.startsWith(ofNode))].find(namesVersion);
}

/**
 * GUI hosts do not have the shell's PATH: the entry names this Node and this program by their full paths, such that an update of Node
 * leaves them standing where that can be had.
 */
function launch(): Launch {
  return { command: nodePath(process.execPath, process.env['PATH'] ?? ''), args: [realpathSync(process.argv[1] ?? '')] };
}

function entrySettings(given: Environment, { demoUsers, settingsFile }: ConfigCommand['org']): EntrySettings {
  const nothing = { plain: {}, secrets: [], settingsFile: undefined };
  if (demoUsers !== undefined) return { ...nothing, demo: true };
  const named = Object.entries(settingDocs).filter(([name]) => given.sourceOf(name) !== undefined);
  if (settingsFile !== undefined) return { ...nothing, demo: false, settingsFile: absolutePath(settingsFile) };
  const plain = Object.fromEntries(named.flatMap(([name, { secret }]): [string, string][] => (secret === true ? [] : [[name, given.values[name] ?? '']])));
  const secrets = named.filter(([, { secret }]) => secret === true).map(([name]) => name);
  // What is no address may be a token that was pasted there.
  const address = orgOrigin(plain['OKTA_CLIENT_ORGURL'] ?? '');
  return { demo: false, plain: { ...plain, OKTA_CLIENT_ORGURL: address.ok ? address.origin : 'https://your-org.okta.com' }, secrets: secrets.length === 0 ? ['OKTA_API_TOKEN'] : secrets, settingsFile: undefined };
}

function isHost(name: string): name is HostName {
  return Object.hasOwn(hosts, name);
}
