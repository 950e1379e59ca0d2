import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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
