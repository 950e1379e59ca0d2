import { Client as ModernClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernTransport } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { tools } from '../../src/tools/index.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAIN } from '../support/host.js';
import { json, RudeOrg } from '../support/rude-org.js';

const USER = '00u1234567890abcdefg';
let org: RudeOrg;
beforeAll(async () => { org = await RudeOrg.start((_, response) => { json(response, 200, { id: USER }); }); });
afterAll(() => org.close());

const info = { name: 'test', version: '1' };
const command = (): { command: string; args: string[]; env: Record<string, string>; stderr: 'ignore' } => ({ command: process.execPath, args: [MAIN], env: org.env, stderr: 'ignore' });

test.each<[string, ConstructorParameters<typeof ModernClient>[1], boolean]>([
  ['left to itself', {}, false],
  ['asked to find the newest revision', { versionNegotiation: { mode: 'auto' } }, true],
  ['pinned to 2026-07-28', { versionNegotiation: { mode: { pin: '2026-07-28' } } }, true],
])('the v2 client, %s, lists and calls', async (_, options, modern) => {
  const client = new ModernClient(info, options);
  await client.connect(new ModernTransport(command()));
  expect(client.getNegotiatedProtocolVersion()).toBe(modern ? '2026-07-28' : '2025-11-25');
  expect((await client.listTools()).tools).toHaveLength(tools.length);
  const result = await client.callTool({ name: 'get_okta_user', arguments: { user_id: USER } });
  expect(result.structuredContent).toEqual({ user: { id: USER } });
  expect(await client.callTool({ name: 'get_okta_user', arguments: { nobody: 'x' } })).toMatchObject({ isError: true });
  await client.close();
});

test('the v1 client lists and calls, and checks answers and errors against the output schemas', async () => {
  const client = new Client(info);
  await client.connect(new StdioClientTransport(command()));
  expect((await client.listTools()).tools).toHaveLength(tools.length);
  expect((await client.callTool({ name: 'get_okta_user', arguments: { user_id: USER } })).structuredContent).toEqual({ user: { id: USER } });
  expect(await client.callTool({ name: 'get_okta_user', arguments: {} })).toMatchObject({ isError: true });
  await client.close();
});
