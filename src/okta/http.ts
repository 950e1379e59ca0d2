import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import type { AgentOptions, RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import { getProxyForUrl } from 'proxy-from-env';
import { errorFromAnswer, OktaError } from './errors.js';
import type { OutgoingRequest } from './guard.js';
import { JsonShape } from './json-shape.js';

/** An answer whose body has arrived whole. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; several headers of one name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What it came over. */
  readonly socket: Socket;
  /** The answer as an error, for a status that is one. */
  error(): OktaError;
}

/** What ends a request early. */
export interface Bounds {
  readonly signal: AbortSignal;
  /** Milliseconds that it may take, its body included. */
  readonly timeoutMs: number;
}

/** Sends one request over the network, without any policy: no retry, no redirect. */
export interface Transport {
  send(request: OutgoingRequest, bounds: Bounds): Promise<HttpAnswer>;
}

/** No documented page of Okta comes near this; a body beyond it is not read to its end. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;
/** A longer body is read and used up one at a time, so that many of them at once take no more memory than one. */
const LARGE_BODY_BYTES = 2 * 1024 * 1024;
const MAX_HEADER_BYTES = 128 * 1024;
/** Idle connections are closed after this; a server that closes sooner says so in its `Keep-Alive` header, which the agent heeds. */
const IDLE_MS = 30_000;

/** Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED=0 changes nothing; of the agent for the proxy, of each request for the org behind it. */
const VERIFIED = { rejectUnauthorized: true };

/**
 * The transport on Node's own client with kept connections. HTTPS_PROXY and NO_PROXY hold for https (https-proxy-agent tunnels, and is
 * loaded only then); a plain-http org is on loopback, where no proxy belongs.
 */
export function createTransport(origin: string, connections: number): Transport {
  const options = { keepAlive: true, maxSockets: connections, timeout: IDLE_MS, ...VERIFIED };
  const proxy = origin.startsWith('https:') ? getProxyForUrl(origin) : '';
  const largeBodies = new Turns();
  let network: Promise<Network> | undefined;
  return {
    send: async (request, bounds) => {
      network ??= connect(origin, proxy, options);
      return exchange(request, bounds, await network, largeBodies);
    },
  };
}

/** Node's client for the scheme of the org, and the agent that keeps its connections. */
interface Network {
  readonly request: (url: string, options: RequestOptions) => ClientRequest;
  readonly agent: Agent;
}

async function connect(origin: string, proxy: string, options: AgentOptions): Promise<Network> {
  const { request, Agent } = origin.startsWith('https:') ? await import('node:https') : await import('node:http');
  if (proxy === '') return { request, agent: new Agent(options) };
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  return { request, agent: new HttpsProxyAgent(proxy, options) };
}

async function exchange(request: OutgoingRequest, { signal, timeoutMs }: Bounds, network: Network, largeBodies: Turns): Promise<HttpAnswer> {
  const { host } = new URL(request.url);
  const stop: Stop = { reason: undefined, end: () => undefined };
  const end = (reason: Error): void => {
    stop.reason ??= reason;
    stop.end();
  };
  // By hand, since the `signal` option of Node's client and a signal for the time cost a tenth of a call.
  const abort = (): void => { end(signal.reason instanceof Error ? signal.reason : new Error('aborted')); };
  const timer = setTimeout(() => { end(new OktaError({ kind: 'timeout', seconds: timeoutMs / 1000, host })); }, timeoutMs);
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    const answer = await sent(request, network, stop);
    const { socket } = answer;
    const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
    const status = answer.statusCode ?? 0;
    if (status === 407) throw new OktaError({ kind: 'network', code: 'PROXY_AUTHENTICATION_REQUIRED', host });
    const body = await readBody(answer, largeBodies);
    return { status, headers, body, socket, error: () => errorFromAnswer(status, headers, body) };
  } catch (error) {
    if (stop.reason !== undefined) throw stop.reason;
    if (error instanceof OktaError || signal.aborted) throw error;
    throw new OktaError({ kind: 'network', code: codeOf(error), host });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** How a request under way is ended, and why it was. */
interface Stop {
  reason: Error | undefined;
  end: () => void;
}

/** Resolves once the head of the answer has come. A kept connection that the server closed meanwhile is replaced without a word. */
function sent(request: OutgoingRequest, network: Network, stop: Stop): Promise<IncomingMessage> {
  const { method, url, headers, body } = request;
  const options: RequestOptions = { ...VERIFIED, method, agent: network.agent, headers: { ...headers, ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }) }, maxHeaderSize: MAX_HEADER_BYTES };
  return new Promise((resolve, reject) => {
    const outgoing = network.request(url, options);
    stop.end = () => { outgoing.destroy(); };
    outgoing.once('response', resolve);
    outgoing.once('error', (error) => {
      if (method === 'GET' && outgoing.reusedSocket && codeOf(error) === 'ECONNRESET' && stop.reason === undefined) sent(request, network, stop).then(resolve, reject);
      else reject(error);
    });
    outgoing.end(body);
  });
}

function readBody(stream: IncomingMessage, largeBodies: Turns): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    const shape = new JsonShape();
    let size = 0;
    let turn: Promise<() => void> | undefined;
    stream.on('data', (chunk: Uint8Array) => {
      size += chunk.byteLength;
      const problem = size > MAX_BODY_BYTES ? `its body is larger than ${MAX_BODY_BYTES / 1024 / 1024} MiB` : shape.push(chunk);
      if (problem !== undefined) {
        stream.destroy(new OktaError({ kind: 'malformed', detail: problem }));
        return;
      }
      chunks.push(chunk);
      if (size <= LARGE_BODY_BYTES || turn !== undefined) return;
      stream.pause();
      turn = largeBodies.next();
      void turn.then(() => stream.resume());
    });
    stream.once('end', () => { resolve(Buffer.concat(chunks).toString('utf8')); });
    stream.once('error', reject);
    stream.once('close', () => {
      if (!stream.complete) reject(new Error('the answer broke off'));
      // By then the call that waits for this body has made its answer of it.
      void turn?.then((leave) => setImmediate(leave));
    });
  });
}

/** Lets one at a time do something, in the order in which they came. */
class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves when it is the caller's turn, to the function that ends it. */
  next(): Promise<() => void> {
    const before = this.#last;
    let leave = (): void => undefined;
    this.#last = new Promise<void>((resolve) => { leave = resolve; });
    return before.then(() => leave);
  }
}

/** The most telling error code of an error and its causes; the message may hold anything and is left out. */
function codeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code;
  }
  return 'UNKNOWN';
}
