import { Agent, EnvHttpProxyAgent, request as send, type Dispatcher } from 'undici';
import { errorFromAnswer, OktaError } from './errors.js';
import type { OutgoingRequest } from './guard.js';

/** An answer whose body has arrived whole. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; several headers of one name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The answer as an error, for a status that is one. */
  error(): OktaError;
}

/** Sends one request over the network, without any policy: no retry, no redirect. */
export interface Transport {
  send(request: OutgoingRequest, signal: AbortSignal): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** No documented page of Okta comes near this; a body beyond it is not read to its end. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/**
 * The transport on undici (Node's own HTTP client as a package: bodies that break off are errors, proxies and keep-alive are built in).
 * HTTPS_PROXY and NO_PROXY hold for https; a plain-http org is on loopback, where no proxy belongs.
 */
export function createTransport(origin: string, connections: number): Transport {
  const options = { connections, headersTimeout: 0, bodyTimeout: 0, connectTimeout: 10_000, keepAliveTimeout: 30_000 };
  const dispatcher: Dispatcher = origin.startsWith('https:') ? new EnvHttpProxyAgent(options) : new Agent(options);
  return {
    send: (request, signal) => exchange(request, signal, dispatcher),
    close: () => dispatcher.destroy(),
  };
}

async function exchange(request: OutgoingRequest, signal: AbortSignal, dispatcher: Dispatcher): Promise<HttpAnswer> {
  try {
    const answer = await send(request.url, {
      dispatcher,
      signal,
      method: request.method === 'POST' ? 'POST' : 'GET',
      headers: { ...request.headers },
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
    const body = await readBody(answer.body);
    return { status: answer.statusCode, headers, body, error: () => errorFromAnswer(answer.statusCode, headers, body) };
  } catch (error) {
    if (error instanceof OktaError || signal.aborted) throw error;
    throw new OktaError({ kind: 'network', code: codeOf(error), host: new URL(request.url).host });
  }
}

async function readBody(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw new OktaError({ kind: 'malformed', detail: `its body is larger than ${MAX_BODY_BYTES / 1024 / 1024} MiB` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The most telling error code of an error and its causes; the message may hold anything and is left out. */
function codeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code;
  }
  return 'UNKNOWN';
}
