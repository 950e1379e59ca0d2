import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Host } from '../support/host.js';
import { json, RudeOrg } from '../support/rude-org.js';
import { serviceApp } from '../support/service-app.js';

const USER = '00u1234567890abcdefg';
let org: RudeOrg;
let host: Host;

beforeEach(async () => {
  org = await RudeOrg.start((_, response) => { json(response, 200, { id: USER }); });
});
afterEach(async () => {
  host.child.kill('SIGKILL');
  await org.close();
});

/** The messages that come without being an answer to a request of ours: errors without an id. */
async function nextNotification(from: number): Promise<unknown> {
  for (let waited = 0; host.notifications.length <= from && waited < 3000; waited += 20) await new Promise((resolve) => setTimeout(resolve, 20));
  return host.notifications[from];
}

test.each<[string, string, number]>([
  ['malformed JSON', '{"jsonrpc":"2.0",', -32700],
  ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600],
  ['JSON that is no message', '42', -32600],
  ['another JSON-RPC', '{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600],
  ['an id that is null', '{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600],
  ['an id that is a fraction', '{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600],
  ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600],
])('%s gets an error and the next request its answer', async (_, line, code) => {
  host = await Host.start(org.env);
  host.send(line);
  expect(await nextNotification(0)).toMatchObject({ error: { code } });
  expect(await host.request('ping')).toMatchObject({ result: {} });
});

test('a blank line, a byte order mark, invalid UTF-8 and keys no one knows do no harm', async () => {
  host = await Host.start(org.env);
  host.send('');
  host.child.stdin.write(Buffer.concat([Buffer.from('{"jsonrpc":"2.0","id":"u","method":"ping","params":{"x":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}}\n')]));
  expect(await host.request('ping', undefined, 'bom')).toMatchObject({ id: 'bom' });
  host.send('\ufeff{"jsonrpc":"2.0","id":"later","method":"ping","extra":1}');
  expect(await host.request('ping')).toMatchObject({ result: {} });
  expect(host.stdout).toContain('"id":"later"');
});

test('a line of 60 MB is refused and the connection lives', async () => {
  host = await Host.start(org.env);
  host.child.stdin.write(`{"jsonrpc":"2.0","id":7,"method":"ping","params":{"x":"${'y'.repeat(60_000_000)}"}}\n`);
  expect(await nextNotification(0)).toMatchObject({ error: { code: -32600, message: expect.stringContaining('16 MiB') } });
  expect(await host.request('ping')).toMatchObject({ result: {} });
});

test('unknown methods, unknown tools, malformed params and a second initialize are JSON-RPC errors', async () => {
  host = await Host.start(org.env);
  expect(await host.request('no/such')).toMatchObject({ error: { code: -32601 } });
  expect(await host.request('tools/call', { name: 'delete_okta_user' })).toMatchObject({ error: { code: -32602 } });
  expect(await host.request('tools/call', { name: 'constructor' })).toMatchObject({ error: { code: -32602 } });
  for (const params of [undefined, {}, { name: 5 }, { name: 'get_okta_user', arguments: null }, { name: 'get_okta_user', arguments: [] }, { name: 'get_okta_user', arguments: 'x' }, 'x', []]) {
    expect(await host.request('tools/call', params)).toMatchObject({ error: { code: -32602 } });
  }
  expect(await host.request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } })).toMatchObject({ error: { code: -32600 } });
});

test('an id that is under way is refused, and free again afterwards', async () => {
  host = await Host.start(org.env);
  org.behave = (_, response) => { setTimeout(() => { json(response, 200, { id: USER }); }, 300); };
  const first = host.request('tools/call', { name: 'get_okta_user', arguments: { user_id: USER } }, 'same');
  await new Promise((resolve) => setTimeout(resolve, 100));
  host.send({ jsonrpc: '2.0', id: 'same', method: 'ping' });
  expect(await first).toMatchObject({ error: { code: -32600 } });
  const again = async (): Promise<unknown> => host.request('ping', undefined, 'same');
  await vi.waitFor(async () => { expect(await again()).toMatchObject({ result: {} }); }, { timeout: 5_000, interval: 100 });
});

