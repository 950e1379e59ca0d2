import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { generateDemoOrg } from '../data/generate.js';
import type { DemoOrg } from '../org.js';
import { DemoAuthorizationServer, scopeOf, type DemoServiceApp, type TokenAnswer } from './oauth.js';
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
  /** OAuth service apps of the org. */
  readonly serviceApps?: readonly DemoServiceApp[];
  /** Seconds that an access token lives. */
  readonly tokenSeconds?: number;
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
  /** Makes every access token invalid. */
  readonly revokeTokens: () => void;
  /** Requests to the API with any method but GET: each was answered 405. */
  readonly writes: () => number;
  readonly close: () => Promise<void>;
}

const KEPT_REQUESTS = 100_000;
const TOKEN_PATH = '/oauth2/v1/token';

/** Starts the demo org on a loopback port: it speaks Okta's API as Okta's documents and recorded answers show it. */
export async function startDemoServer(options: DemoServerOptions = {}): Promise<DemoServer> {
  const requests: RecordedRequest[] = [];
  const limits = new RateLimits(options.rateLimits ?? {});
  const served: { world?: World } = {};
  let writes = 0;
  const server = createServer((request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?');
    if (request.method !== 'GET' && path !== TOKEN_PATH) writes += 1;
    void answer(request, served.world, limits).then((reply) => {
      requests.push({ method: request.method ?? '', path, query, status: reply.status });
      if (requests.length > KEPT_REQUESTS) requests.shift();
      send(response, reply, options.latencyMs ?? 0);
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const org = generateDemoOrg({ users: options.users ?? 1000, seed: options.seed ?? 1, now: options.now ?? new Date(), origin });
  const authorization = new DemoAuthorizationServer(origin, options.serviceApps ?? [], options.tokenSeconds ?? 3600);
  served.world = { store: createStore(org), authorization };
  return {
    origin,
    token: DEMO_TOKEN,
    org,
    requests,
    revokeTokens: () => { authorization.revoke(); },
    writes: () => writes,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => { server.close(() => { resolve(); }); });
    },
  };
}

interface World {
  readonly store: Store;
  readonly authorization: DemoAuthorizationServer;
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: unknown;
}

async function answer(request: IncomingMessage, world: World | undefined, limits: RateLimits): Promise<Reply> {
  const [path = ''] = (request.url ?? '').split('?');
  const rate = limits.count(path);
  const common = { 'content-type': 'application/json', 'cache-control': 'no-cache, no-store', 'x-okta-request-id': randomBytes(16).toString('hex'), ...rateHeaders(rate) };
  try {
    const body = await bodyOf(request);
    if (world === undefined) throw new ApiError(503, 'E0000010', 'Service is in read only mode');
    if (path === TOKEN_PATH && request.method === 'POST') {
      const token = await tokenAnswer(request, body, world, rate);
      return { status: token.status, headers: { ...common, ...token.headers }, body: token.body };
    }
    const result = await handle(request, world, rate);
    return { status: 200, headers: { ...common, ...links(result, request, world.store.org.options.origin) }, body: result.body };
  } catch (error) {
    const known = error instanceof ApiError ? error : new ApiError(500, 'E0000009', 'Internal Server Error');
    return { status: known.status, headers: common, body: errorBody(known) };
  }
}

function send(response: ServerResponse, { status, headers, body }: Reply, latencyMs: number): void {
  const write = (): void => { response.writeHead(status, headers).end(JSON.stringify(body)); };
  if (latencyMs > 0) setTimeout(write, latencyMs);
  else write();
}

function tokenAnswer(request: IncomingMessage, body: string, { store, authorization }: World, rate: RateState): Promise<TokenAnswer> {
  if (rate.spent) throw rateLimited();
  return authorization.token(oauthRequest(request, store), new URLSearchParams(body));
}

async function handle(request: IncomingMessage, world: World, rate: RateState): Promise<ApiAnswer> {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  // Okta answers it without a credential, and heeds none.
  const may = path === '/.well-known/okta-organization' ? () => true : await reach(request, world);
  if (rate.spent) throw rateLimited();
  if (request.method !== 'GET') throw notAllowed();
  if (!may(path)) throw forbidden();
  const found = route(path);
  if (found === undefined) throw noEndpoint();
  return found.handler(world.store, { path, query: new URLSearchParams(query), ids: found.ids.map(decode) });
}

/** Which paths the credential of a request may read. */
async function reach(request: IncomingMessage, { store, authorization }: World): Promise<(path: string) => boolean> {
  const credential = request.headers.authorization ?? '';
  if (credential === `SSWS ${DEMO_TOKEN}`) return () => true;
  if (credential === `SSWS ${DEMO_LIMITED_TOKEN}`) return (path) => /^\/api\/v1\/(users|groups)(\/|$)/.test(path);
  if (!/^(Bearer|DPoP) /.test(credential)) throw invalidToken();
  const scopes = await authorization.scopes(oauthRequest(request, store));
  return (path) => scopes.includes(scopeOf(path) ?? '');
}

function oauthRequest({ method = '', url = '', headers }: IncomingMessage, store: Store): { method: string; url: string; authorization: string | undefined; dpop: string | undefined } {
  const { dpop } = headers;
  return { method, url: `${store.org.options.origin}${url.split('?')[0] ?? ''}`, authorization: headers.authorization, dpop: Array.isArray(dpop) ? dpop[0] : dpop };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
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
