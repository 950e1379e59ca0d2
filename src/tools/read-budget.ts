import { setMaxListeners } from 'node:events';
import type { ReadOptions } from '../okta/client.js';

/** Why a read of an investigation ended early: the call that paid for it has to answer. It is read anew when the next call goes on. */
class ReadPaused extends Error {
  override readonly name = 'ReadPaused';
}

/** What one call pays for. */
interface Allowance {
  readonly options: ReadOptions;
  readonly max: number;
  /** Requests of the calls before. */
  readonly before: number;
  readonly stop: AbortController;
  /** Told once when the requests are spent and nothing goes on without more. */
  readonly onSpent: () => void;
  spent: boolean;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * The requests that the calls of one investigation pay for. Every read goes through `run`: while the call at hand has requests left it is
 * sent, else it waits for the next call. So work can be left at any read and gone on with, and nothing is sent that no call paid for.
 */
export class ReadBudget {
  #requests = 0;
  #allowance: Allowance | undefined;
  #ended: Error | undefined;
  #active = 0;
  readonly #waiting = new Set<Waiter>();
  readonly #quiet = new Set<() => void>();

  /** Requests that left the process so far, for all calls. */
  get requests(): number {
    return this.#requests;
  }

  /** True when the call at hand may send nothing more. */
  get isSpent(): boolean {
    const allowance = this.#allowance;
    return allowance === undefined || this.#requests - allowance.before >= allowance.max;
  }

  /** A call begins to pay, for at most `max` requests (retries count); reads that wait go on. The signal of `options` does not count: `pause` ends what is under way. */
  open(options: ReadOptions, max: number, onSpent: () => void): void {
    const stop = new AbortController();
    // Many requests are under way at once, and each listens.
    setMaxListeners(0, stop.signal);
    const { onWait, onRequest } = options;
    const permit = (): void => {
      if (stop.signal.aborted || this.isSpent) throw new ReadPaused();
    };
    const count = (): void => {
      this.#requests += 1;
      onRequest?.();
    };
    this.#allowance = { options: { signal: stop.signal, permit, onRequest: count, ...(onWait === undefined ? {} : { onWait }) }, max, before: this.#requests, stop, onSpent, spent: false };
    this.#release((waiter) => { waiter.resolve(); });
  }

  /** Ends what is under way without losing its place: it is read anew after the next `open`. Resolves once nothing is. */
  async pause(): Promise<void> {
    this.#allowance?.stop.abort(new ReadPaused());
    this.#allowance = undefined;
    if (this.#active > 0) await new Promise<void>((resolve) => { this.#quiet.add(resolve); });
  }

  /** Nothing will be read any more: what is under way and what waits fails. */
  end(error: Error): void {
    this.#ended = error;
    this.#allowance?.stop.abort(error);
    this.#allowance = undefined;
    this.#release((waiter) => { waiter.reject(error); });
  }

  /** Sends a read as soon as a call pays for it. Throws what it throws, or what `end` was told. */
  async run<T>(send: (options: ReadOptions) => Promise<T>): Promise<T> {
    for (;;) {
      const { options } = await this.#admitted();
      this.#active += 1;
      try {
        return await send(options);
      } catch (error) {
        if (!(error instanceof ReadPaused)) throw error;
      } finally {
        this.#active -= 1;
        this.#settled();
      }
    }
  }

  async #admitted(): Promise<Allowance> {
    for (;;) {
      if (this.#ended !== undefined) throw this.#ended;
      const allowance = this.#allowance;
      if (allowance !== undefined && !this.isSpent) return allowance;
      await new Promise<void>((resolve, reject) => {
        this.#waiting.add({ resolve, reject });
        this.#settled();
      });
    }
  }

  #release(tell: (waiter: Waiter) => void): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    waiting.forEach(tell);
  }

  #settled(): void {
    if (this.#active > 0) return;
    for (const resolve of this.#quiet) resolve();
    this.#quiet.clear();
    const allowance = this.#allowance;
    if (allowance === undefined || !this.#isStuck(allowance)) return;
    // What came last is taken by whoever waits for it first: that may ask for more, or end the work.
    setImmediate(() => {
      if (this.#allowance !== allowance || !this.#isStuck(allowance)) return;
      allowance.spent = true;
      allowance.onSpent();
    });
  }

  #isStuck({ spent }: Allowance): boolean {
    return !spent && this.isSpent && this.#active === 0 && this.#waiting.size > 0;
  }
}
