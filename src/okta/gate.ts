import { OktaError } from './errors.js';

/** What the gate needs to know of one call. */
export interface Admission {
  readonly signal: AbortSignal;
  /** Told when a wait begins: the seconds it will last. */
  readonly onWait?: (seconds: number) => void;
}

export interface GateOptions {
  /** Requests under way at once. */
  readonly concurrency: number;
  /** The share of a rate-limit bucket that is left to the org's other clients, 0 to 1. */
  readonly reserve: number;
  /** The longest wait for a rate limit, in milliseconds; a longer one is an error that tells the seconds. */
  readonly maxWaitMs: number;
}

interface Window {
  limit: number;
  remaining: number;
  /** Milliseconds of `performance.now()`. */
  resetAt: number;
  /** Closed without knowing its limit: numbers are stand-ins. */
  guessed?: boolean;
  /** Closed since too many requests are under way in the org. */
  concurrent?: boolean;
}

/** What is known of one rate-limit bucket and its current window. */
interface Bucket {
  /** Undefined until an answer told. */
  window: Window | undefined;
  inFlight: number;
  /** Requests of this process that left in the current window. */
  sent: number;
}

/** Okta's limits are per minute; a reset further away than this is nonsense. */
const LONGEST_WINDOW_MS = 3_600_000;
/** The server's clock and its reset are whole seconds. */
const CLOCK_SLACK_MS = 1_000;

/**
 * The one gate before the org: bounds the requests under way and paces each rate-limit bucket by the server's own
 * X-Rate-Limit headers and clock (https://developer.okta.com/docs/reference/rl-best-practices/). All calls share it.
 */
export class Gate {
  readonly #options: GateOptions;
  readonly #buckets = new Map<string, Bucket>();
  readonly #queue: (() => void)[] = [];
  #active = 0;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Waits until a request of this bucket may leave. Resolves to the function that gives its place back. Throws OktaError (rate-limit) or the signal's reason. */
  async enter(name: string, admission: Admission): Promise<() => void> {
    const bucket = this.#bucket(name);
    for (;;) {
      await this.#awaitWindow(bucket, admission);
      await this.#awaitPlace(admission.signal);
      if (this.#waitMs(bucket) > 0) {
        this.#release();
        continue;
      }
      bucket.inFlight += 1;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        bucket.inFlight -= 1;
        this.#release();
      };
    }
  }

  /** A request of this bucket leaves the process. */
  count(name: string): void {
    this.#bucket(name).sent += 1;
  }

  /** Learns from an answer's headers. */
  observe(name: string, headers: Readonly<Record<string, string>>): void {
    const limit = Number(headers['x-rate-limit-limit']);
    const remaining = Number(headers['x-rate-limit-remaining']);
    const resetMs = resetDelayMs(headers);
    if (!(limit > 0) || !(remaining >= 0) || resetMs === undefined) return;
    const resetAt = performance.now() + resetMs;
    const bucket = this.#bucket(name);
    const known = bucket.window;
    if (known === undefined) {
      bucket.window = { limit, remaining, resetAt };
      return;
    }
    const sameWindow = performance.now() < known.resetAt && Math.abs(known.resetAt - resetAt) < 2 * CLOCK_SLACK_MS;
    // What is under way belongs to the new window, this request included.
    if (!sameWindow) bucket.sent = Math.min(bucket.sent, bucket.inFlight);
    bucket.window = { limit, remaining: sameWindow ? Math.min(known.remaining, remaining) : remaining, resetAt: sameWindow ? Math.max(known.resetAt, resetAt) : resetAt };
  }

  /** The bucket is spent for this long, or `concurrent`: too many requests are under way in the org. Nobody enters before. Returns the error that says so. */
  close(name: string, waitMs: number, concurrent: boolean): OktaError {
    const bucket = this.#bucket(name);
    const known = bucket.window;
    bucket.window = { limit: known?.limit ?? 1, remaining: 0, resetAt: Math.max(known?.resetAt ?? 0, performance.now() + waitMs), guessed: known?.guessed ?? known === undefined, concurrent };
    return this.#spent(bucket, waitMs, 1);
  }

  #spent({ window, sent }: Bucket, waitMs: number, requestsSent: number): OktaError {
    const usage = window === undefined || window.guessed === true ? undefined : { limit: window.limit, remaining: window.remaining, sent };
    const concurrent = window?.concurrent === true;
    return new OktaError({ kind: 'rate-limit', seconds: Math.ceil(waitMs / 1000), concurrent, requestsSent, underWay: this.#active, ...(concurrent || usage === undefined ? {} : { usage }) });
  }

  #bucket(name: string): Bucket {
    const known = this.#buckets.get(name);
    if (known !== undefined) return known;
    const bucket: Bucket = { window: undefined, inFlight: 0, sent: 0 };
    this.#buckets.set(name, bucket);
    return bucket;
  }

  async #awaitWindow(bucket: Bucket, admission: Admission): Promise<void> {
    for (;;) {
      admission.signal.throwIfAborted();
      const waitMs = this.#waitMs(bucket);
      if (waitMs <= 0) return;
      if (waitMs > this.#options.maxWaitMs) throw this.#spent(bucket, waitMs, 0);
      admission.onWait?.(Math.ceil(waitMs / 1000));
      await sleep(waitMs, admission.signal);
    }
  }

  /** Milliseconds until this bucket has room beside its reserve; 0 when it has. A passed reset opens a full window. */
  #waitMs(bucket: Bucket): number {
    const { window, inFlight } = bucket;
    if (window === undefined) return 0;
    const now = performance.now();
    if (now >= window.resetAt) {
      window.remaining = window.limit;
      window.concurrent = false;
      bucket.sent = Math.min(bucket.sent, inFlight);
      return inFlight < window.limit ? 0 : CLOCK_SLACK_MS / 10;
    }
    const reserve = Math.floor(window.limit * this.#options.reserve);
    return window.remaining - inFlight > reserve ? 0 : window.resetAt - now;
  }

  async #awaitPlace(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#active < this.#options.concurrency) {
      this.#active += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const abandon = (): void => {
        const index = this.#queue.indexOf(admit);
        if (index >= 0) this.#queue.splice(index, 1);
        reject(abortReason(signal));
      };
      const admit = (): void => {
        signal.removeEventListener('abort', abandon);
        resolve();
      };
      this.#queue.push(admit);
      signal.addEventListener('abort', abandon, { once: true });
    });
  }

  /** Hands the place to the next in the queue, so that the count never dips in between. */
  #release(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#active -= 1;
    else next();
  }
}

/**
 * Milliseconds until X-Rate-Limit-Reset by the server's own clock (its Date header), so that a wrong local clock does not matter.
 * Undefined without a usable reset.
 */
export function resetDelayMs(headers: Readonly<Record<string, string>>): number | undefined {
  const reset = Number(headers['x-rate-limit-reset']) * 1000;
  const date = Date.parse(headers['date'] ?? '');
  const delay = reset - (Number.isNaN(date) ? Date.now() : date);
  if (!(delay >= 0) || delay > LONGEST_WINDOW_MS) return undefined;
  return delay + CLOCK_SLACK_MS;
}

/** Resolves after `ms`; rejects with the signal's reason and leaves no timer when it aborts. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(abortReason(signal));
      return;
    }
    const abandon = (): void => {
      clearTimeout(timer);
      reject(abortReason(signal));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abandon);
      resolve();
    }, ms);
    signal.addEventListener('abort', abandon, { once: true });
  });
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}
