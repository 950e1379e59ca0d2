import { connect, createServer, type TLSSocket } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tlsCheck } from '../../src/doctor/network-checks.js';
import { Observations } from '../../src/doctor/observations.js';
import { OktaError } from '../../src/okta/errors.js';

let cert: string;
let server: ReturnType<typeof createServer>;
beforeAll(async () => {
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], { algorithm: 'sha256', extensions: [{ name: 'basicConstraints', cA: true }, { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }] });
  ({ cert } = pems);
  server = createServer({ key: pems.private, cert });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => { server.close(); });

/** What doctor says of TLS after an answer over such a connection. */
async function verdict(origin: string, options: { ca?: string; checkServerIdentity?: () => undefined }): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const socket = await new Promise<TLSSocket>((resolve, reject) => {
    const made: TLSSocket = connect({ host: '127.0.0.1', port, servername: 'localhost', rejectUnauthorized: false, ...options }, () => { resolve(made); });
    made.once('error', reject);
  });
  const observed = new Observations(origin);
  observed.note({ status: 200, headers: {}, body: '', socket, error: () => new OktaError({ kind: 'malformed', detail: '' }) }, 'users');
  socket.destroy();
  return tlsCheck(origin, observed).verdict;
}

test('TLS is ok for a peer whose certificate was verified, chain and name', async () => {
  expect(await verdict('https://localhost', { ca: cert })).toBe('ok');
  expect(await verdict('https://localhost', {})).toBe('fault');
  expect(await verdict('https://acme.okta.com', { ca: cert, checkServerIdentity: () => undefined })).toBe('fault');
  expect(tlsCheck('https://localhost', new Observations('https://localhost')).verdict).toBe('skipped');
});
