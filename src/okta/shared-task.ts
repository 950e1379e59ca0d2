import { setMaxListeners } from 'node:events';

/** One piece of work that any number of callers wait for: a caller that gives up leaves it, and the last one to leave ends it. */
export class SharedTask<T> {
  #running: { readonly result: Promise<T>; readonly abort: AbortController; waiting: number } | undefined;

  /** Joins the work under way, or begins it. Throws what the work threw, or the signal's reason. */
  async join(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const running = this.#running ?? this.#begin(work);
    running.waiting += 1;
    let leave = (): void => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => { reject(signal.reason instanceof Error ? signal.reason : new Error('aborted')); };
      signal.addEventListener('abort', leave, { once: true });
    });
    try {
      return await Promise.race([running.result, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      running.waiting -= 1;
      if (running.waiting === 0 && this.#running === running) {
        this.#running = undefined;
        running.abort.abort();
      }
    }
  }

  #begin(work: (signal: AbortSignal) => Promise<T>): { result: Promise<T>; abort: AbortController; waiting: number } {
    const abort = new AbortController();
    // The work may send many requests at once, and each listens.
    setMaxListeners(0, abort.signal);
    const running = { result: work(abort.signal), abort, waiting: 0 };
    this.#running = running;
    const end = (): void => { if (this.#running === running) this.#running = undefined; };
    running.result.then(end, end);
    return running;
  }
}