test.each([0, 1, 'text'])('cancelling the call with id %j aborts its request to the org and sends no answer', async (id) => {
  host = new Host(org.env);
  await host.initialize();
  org.behave = () => undefined;
  void host.request('tools/call', { name: 'get_okta_user', arguments: { user_id: USER } }, id);
  for (let waited = 0; org.seen.length === 0 && waited < 3000; waited += 20) await new Promise((resolve) => setTimeout(resolve, 20));
  const before = host.stdout;
  host.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id, reason: 'enough' } });
  for (let waited = 0; org.seen[0]?.aborted !== true && waited < 3000; waited += 20) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(org.seen[0]?.aborted).toBe(true);
  expect(await host.request('ping', undefined, 'after')).toMatchObject({ result: {} });
  expect(host.stdout.slice(before.length).trim().split('\n')).toHaveLength(1);
});

test('100 calls at once are all answered, with no more than the limit under way', async () => {
  let open = 0;
  let most = 0;
  org.behave = (_, response) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => { open -= 1; json(response, 200, { id: USER }); }, 20);
  };
  host = await Host.start({ ...org.env, OKTA_CONCURRENT_LIMIT: '7' });
  const answers = await Promise.all(Array.from({ length: 100 }, () => host.call('get_okta_user', { user_id: USER })));
  expect(answers.filter(({ isError }) => isError)).toEqual([]);
  expect(most).toBe(7);
});

test.each<[string, (started: Host) => void, number]>([
  ['the end of stdin', (started) => { started.child.stdin.end(); }, 0],
  ['a broken stdout', (started) => { started.child.stdout.destroy(); started.send({ jsonrpc: '2.0', id: 'x', method: 'ping' }); }, 0],
  // The codes prove a handler, which process 1 of a container needs to be stoppable: the default disposition has none.
  ['SIGTERM', (started) => { started.child.kill('SIGTERM'); }, 143],
  ['SIGINT', (started) => { started.child.kill('SIGINT'); }, 130],
  ['SIGHUP', (started) => { started.child.kill('SIGHUP'); }, 129],
])('%s ends the process with a call under way, and its request', async (_, leave, code) => {
  org.behave = () => undefined;
  host = await Host.start(org.env);
  void host.request('tools/call', { name: 'get_okta_user', arguments: { user_id: USER } });
  for (let waited = 0; org.seen.length === 0 && waited < 3000; waited += 20) await new Promise((resolve) => setTimeout(resolve, 20));
  leave(host);
  expect(await host.exited).toBe(code);
  expect(org.seen[0]?.aborted).toBe(true);
});

test('an answer to the last request still comes when stdin ends right behind it', async () => {
  host = new Host(org.env);
  const reply = host.request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } });
  const call = host.request('tools/call', { name: 'get_current_time', arguments: {} });
  host.child.stdin.end();
  expect(await reply).toMatchObject({ result: { serverInfo: { name: 'okta-mcp-server' } } });
  expect(await call).toMatchObject({ result: { structuredContent: { time: {} } } });
  expect(await host.exited).toBe(0);
});

const modern = (version: string): Record<string, unknown> => ({ _meta: { 'io.modelcontextprotocol/protocolVersion': version, 'io.modelcontextprotocol/clientCapabilities': {} } });

test('the stateless revision is served without a handshake', async () => {
  host = new Host(org.env);
  expect(await host.request('server/discover', modern('2026-07-28'))).toMatchObject({
    result: { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: { tools: {} }, ttlMs: expect.any(Number), cacheScope: 'private', _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'okta-mcp-server' } } },
  });
  expect(await host.request('tools/list', modern('2026-07-28'))).toMatchObject({ result: { resultType: 'complete', ttlMs: expect.any(Number), cacheScope: 'private' } });
  expect(await host.request('tools/call', { name: 'get_okta_user', arguments: { user_id: USER }, ...modern('2026-07-28') })).toMatchObject({ result: { resultType: 'complete', structuredContent: { user: { id: USER } } } });
  expect(await host.request('tools/list', modern('2030-01-01'))).toMatchObject({ error: { code: -32022, data: { supported: ['2026-07-28'], requested: '2030-01-01' } } });
  expect(await host.request('ping', modern('2026-07-28'))).toMatchObject({ error: { code: -32601 } });
  const incomplete = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } };
  for (const [method, params] of [['server/discover', {}], ['server/discover', undefined], ['server/discover', incomplete], ['tools/list', incomplete]] as const) {
    expect(await host.request(method, params)).toMatchObject({ error: { code: -32602, message: expect.stringContaining('clientCapabilities') } });
  }
});

