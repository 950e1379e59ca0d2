/** A loopback org for benchmarks, in a process of its own: bodies are made once, so that an answer costs the org next to nothing. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateDemoOrg } from '../../src/demo/data/generate.js';

const EVENTS = 50_000;
const PAGE = 1_000;
const org = generateDemoOrg({ users: 1_000, seed: 1, now: new Date(), origin: 'https://demo.okta.test' });
const events = Array.from({ length: EVENTS }, (_, index) => ({ ...org.events[index % org.events.length], uuid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` }));
const bodies = new Map<string, string>();
const body = (key: string, make: () => unknown): string => {
  const known = bodies.get(key) ?? JSON.stringify(make());
  bodies.set(key, known);
  return known;
};

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://x');
  const limit = Number(url.searchParams.get('limit') ?? '50');
  const after = Number(url.searchParams.get('after') ?? '0');
  const [, , , kind = '', id] = url.pathname.split('/');
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  let text: string;
  if (kind === 'logs') {
    text = body(`logs ${after} ${limit}`, () => events.slice(after, after + limit));
    if (limit === PAGE && after + limit < EVENTS) headers['link'] = `<http://${request.headers.host ?? ''}/api/v1/logs?limit=${limit}&after=${after + limit}>; rel="next"`;
  } else if (kind === 'users' && id === undefined) text = body(`users ${limit}`, () => org.users.slice(0, limit));
  else if (url.pathname.split('/').length > 5 && !url.pathname.includes('/rules/')) text = body('list', () => []);
  else if (id === undefined) text = body('list', () => []);
  else text = body('user', () => org.users[0]);
  response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(text) }).end(text);
});
server.listen(0, '127.0.0.1', () => { process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`); });
process.stdin.resume().once('end', () => process.exit(0));
