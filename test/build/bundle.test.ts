import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin, SourceMap, type SourceMapPayload } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { describeTool } from '../../src/mcp/describe.js';
import { tools } from '../../src/tools/index.js';
import { Host } from '../support/host.js';

const project = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(project, 'dist');
const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as Record<string, unknown>;

test('the list of tools that was written when the bundle was made is the one that the source describes', async () => {
  const host = await Host.start({});
  const { result } = await host.request('tools/list');
  expect(result?.['tools']).toEqual(JSON.parse(JSON.stringify(tools.map(describeTool))));
  await host.close();
});

test('nothing has to be installed beside the package, and nothing in it is looked for outside', () => {
  expect(manifest['dependencies']).toBeUndefined();
  for (const file of readdirSync(dist).filter((name) => name.endsWith('.js'))) {
    const wanted = [...readFileSync(join(dist, file), 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name!);
    const foreign = wanted.filter((name) => !isBuiltin(name));
    // Used where they happen to be installed.
    expect(foreign.filter((name) => !/^(gpt-tokenizer|kerberos|supports-color)/.test(name) && !existsSync(join(dist, name))), file).toEqual([]);
  }
});

test('a place in the bundle leads back to the line of the source it came from', () => {
  for (const [file, words, source] of [['session.js', 'correct the arguments', 'src/tools/arguments.ts'], ['main.js', 'Batching is not supported.', 'src/mcp/transport.ts']] as const) {
    const before = readFileSync(join(dist, file), 'utf8').split(words)[0]!.split('\n');
    const map = new SourceMap(JSON.parse(readFileSync(join(dist, `${file}.map`), 'utf8')) as SourceMapPayload);
    const entry = map.findEntry(before.length - 1, before.at(-1)!.length) as { originalSource: string; originalLine: number };
    expect(entry.originalSource).toBe(`../${source}`);
    const lines = readFileSync(join(project, source), 'utf8').split('\n');
    expect(lines.slice(entry.originalLine - 2, entry.originalLine + 3).join('\n')).toContain(words);
  }
});

test('the licences of what was bundled travel with it', () => {
  const text = readFileSync(join(dist, 'THIRD_PARTY_LICENSES.txt'), 'utf8');
  for (const name of ['@modelcontextprotocol/sdk', '@okta/okta-sdk-nodejs', 'zod', 'dotenv', 'chrono-node', 'luxon', 'jose', 'https-proxy-agent', 'proxy-from-env', 'scim2-parse-filter', 'cli-table3', 'cli-progress', 'csv-stringify', 'jsonc-parser', 'picocolors', 'string-width']) expect(text).toMatch(new RegExp(`^${name.replace('/', '\\/')} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
});

test('the package holds what it needs and nothing else', () => {
  const listing = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as unknown;
  const [packed] = (Array.isArray(listing) ? listing : Object.values(listing as object)) as { files: { path: string }[] }[];
  const paths = packed!.files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE.md', '.env.sample', 'dist/main.js', 'dist/package.json', 'dist/THIRD_PARTY_LICENSES.txt']));
  expect(paths.filter((path) => !/^(dist\/[\w-]+\.(js|js\.map|json|txt)|dist\/THIRD_PARTY_LICENSES\.txt|package\.json|README\.md|LICENSE\.md|\.env\.sample)$/.test(path))).toEqual([]);
});
