import { Server as ProxyServer } from 'proxy-chain';
import { generate } from 'selfsigned';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createTransport } from '../../src/okta/http.js';
import { RudeOrg } from '../support/rude-org.js';

let imposter: RudeOrg;
let proxy: ProxyServer;
beforeAll(async () => {
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], { algorithm: 'sha256', extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }] });
  imposter = await RudeOrg.start(undefined, { key: pems.private, cert: pems.cert });
  proxy = new ProxyServer({ port: 0, host: '127.0.0.1' });
  await proxy.listen();
});
afterEach(() => { vi.unstubAllEnvs(); });
afterAll(async () => {
  await imposter.close();
  await proxy.close(true);
});

test.each(['straight', 'by a proxy'])('the transport verifies the peer whatever NODE_TLS_REJECT_UNAUTHORIZED says, %s', async (way) => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  vi.stubEnv('NO_PROXY', '');
  vi.stubEnv('HTTPS_PROXY', way === 'straight' ? '' : `http://127.0.0.1:${proxy.port}`);
  const transport = createTransport(imposter.origin, 1);
  const sent = transport.send({ method: 'GET', url: `${imposter.origin}/api/v1/users`, headers: { Authorization: 'SSWS secret' } }, { signal: new AbortController().signal, timeoutMs: 10_000 });
  await expect(sent).rejects.toMatchObject({ failure: { kind: 'network', code: expect.stringMatching(/SELF_SIGNED|VERIFY/) as string } });
  expect(imposter.seen).toEqual([]);
});
