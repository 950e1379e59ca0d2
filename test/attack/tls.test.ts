import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server as ProxyServer } from 'proxy-chain';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Diagnosis } from '../../src/doctor/diagnosis.js';
import { Host } from '../support/host.js';
import { json, RudeOrg } from '../support/rude-org.js';
import { run } from '../support/run.js';
import { serviceApp } from '../support/service-app.js';

/* Somebody answers in the org's place, on a machine whose user once switched the check of certificates off to get rid of an error. */

let folder: string;
let ca: string;
let imposter: RudeOrg;
let proxy: ProxyServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tls-'));
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], { algorithm: 'sha256', extensions: [{ name: 'basicConstraints', cA: true }, { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }] });
  ca = join(folder, 'ca.pem');
  writeFileSync(ca, pems.cert);
  imposter = await RudeOrg.start(({ url }, response) => { json(response, 200, /well-known/.test(url) ? { id: '00o1', pipeline: 'idx' } : /users\/me/.test(url) ? { id: '00u1', profile: { login: 'a@b.c' } } : []); }, { key: pems.private, cert: pems.cert });
  proxy = new ProxyServer({ port: 0, host: '127.0.0.1' });
  await proxy.listen();
});
afterAll(async () => {
  await imposter.close();
  await proxy.close(true);
  rmSync(folder, { recursive: true });
});

async function ask(env: Record<string, string>): Promise<{ text: string; diagnosis: Diagnosis }> {
  const host = await Host.start(env);
  const { text } = await host.call('list_okta_users');
  await host.request('resources/read', { uri: 'okta://org' });
  await host.close();
  const { stdout } = await run(['doctor', '--json'], { env });
  return { text, diagnosis: JSON.parse(stdout) as Diagnosis };
}

test('verification that is switched off is refused with a sentence, with a token and a service app, straight and by a proxy: nothing is sent', async () => {
  const { env: app } = await serviceApp();
  for (const env of [imposter.env, { ...app, OKTA_CLIENT_ORGURL: imposter.origin }, { ...imposter.env, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }, { ...imposter.env, NODE_EXTRA_CA_CERTS: ca }]) {
    const { text, diagnosis } = await ask({ ...env, NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    expect(text).toMatch(/NODE_TLS_REJECT_UNAUTHORIZED=0 switches off the check[^.]*nothing is sent: unset it[^.]*NODE_EXTRA_CA_CERTS\./);
    expect(diagnosis.checks).toContainEqual(expect.objectContaining({ area: 'configuration', name: 'NODE_TLS_REJECT_UNAUTHORIZED', verdict: 'fault' }));
    expect(diagnosis.checks.filter(({ name }) => name === 'TLS')).toEqual([]);
    expect(imposter.seen).toEqual([]);
  }
});

test.each(['1', '', 'false'])('NODE_TLS_REJECT_UNAUTHORIZED=%j leaves the check on', async (value) => {
  const { text, diagnosis } = await ask({ ...imposter.env, NODE_TLS_REJECT_UNAUTHORIZED: value });
  expect(text).toMatch(/no connection to localhost:\d+ \(\w*(SELF_SIGNED|VERIFY)\w*\)/);
  expect(diagnosis.checks.find(({ name }) => name === 'TLS')?.verdict).toBe('skipped');
  expect(imposter.seen).toEqual([]);
});

test('it does not matter to an org on this machine without TLS, nor to the demo org', async () => {
  const plain = await RudeOrg.start();
  const host = await Host.start({ ...plain.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' });
  expect((await host.list('list_okta_users')).rows).toEqual([]);
  await host.close();
  await plain.close();
  const demo = await run(['--demo', 'call', 'list_okta_users', '--limit', '1', '--json'], { env: { ...imposter.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
  expect([demo.code, imposter.seen]).toEqual([0, []]);
});

test('doctor says ok of TLS for a peer that was verified', async () => {
  const { diagnosis } = await ask({ ...imposter.env, NODE_EXTRA_CA_CERTS: ca, OKTA_TOOLSETS: 'users,time' });
  expect(diagnosis.checks.find(({ name }) => name === 'TLS')).toMatchObject({ verdict: 'ok', detail: expect.stringContaining('certificate by localhost') as string });
  imposter.seen.length = 0;
});
