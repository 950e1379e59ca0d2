import { Socket } from 'node:net';
import sdk from '@okta/okta-sdk-nodejs';
import { expect, test } from 'vitest';
import { OktaError } from '../../src/okta/errors.js';
import { Executor } from '../../src/okta/executor.js';
import { Gate } from '../../src/okta/gate.js';
import { assertReadOnly, type OutgoingRequest } from '../../src/okta/guard.js';
import type { Transport } from '../../src/okta/http.js';

const ORIGIN = 'https://acme.okta.com';

/** A network on which everything that would leave the process is written down. */
function recordedExecutor(): { executor: Executor; left: OutgoingRequest[] } {
  const left: OutgoingRequest[] = [];
  const transport: Transport = {
    send: (request) => {
      left.push(request);
      return Promise.resolve({ status: 200, headers: {}, body: '[]', socket: new Socket(), error: () => new OktaError({ kind: 'malformed', detail: '' }) });
    },
  };
  return { executor: new Executor({ origin: ORIGIN, timeoutMs: 1000, maxWaitMs: 0 }, new Gate({ concurrency: 100, reserve: 0, maxWaitMs: 0 }), transport), left };
}

test('of every operation that the SDK has, only GETs to the org leave the process', async () => {
  const { executor, left } = recordedExecutor();
  const { signal } = new AbortController();
  const built: string[] = [];
  const httpApi = {
    send: (context: sdk.RequestContext) => {
      const method = context.getHttpMethod().toUpperCase();
      built.push(method);
      const promise = executor.fetch({ method, url: context.getUrl(), headers: {} }, { signal }).then(() => new sdk.ResponseContext(200, {}, { text: () => Promise.resolve(''), binary: () => Promise.resolve(Buffer.alloc(0)) }));
      const observable = (value: Promise<unknown>): object => ({ toPromise: () => value, pipe: (next: (result: unknown) => unknown) => observable(value.then(next)) });
      return observable(promise);
    },
  };
  const configuration: unknown = Reflect.apply(sdk.createConfiguration, undefined, [{ baseServer: new sdk.ServerConfiguration(ORIGIN, {}), httpApi }]);
  const anything: object = new Proxy({}, { get: (_, name) => (typeof name === 'string' ? 'x1' : undefined), has: () => true });
  const raw = new Proxy({}, { get: () => () => Promise.resolve([]) });
  let operations = 0;
  for (const [name, Api] of Object.entries(sdk)) {
    if (!name.endsWith('Api') || typeof Api !== 'function') continue;
    const api = Reflect.construct(Api, [configuration, undefined, raw]) as Record<string, (parameters: object) => Promise<unknown>>;
    for (const method of Object.getOwnPropertyNames(Object.getPrototypeOf(api))) {
      if (method === 'constructor') continue;
      operations += 1;
      const result = await Promise.resolve().then(() => api[method]?.(anything)).catch((error: unknown) => error);
      if (result instanceof sdk.Collection) await result.getNextPage().catch((error: unknown) => error);
    }
  }
  expect(operations).toBeGreaterThan(800);
  expect(built.filter((method) => method !== 'GET').length).toBeGreaterThan(400);
  expect(left.length).toBeGreaterThan(300);
  expect(left.filter(({ method, url }) => method !== 'GET' || !url.startsWith(`${ORIGIN}/`))).toEqual([]);
});

const get = (url: string, headers: Record<string, string> = {}): OutgoingRequest => ({ method: 'GET', url, headers });
const tokenRequest = { method: 'POST', url: `${ORIGIN}/oauth2/v1/token`, headers: {}, body: 'grant_type=client_credentials' };

test.each<[string, OutgoingRequest]>([
  ['another host', get('https://evil.example/api/v1/users')],
  ['another port', get('https://acme.okta.com:444/api/v1/users')],
  ['another scheme', get('http://acme.okta.com/api/v1/users')],
  ['a user in the address', get('https://acme.okta.com@evil.example/api/v1/users')],
  ['credentials', get('https://a:b@acme.okta.com/api/v1/users')],
  ['dots', get(`${ORIGIN}/api/v1/users/../apps`)],
  ['encoded dots', get(`${ORIGIN}/api/v1/users/%2e%2e/apps`)],
  ['an empty segment', get(`${ORIGIN}//api/v1/users`)],
  ['a backslash', get(`${ORIGIN}/api\\v1/users`)],
  ['a line break', get(`${ORIGIN}/api/v1/us\ners`)],
  ['a fragment', get(`${ORIGIN}/api/v1/users#x`)],
  ['no address', get('/api/v1/users')],
  ['a method-override header', get(`${ORIGIN}/api/v1/users`, { 'X-HTTP-Method-Override': 'DELETE' })],
  ['a line break in a header', get(`${ORIGIN}/api/v1/users`, { Authorization: 'SSWS a\r\nX: y' })],
  ['a GET with a body', { ...get(`${ORIGIN}/api/v1/users`), body: '{}' }],
  ['a POST', { method: 'POST', url: `${ORIGIN}/api/v1/users`, headers: {}, body: '{}' }],
  ['another grant', { ...tokenRequest, body: 'grant_type=password' }],
  ['the token endpoint of another server', { ...tokenRequest, url: `${ORIGIN}/oauth2/default/v1/token` }],
])('%s is refused before anything leaves', async (_, request) => {
  const { executor, left } = recordedExecutor();
  await expect(executor.fetch(request, { signal: new AbortController().signal })).rejects.toMatchObject({ failure: { kind: 'guard' } });
  expect(left).toEqual([]);
});

test('a GET and the client_credentials request pass', () => {
  expect(() => { assertReadOnly(get(`${ORIGIN}/api/v1/users/a%20b%2Fc?q=%2e%2e#`.replace('#', '')), ORIGIN); }).not.toThrow();
  expect(() => { assertReadOnly(tokenRequest, ORIGIN); }).not.toThrow();
});
