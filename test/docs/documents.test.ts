import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { envSample, fill, settingsTable, toolTable } from './documents.js';

const root = new URL('../../', import.meta.url);
const update = process.env['UPDATE_DOCS'] === '1';

function holds(name: string, make: (current: string) => string): void {
  const file = new URL(name, root);
  const current = readFileSync(file, 'utf8');
  if (update) writeFileSync(file, make(current));
  expect(readFileSync(file, 'utf8')).toBe(make(current));
}

test('.env.sample says what the configuration reads', () => {
  holds('.env.sample', () => envSample());
});

test('README has the tools and settings as they are', () => {
  holds('README.md', (current) => fill(fill(current, 'tools', toolTable()), 'settings', settingsTable()));
});
