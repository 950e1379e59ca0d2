import { safeValidateMcpServersConfig, safeValidateVsCodeConfig } from '@gleanwork/mcp-config-schema';
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoServer, type DemoServer } from '../../src/demo/server/server.js';
import { HOSTS, hosts, type HostName } from '../../src/hosts/hosts.js';
import { MAIN } from '../support/host.js';
import { run } from '../support/run.js';

interface Entry { readonly command: string; readonly args: readonly string[]; readonly env?: Readonly<Record<string, string>> }

let org: DemoServer;
let folder: string;
beforeAll(async () => {
  org = await startDemoServer({ users: 1000 });
  folder = mkdtempSync(join(tmpdir(), 'hosts-'));
  // In the place of an engine: hands the container nothing but what `docker run` names, and wants stdin.
  const stub = [
    '#!/usr/bin/env node',
    "const { spawnSync } = require('node:child_process');",
    'const args = process.argv.slice(2);',
    "if (args.shift() !== 'run' || !args.includes('-i') || args.some((arg) => /^(-t|-it|-d)$/.test(arg)) || args.pop() !== 'okta-mcp-server') process.exit(125);",
    "const env = Object.fromEntries(args.flatMap((arg, index) => (args[index - 1] === '-e' ? [[arg, process.env[arg] ?? '']] : [])));",
    `process.exit(spawnSync(process.execPath, [${JSON.stringify(MAIN)}], { env, stdio: 'inherit' }).status ?? 1);`,
  ];
  writeFileSync(join(folder, 'docker'), stub.join('\n'));
  chmodSync(join(folder, 'docker'), 0o755);
});
afterAll(() => org.close());

/** What a host makes of an entry: its variables are replaced, and what the entry does not name comes from the host's environment. */
function filled(text: string, hostEnv: Readonly<Record<string, string>>): string {
  return text
    .replaceAll('/path/to/okta-mcp-server/dist/main.js', MAIN)
    .replaceAll('https://your-org.okta.com', org.origin)
    .replaceAll('your-api-token', org.token)
    .replace(/\$\{(input:|env:)?([\w-]+)\}/g, (_, __, name: string) => hostEnv[name.toUpperCase().replaceAll('-', '_')] ?? '');
}

/** Launches an entry as a host does, and asks for a user. */
function asked({ command, args, env = {} }: Entry, hostEnv: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const child = spawn(command, args, { env: { PATH: [folder, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter), ...hostEnv, ...env }, cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
  const messages = [
    { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'host', version: '1' } } },
    { jsonrpc: '2.0', method: 'notifications/initialized' },
    { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'list_okta_users', arguments: { limit: 1 } } },
  ];
  child.stdin.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => { reject(new Error(`ended with ${code}`)); });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { id, result } = JSON.parse(line) as { id?: number; result: Record<string, unknown> };
      if (id !== 2) return;
      child.stdin.end();
      resolve(result);
    });
  });
}

const entryOf = (text: string): Entry => {
  const root = JSON.parse(text) as { mcpServers?: { okta: Entry }; servers?: { okta: Entry } };
  return (root.mcpServers ?? root.servers)!.okta;
};

const readme = (): string => readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe.each(HOSTS)('the README\'s entry for %s', (name: HostName) => {
  const text = new RegExp(`<!-- ${name} -->\n\`\`\`json\n([\\s\\S]*?)\`\`\`\n<!-- /${name} -->`).exec(readme())?.[1] ?? '';
  // Only these hosts keep the token elsewhere; in Claude Desktop's file it stands in the entry.
  const hostEnv = (): Record<string, string> => (name === 'claude-desktop' ? {} : { OKTA_API_TOKEN: org.token });

  test('starts as written, once the placeholders are filled in', async () => {
    const entry = entryOf(filled(text, hostEnv()));
    expect(await asked(entry, name === 'vscode' || name === 'cursor' || name === 'claude-code' ? {} : hostEnv())).toMatchObject({ structuredContent: { page: { returned: 1, has_more: true } } });
  });

  test('is what the host takes', () => {
    const result = name === 'vscode' ? safeValidateVsCodeConfig(JSON.parse(text)) : safeValidateMcpServersConfig(JSON.parse(text));
    expect(result.success ? [] : result.error.issues).toEqual([]);
  });

  test('with its placeholders left as they are, the server says what to set', async () => {
    const { env = {} } = entryOf(text.replaceAll('/path/to/okta-mcp-server/dist/main.js', MAIN));
    const { code, stderr } = await run(['call', 'list_okta_users'], { env });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/OKTA_CLIENT_ORGURL .*placeholder[\s\S]*Next: /)]);
  });
});

test('an entry that config writes into a host\'s file starts, too', async () => {
  const file = join(folder, 'claude.json');
  const settings = join(folder, 'settings.env');
  writeFileSync(settings, `OKTA_CLIENT_ORGURL=${org.origin}\nOKTA_API_TOKEN=${org.token}\n`);
  expect((await run(['config', 'claude-desktop', '--settings', settings, '--write', '--file', file])).code).toBe(0);
  expect(await asked(entryOf(readFileSync(file, 'utf8')), {})).toMatchObject({ structuredContent: { page: { returned: 1 } } });
});

test('every host has a section of the README', () => {
  for (const name of Object.keys(hosts)) expect(readme()).toContain(`<!-- ${name} -->`);
});

test('the commands for the terminal in the README run as they are written', async () => {
  const block = /## In the terminal[\s\S]*?```sh\n([\s\S]*?)```/.exec(readme())?.[1] ?? '';
  const lines = block.trim().split('\n');
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) {
    const words = [...line.replace(/ > \S+$/, '').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare ?? '');
    expect(words.slice(0, 2)).toEqual(['node', 'dist/main.js']);
    const { code, stdout } = await run(words.slice(2));
    expect([line, code, stdout.length > 100]).toEqual([line, 0, true]);
  }
});