test.each(['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'])('initialize speaks %s', async (version) => {
  host = new Host(org.env);
  expect(await host.request('initialize', { protocolVersion: version, capabilities: {}, clientInfo: { name: 'x', version: '1' } })).toMatchObject({ result: { protocolVersion: version } });
});

test('initialize with a version no one knows is answered with one the server speaks', async () => {
  host = new Host(org.env);
  expect(await host.request('initialize', { protocolVersion: '1900-01-01', capabilities: {}, clientInfo: { name: 'x', version: '1' } })).toMatchObject({ result: { protocolVersion: '2025-11-25' } });
});

test('ten starts and kills in a row, at any moment, leave no process behind', async () => {
  org.behave = () => undefined;
  const pids: number[] = [];
  for (let run = 0; run < 10; run += 1) {
    const one = new Host(org.env, run % 3 === 0 ? ['--demo'] : []);
    host = one;
    pids.push(one.child.pid!);
    if (run >= 4) {
      await one.initialize();
      void one.request('tools/call', { name: 'get_okta_user', arguments: { user_id: USER } });
    }
    await new Promise((resolve) => setTimeout(resolve, run * 30));
    if (run % 2 === 0) one.child.kill('SIGTERM');
    else one.child.stdin.end();
    await one.exited;
  }
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('while a service app waits for its token, requests are kept, and the end of stdin or a signal still ends the process', async () => {
  const { env } = await serviceApp();
  let answerToken = (): void => undefined;
  org.behave = ({ url }, response) => {
    if (url === '/oauth2/v1/token') answerToken = () => { json(response, 200, { token_type: 'Bearer', access_token: 'a-token-that-came-late', expires_in: 3600 }); };
    else json(response, 200, { id: USER });
  };
  const asked = async (count: number): Promise<void> => { while (org.seen.length < count) await new Promise((resolve) => setTimeout(resolve, 10)); };
  const late = { ...env, OKTA_CLIENT_ORGURL: org.origin };
  host = new Host(late);
  const started = host.initialize();
  await asked(1);
  answerToken();
  expect(await started).toMatchObject({ serverInfo: { name: 'okta-mcp-server' } });
  expect(await host.one('get_okta_user', { user_id: USER })).toEqual({ user: { id: USER } });
  await host.close();
  for (const [end, code, requests] of [[(one: Host): void => { one.child.stdin.end(); }, 0, 3], [(one: Host): void => { one.child.kill('SIGTERM'); }, 143, 4]] as const) {
    host = new Host(late);
    await asked(requests);
    const begun = Date.now();
    end(host);
    expect(await host.exited).toBe(code);
    expect(Date.now() - begun).toBeLessThan(5_000);
    expect(org.seen[requests - 1]?.aborted).toBe(true);
  }
});

test('messages that come while the server is being loaded, and those after them, are each handled once', async () => {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } };
  for (const pause of [0, 0, 5, 20]) {
    host = new Host({ ...org.env, LOG_LEVEL: 'error' });
    const sent = org.seen.length;
    const started = host.request('initialize', params, 'init');
    await new Promise((resolve) => setTimeout(resolve, pause));
    host.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    const calls = ['a', 'b', 'c'].map((id) => host.request('tools/call', { name: 'get_okta_user', arguments: { user_id: USER } }, id));
    expect(await started).toMatchObject({ result: { protocolVersion: '2025-11-25' } });
    for (const call of calls) expect(await call).toMatchObject({ result: { structuredContent: { user: { id: USER } } } });
    await host.one('get_okta_user', { user_id: USER });
    await host.close();
    expect(org.seen.length - sent).toBe(4);
    expect(host.stderr.trim().split('\n')).toHaveLength(4);
    expect(host.stdout.trim().split('\n').map((line) => (JSON.parse(line) as { id: unknown }).id).sort()).toEqual([1, 'a', 'b', 'c', 'init']);
  }
});
