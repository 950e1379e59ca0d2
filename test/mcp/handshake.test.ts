import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import { expect, test } from 'vitest';
import { handshake, HANDSHAKE_VERSIONS } from '../../src/mcp/handshake.js';

const facts = { info: { name: 'a', title: 'A', version: '1.2.3' }, capabilities: { tools: {} }, instructions: 'Read.' };

/** What the SDK's own server answers. */
async function sdkAnswer(params: unknown): Promise<unknown> {
  const server = new Server(facts.info, { capabilities: facts.capabilities, instructions: facts.instructions });
  const [client, end] = InMemoryTransport.createLinkedPair();
  await server.connect(end);
  const answer = new Promise<unknown>((resolve) => { client.onmessage = (message) => { resolve('result' in message ? message.result : undefined); }; });
  await client.start();
  await client.send({ jsonrpc: '2.0', id: 1, method: 'initialize', params: params as Record<string, unknown> });
  const result = await answer;
  await server.close();
  return result;
}

test('the revisions are those of the SDK', () => {
  expect([...HANDSHAKE_VERSIONS]).toEqual([...SUPPORTED_PROTOCOL_VERSIONS]);
});

test.each([...SUPPORTED_PROTOCOL_VERSIONS, '1999-01-01', '2099-12-31', ''])('initialize with %j is answered as the SDK answers it', async (protocolVersion) => {
  const params = { protocolVersion, capabilities: { roots: {}, experimental: { x: {} } }, clientInfo: { name: 'c', version: '1', extra: true } };
  expect(handshake(params, facts)).toEqual(await sdkAnswer(params));
});

test.each([undefined, null, [], {}, { protocolVersion: 1, capabilities: {}, clientInfo: { name: 'c', version: '1' } }, { protocolVersion: '2025-11-25', clientInfo: { name: 'c', version: '1' } }, { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'c' } }])('params %j are refused, by the SDK too', async (params) => {
  expect(handshake(params, facts)).toBeUndefined();
  if (typeof params === 'object' && params !== null && !Array.isArray(params)) expect(await sdkAnswer(params)).toBeUndefined();
});
