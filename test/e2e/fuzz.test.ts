import fc from 'fast-check';
import { JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { expect, test } from 'vitest';
import { tools } from '../../src/tools/index.js';
import { Host } from '../support/host.js';

const names = fc.oneof(fc.constantFrom(...tools.map(({ name }) => name)), fc.string());
const methods = fc.oneof(fc.constantFrom('tools/call', 'tools/list', 'initialize', 'ping', 'notifications/cancelled', 'notifications/initialized', 'server/discover', 'resources/list', 'logging/setLevel'), fc.string());
const params = fc.oneof(fc.record({ name: names, arguments: fc.oneof(fc.dictionary(fc.constantFrom('limit', 'after', 'fields', 'search', 'user_id', 'timezone', 'time_expression', 'x'), fc.jsonValue()), fc.jsonValue()) }), fc.record({ requestId: fc.jsonValue() }), fc.record({ _meta: fc.dictionary(fc.constantFrom('io.modelcontextprotocol/protocolVersion', 'progressToken'), fc.jsonValue()) }), fc.jsonValue());
const message = fc.record({ jsonrpc: fc.constantFrom('2.0', '2.0', '2.0', '1.0'), id: fc.oneof(fc.integer(), fc.string(), fc.jsonValue()), method: methods, params }, { requiredKeys: [] });
const line = fc.oneof({ weight: 6, arbitrary: message.map((value) => JSON.stringify(value)) }, fc.jsonValue().map((value) => JSON.stringify(value)), fc.string().map((text) => text.replaceAll('\n', ' ')), fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 10)).toString('latin1')));

test('10,000 lines of nonsense: the process lives, and every line it writes is a valid message', async () => {
  const host = await Host.start({ LOG_LEVEL: 'error' });
  const lines = fc.sample(line, { numRuns: 10_000, seed: 20_261_121 });
  for (const [index, text] of lines.entries()) {
    host.child.stdin.write(Buffer.from(`${text}\n`, index % 2 === 0 ? 'utf8' : 'latin1'));
    if (index % 500 === 499) expect(await host.request('ping', undefined, `alive ${index}`), text).toMatchObject({ result: {} });
  }
  expect(await host.close()).toBe(0);
  const answered = host.stdout.trim().split('\n');
  expect(answered.length).toBeGreaterThan(3_000);
  expect(answered.filter((text) => !JSONRPCMessageSchema.safeParse(JSON.parse(text)).success)).toEqual([]);
  expect(host.stderr).not.toContain('uncaught');
  expect(host.stderr).not.toContain('internal');
});
