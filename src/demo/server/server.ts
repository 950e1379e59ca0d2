import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { generateDemoOrg } from '../data/generate.js';
import type { DemoOrg } from '../org.js';
import { ApiError, errorBody, forbidden, invalid, invalidToken, noEndpoint, notAllowed, rateLimited } from './errors.js';
import type { ApiAnswer } from './paging.js';
import { RateLimits, type RateState } from './rate-limit.js';
import { route } from './routes.js';
import { createStore, type Store } from './store.js';

/** The API token that the demo org accepts, and one that may read users and groups only. */
export const DEMO_TOKEN = '00demoOrgReadOnlyTokenForThisMachineOnly01';
export const DEMO_LIMITED_TOKEN = '00demoOrgLimitedTokenUsersAndGroupsOnly002';

export interface DemoServerOptions {
  readonly users?: number;
  readonly seed?: number;
  readonly now?: Date;
  /** 0 is any free port. */
  readonly port?: number;
  /** Requests a minute by rate-limit bucket, over the documented ones. */
  readonly rateLimits?: Readonly<Record<string, number>>;
  /** Milliseconds that each answer is held back. */
  readonly latencyMs?: number;
}

/** A request as it arrived. */
export interface RecordedRequest {
  readonly method: string;
  /** Raw, undecoded. */
  readonly path: string;
  readonly query: string;
  readonly status: number;
}

export interface DemoServer {
  readonly origin: string;
  readonly token: string;
  readonly org: DemoOrg;
  /** The newest requests. */
  readonly requests: readonly RecordedRequest[];
  /** Requests with any method but GET: each was answered 405. */
  readonly writes: () => number;
  readonly close: () => Promise<void>;
}

const KEPT_REQUESTS = 100_000;

/** Starts the demo org on a loopback port: it speaks Okta's API as Okta's documents and recorded answers show it. */
export async function startDemoServer(options: DemoServerOptions = {}): Promise<DemoServer> {
  const requests: RecordedRequest[] = [];
  const limits = new RateLimits(options.rateLimits ?? {});
  const served: { store?: Store } = {};
  let writes = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.method !== 'GET') writes += 1;
    const status = answer(request, response, served.store, limits, options.latencyMs ?? 0);
    const [path = '', query = ''] = (request.url ?? '').split('?');
    requests.push({ method: request.method ?? '', path, query, status });
    if (requests.length > KEPT_REQUESTS) requests.shift();
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const org = generateDemoOrg({ users: options.users ?? 1000, seed: options.seed ?? 1, now: options.now ?? new Date(), origin });
  served.store = createStore(org);
  return {
    origin,
    token: DEMO_TOKEN,
    org,
    requests,
    writes: () => writes,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => { server.close(() => { resolve(); }); });
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, store: Store | undefined, limits: RateLimits, latencyMs: number): number {
  const [path = ''] = (request.url ?? '').split('?');
  const rate = limits.count(path);
  let status = 200;
  let headers: Record<string, string | string[]> = {};
  let body: unknown;
  try {
    if (store === undefined) throw new ApiError(503, 'E0000010', 'Service is in read only mode');
    const result = handle(request, store, rate);
    body = result.body;
    headers = links(result, request, store.org.options.origin);
  } catch (error) {
    const known = error instanceof ApiError ? error : new ApiError(500, 'E0000009', 'Internal Server Error');
    status = known.status;
    body = errorBody(known);
  }
  const send = (): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-cache, no-store', 'x-okta-request-id': randomBytes(16).toString('hex'), ...rateHeaders(rate), ...headers }).end(JSON.stringify(body));
  };
  if (latencyMs > 0) setTimeout(send, latencyMs);
  else send();
  return status;
}

function handle(request: IncomingMessage, store: Store, rate: RateState): ApiAnswer {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const credential = request.headers.authorization;
  if (credential !== `SSWS ${DEMO_TOKEN}` && credential !== `SSWS ${DEMO_LIMITED_TOKEN}`) throw invalidToken();
  if (rate.spent) throw rateLimited();
  if (request.method !== 'GET') throw notAllowed();
  if (credential.endsWith(DEMO_LIMITED_TOKEN) && !/^\/api\/v1\/(users|groups)(\/|$)/.test(path)) throw forbidden();
  const found = route(path);
  if (found === undefined) throw noEndpoint();
  return found.handler(store, { path, query: new URLSearchParams(query), ids: found.ids.map(decode) });
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalid('id', 'The path is not correctly encoded.');
  }
}

/** Two Link header lines, as recorded: self, and next where there is one. */
function links({ next }: ApiAnswer, request: IncomingMessage, origin: string): Record<string, string[]> {
  if (next === undefined) return {};
  const [path = ''] = (request.url ?? '').split('?');
  const self = `<${origin}${request.url ?? ''}>; rel="self"`;
  return { link: next === null ? [self] : [self, `<${origin}${path}?${next}>; rel="next"`] };
}

function rateHeaders({ limit, remaining, reset }: RateState): Record<string, string> {
  return { 'x-rate-limit-limit': String(limit), 'x-rate-limit-remaining': String(remaining), 'x-rate-limit-reset': String(reset) };
}
