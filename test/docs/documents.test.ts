import packageJson from '../../package.json' with { type: 'json' };
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HOSTS } from '../../src/hosts/hosts.js';
import { envSample, fill, hostEntry, promptTable, resourceTable, serverJson, settingsTable, toolTable } from './documents.js';

const root = new URL('../../', import.meta.url);
const update = process.env['UPDATE_DOCS'] === '1';

function holds(name: string, make: (current: string) => string): void {
  const file = new URL(name, root);
  const current = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (update) writeFileSync(file, make(current));
  expect(readFileSync(file, 'utf8')).toBe(make(current));
}

test('.env.sample says what the configuration reads', () => {
  holds('.env.sample', () => envSample());
});

test('README has the tools, settings, prompts, resources and entries for hosts as they are', () => {
  const parts = { tools: toolTable(), settings: settingsTable(), prompts: promptTable(), resources: resourceTable(), ...Object.fromEntries(HOSTS.map((host) => [host, hostEntry(host)])) };
  holds('README.md', (current) => Object.entries(parts).reduce((text, [name, part]) => fill(text, name, part), current));
});

test('server.json says what the registry of MCP wants to know', () => {
  holds('server.json', () => serverJson());
});

test('CONTRIBUTING, SECURITY and README name only scripts and files that exist', () => {
  const documents = ['.github/CONTRIBUTING.md', '.github/SECURITY.md', 'README.md'].map((name) => readFileSync(new URL(name, root), 'utf8')).join('\n');
  const scripts = [...documents.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
  expect(scripts.length).toBeGreaterThan(10);
  expect(scripts.filter((name) => !(name! in packageJson.scripts))).toEqual([]);
  const files = [...documents.matchAll(/`((?:src|test)\/[\w./-]*)`/g)].map(([, name]) => name!);
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((name) => !existsSync(new URL(name, root)))).toEqual([]);
});

test('each attack that is tested stands beside a promise in SECURITY', () => {
  const security = readFileSync(new URL('.github/SECURITY.md', root), 'utf8');
  const attacks = readdirSync(new URL('test/attack/', root));
  expect(attacks.length).toBeGreaterThan(5);
  expect(attacks.filter((name) => !security.includes(`test/attack/${name}`))).toEqual([]);
});

test('the workflow runs CI on each version of Node that is spoken of, the oldest that is supported included', () => {
  const workflow = readFileSync(new URL('.github/workflows/ci.yml', root), 'utf8');
  expect(workflow).toContain('node: [20, 22, 24]');
  expect(workflow).toContain('run: .ci/run');
  expect(packageJson.engines.node).toBe('>=20');
});
