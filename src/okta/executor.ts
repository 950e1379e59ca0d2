import { OktaError } from './errors.js';
import { resetDelayMs, sleep, type Gate } from './gate.js';
import { assertReadOnly, type OutgoingRequest } from './guard.js';
import type { HttpAnswer, Transport } from './http.js';

export interface ExecutorOptions {
  /** The org's origin: the only place requests may go. */
  readonly origin: string;
  /** Milliseconds a single request may take, its body included. */
  readonly timeoutMs: number;
  /** The longest wait before a retry, in milliseconds. */
  readonly maxWaitMs: number;
}

/** What a caller gives with a request. */
export interface RequestOptions {
  readonly signal: AbortSignal;
  /** Told when the request has to wait: the seconds. */
  readonly onWait?: (seconds: number) => void;
  /** Asked before anything is sent for a request, and again at the moment it leaves; throws when it may not leave. */
  readonly permit?: () => void;
  /** Told each time a request leaves the process. */
  readonly onRequest?: () => void;
  /** Told each answer, errors included, with the rate-limit bucket it counts in. */
  readonly onAnswer?: (answer: HttpAnswer, bucket: string) => void;
}

/** What may be done to a request just before it leaves, anew for every attempt: it is authorised, and what holds only once is made. */
export interface FetchOptions extends RequestOptions {
  readonly sign?: (request: OutgoingRequest) => Promise<OutgoingRequest>;
}

const MAX_RETRIES = 2;
const RETRIED_STATUS = new Set([502, 503, 504]);
const RETRIED_CODES = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'EAI_AGAIN', 'ETIMEDOUT']);
/** A 429 of the concurrent-request limit comes without a useful reset: others' requests end within seconds. */
const CONCURRENT_WAIT_MS = 2_000;

/**
 * The only egress to the org. Guards each request, paces it through the gate, bounds its time, retries 429, 502, 503, 504 and broken
 * connections at most twice, and aborts with the caller's signal at any point.
 */
export class Executor {
  readonly #options: ExecutorOptions;
  readonly #gate: Gate;
  readonly #transport: Transport;

  constructor(options: ExecutorOptions, gate: Gate, transport: Transport) {
    this.#options = options;
    this.#gate = gate;
    this.#transport = transport;
  }

  /** Sends a request and resolves to its answer when that is a success. Throws OktaError, or the signal's reason. */
  async fetch(request: OutgoingRequest, options: FetchOptions): Promise<HttpAnswer> {
    const bucket = bucketOf(request);
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.#attempt(request, bucket, options);
      if ('answer' in outcome) return outcome.answer;
      if (!outcome.retry || attempt >= MAX_RETRIES) throw outcome.error;
      if (outcome.error.failure.kind !== 'rate-limit') await sleep(500 * 2 ** attempt * (1 + Math.random()), options.signal);
    }
  }

  async #attempt(unsigned: OutgoingRequest, bucket: string, options: FetchOptions): Promise<Outcome> {
    options.permit?.();
    // Before the gate: signing may itself need a place in it, to fetch a token.
    const request = await (options.sign?.(unsigned) ?? unsigned);
    assertReadOnly(request, this.#options.origin);
    const leave = await this.#gate.enter(bucket, options);
    try {
      options.permit?.();
      options.onRequest?.();
      this.#gate.count(bucket);
      const answer = await this.#transport.send(request, { signal: options.signal, timeoutMs: this.#options.timeoutMs });
      this.#gate.observe(bucket, answer.headers);
      options.onAnswer?.(answer, bucket);
      return this.#judge(answer, bucket);
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof OktaError)) throw error;
      const retry = error.failure.kind === 'network' && RETRIED_CODES.has(error.failure.code);
      return { error, retry };
    } finally {
      leave();
    }
  }

  #judge(answer: HttpAnswer, bucket: string): Outcome {
    const { status } = answer;
    if (status >= 200 && status < 300) return { answer };
    if (status === 429) return this.#spent(answer, bucket);
    if (status >= 300 && status < 400) return { error: new OktaError({ kind: 'malformed', detail: `it answered with a redirect (HTTP ${status}), which is never followed` }), retry: false };
    return { error: answer.error(), retry: RETRIED_STATUS.has(status) };
  }

  /** Closes the bucket for all calls at once, so that one 429 causes one wave of retries. */
  #spent(answer: HttpAnswer, bucket: string): Outcome {
    const resetMs = resetDelayMs(answer.headers);
    const concurrent = Number(answer.headers['x-rate-limit-limit']) === 0 || resetMs === undefined;
    const waitMs = concurrent ? CONCURRENT_WAIT_MS * (1 + Math.random()) : resetMs + 500 * Math.random();
    return { error: this.#gate.close(bucket, waitMs, concurrent), retry: waitMs <= this.#options.maxWaitMs };
  }
}

type Outcome = { readonly answer: HttpAnswer } | { readonly error: OktaError; readonly retry: boolean };

/**
 * The rate-limit bucket of a request, as near as a client can know: its path with the ids replaced
 * (https://developer.okta.com/docs/reference/rate-limits/ counts by endpoint).
 */
export function bucketOf(request: OutgoingRequest): string {
  // Behind the scheme and the host.
  const [path = ''] = request.url.split(/[?#]/);
  const segments = path.split('/').slice(3);
  const first = segments.indexOf('v1') + 1;
  return segments.map((segment, index) => (index > first && (index - first) % 2 === 1 && segment !== 'rules' ? '*' : segment)).join('/');
}
