import { join } from 'node:path';
import type { JsonObject } from '../json.js';
import { homeFolder, xdgFolder } from '../files/private-folder.js';
import { settingDocs } from '../settings.js';

export const HOSTS = ['claude-desktop', 'claude-code', 'vscode', 'cursor', 'docker'] as const;
export type HostName = (typeof HOSTS)[number];

/** How this server is launched where it needs no container. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
}

/** What an entry says of the org. */
export interface EntrySettings {
  /** Serve the demo org, which needs no settings. */
  readonly demo: boolean;
  /** Settings that are no secrets, as they are to stand in the entry. */
  readonly plain: Readonly<Record<string, string>>;
  /** The secrets that the server needs there, by name: never their values. */
  readonly secrets: readonly string[];
  /** A file that holds the settings and secrets; the entry then names it, and nothing else. */
  readonly settingsFile: string | undefined;
}

/** A part of a host's configuration file. */
export interface Edit {
  readonly path: readonly string[];
  readonly value: JsonObject;
  /** Entries of the list at `path` with the same `id` are replaced; others stay. */
  readonly list?: true;
}

export interface Host {
  /** What it is called in sentences. */
  readonly title: string;
  /** Where its configuration usually is: a relative path in a project; undefined where that depends on a home folder that is not known. */
  readonly file: () => string | undefined;
  readonly edits: (launch: Launch, settings: EntrySettings) => readonly Edit[];
  /** Where the secrets come from when they do not stand in a file. */
  readonly secrets: (names: readonly string[]) => string;
}

/** The name that hosts know this server by. */
const NAME = 'okta';
export const DOCKER_IMAGE = 'okta-mcp-server';
export const BUNDLE = 'okta-mcp-server.mcpb';

/** Whatever a placeholder stands for, the configuration takes it as not set, and says so. */
const placeholder = (name: string): string => `your-${name.replace(/^OKTA_(CLIENT_)?/, '').toLowerCase().replaceAll('_', '-')}`;
const titleOf = (name: string): string => new Map(Object.entries(settingDocs)).get(name)?.title ?? name;
const inputId = (name: string): string => name.toLowerCase().replaceAll('_', '-');

function entry({ command, args }: Launch, { demo, settingsFile, plain, secrets }: EntrySettings, secret: (name: string) => string): JsonObject {
  if (demo) return { command, args: [...args, '--demo'] };
  if (settingsFile !== undefined) return { command, args: [...args, '--settings', settingsFile] };
  return { command, args: [...args], env: { ...plain, ...Object.fromEntries(secrets.map((name) => [name, secret(name)])) } };
}

const server = (key: string, value: JsonObject): Edit => ({ path: [key, NAME], value });

/** Every host that `config` knows, with the form of its entries (facts of each host's own documents). */
export const hosts: Readonly<Record<HostName, Host>> = {
  'claude-desktop': {
    title: 'Claude Desktop',
    file: claudeDesktopFile,
    edits: (launch, settings) => [server('mcpServers', entry(launch, settings, placeholder))],
    secrets: (names) => `Claude Desktop keeps ${names.join(' and ')} in the system's keychain when the server is installed as ${BUNDLE}. In this file it would stand in plain text: put it in a .env file that only you can read, and name that with --settings.`,
  },
  'claude-code': {
    title: 'Claude Code',
    file: () => '.mcp.json',
    edits: (launch, settings) => [server('mcpServers', entry(launch, settings, (name) => `\${${name}}`))],
    secrets: (names) => `Claude Code reads ${names.join(' and ')} from the environment it is started in.`,
  },
  vscode: {
    title: 'VS Code',
    file: () => join('.vscode', 'mcp.json'),
    edits: (launch, settings) => [
      ...(settings.demo || settings.settingsFile !== undefined ? [] : settings.secrets).map((name): Edit => ({ path: ['inputs'], list: true, value: { type: 'promptString', id: inputId(name), description: `Okta: ${titleOf(name)}`, password: true } })),
      server('servers', { type: 'stdio', ...entry(launch, settings, (name) => `\${input:${inputId(name)}}`) }),
    ],
    secrets: (names) => `VS Code asks for ${names.join(' and ')} once and keeps it in its secret storage.`,
  },
  cursor: {
    title: 'Cursor',
    file: () => inHome('.cursor', 'mcp.json'),
    edits: (launch, settings) => [server('mcpServers', entry(launch, settings, (name) => `\${env:${name}}`))],
    secrets: (names) => `Cursor reads ${names.join(' and ')} from the environment it is started in.`,
  },
  docker: {
    title: 'a container started by Claude Desktop',
    file: claudeDesktopFile,
    edits: (_, settings) => [server('mcpServers', dockerEntry(settings))],
    secrets: (names) => `Docker hands ${names.join(' and ')} on from the environment of Claude Desktop; a file that only you can read is named with --settings.`,
  },
};

/** `-i` since the server speaks on stdin, `--init` so that signals end it; values come from a file or from the environment of the host. */
function dockerEntry({ demo, settingsFile, plain, secrets }: EntrySettings): JsonObject {
  const run = ['run', '-i', '--rm', '--init'];
  if (demo) return { command: 'docker', args: [...run, DOCKER_IMAGE, '--demo'] };
  if (settingsFile !== undefined) return { command: 'docker', args: [...run, '--env-file', settingsFile, DOCKER_IMAGE] };
  return { command: 'docker', args: [...run, ...[...Object.keys(plain), ...secrets].flatMap((name) => ['-e', name]), DOCKER_IMAGE], env: { ...plain } };
}

function claudeDesktopFile(): string | undefined {
  const folder = configurationFolder();
  return folder === undefined ? undefined : join(folder, 'Claude', 'claude_desktop_config.json');
}

function configurationFolder(): string | undefined {
  if (process.platform === 'darwin') return inHome('Library', 'Application Support');
  if (process.platform === 'win32') return process.env['APPDATA'] ?? inHome('AppData', 'Roaming');
  return xdgFolder('XDG_CONFIG_HOME', '.config');
}

function inHome(...path: readonly string[]): string | undefined {
  const home = homeFolder();
  return home === undefined ? undefined : join(home, ...path);
}
