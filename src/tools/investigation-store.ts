import type { Investigation } from './investigation.js';
import { ToolError } from './tool.js';

/** Bounds of a store; times in milliseconds. */
export interface StoreBounds {
  /** Investigations that work at once: the others wait for their turn, in order. */
  readonly atOnce: number;
  /** Those that rest between two calls. */
  readonly kept: number;
  /** Bytes that those hold together, by estimate. */
  readonly keptBytes: number;
  readonly keptMs: number;
}

/**
 * Together with what one may retain (retained.ts) this bounds the memory of investigations: 4 that work at up to 48 MiB and 64 MiB that
 * rest are 256 MiB, however many are asked for, beside the answers of the org that are under way.
 */
export const STORE_BOUNDS: StoreBounds = { atOnce: 4, kept: 16, keptBytes: 64 * 1024 * 1024, keptMs: 15 * 60_000 };

interface Resting {
  readonly investigation: Investigation;
  readonly timer: NodeJS.Timeout;
}

/** The investigations of one session: who works, who waits for a turn, and who rests until the next call. */
export class InvestigationStore {
  readonly #bounds: StoreBounds;
  readonly #resting = new Map<string, Resting>();
  /** Taken by a call that has not answered yet. */
  readonly #taken = new Set<string>();
  readonly #queue: (() => void)[] = [];
  #working = 0;

  constructor(bounds = STORE_BOUNDS) {
    this.#bounds = bounds;
  }

  /** Waits for a turn, until a time in milliseconds of `performance.now()`. Resolves to the function that gives it back. Throws ToolError when none came, or the signal's reason. */
  async turn(tool: string, until: number, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#working < this.#bounds.atOnce) this.#working += 1;
    else await this.#wait(tool, until, signal);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = this.#queue.shift();
      if (next === undefined) this.#working -= 1;
      else next();
    };
  }

  /** Takes one out to go on with. Throws ToolError when it is not kept any more, or another call goes on with it. */
  take(id: string): Investigation {
    if (this.#taken.has(id)) throw new ToolError('Another call goes on with this investigation right now.', 'Wait for its answer, then call again with the `after` that it gives.');
    const resting = this.#resting.get(id);
    if (resting === undefined) throw new ToolError('This investigation is no longer kept: its last answer was given, the server was restarted, more than 15 minutes passed, or others came after it.', 'Call again without `after`.');
    this.#forget(id, resting);
    this.#taken.add(id);
    return resting.investigation;
  }

  /** Keeps one until the next call; the oldest make room for it. */
  keep(investigation: Investigation): void {
    const { id } = investigation;
    this.#taken.delete(id);
    const timer = setTimeout(() => { this.drop(investigation); }, this.#bounds.keptMs).unref();
    this.#resting.set(id, { investigation, timer });
    for (const [oldest, resting] of this.#resting) {
      if (this.#fits()) return;
      // The one at hand is kept in any case: its answer names it.
      if (oldest !== id) this.drop(resting.investigation);
    }
  }

  /** Ends one for good. */
  drop(investigation: Investigation): void {
    const resting = this.#resting.get(investigation.id);
    if (resting !== undefined) this.#forget(investigation.id, resting);
    this.#taken.delete(investigation.id);
    investigation.end();
  }

  #fits(): boolean {
    const { kept, keptBytes } = this.#bounds;
    const bytes = [...this.#resting.values()].reduce((sum, { investigation }) => sum + investigation.sweep.retained.bytes, 0);
    return this.#resting.size <= kept && bytes <= keptBytes;
  }

  #forget(id: string, { timer }: Resting): void {
    clearTimeout(timer);
    this.#resting.delete(id);
  }

  #wait(tool: string, until: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
        const index = this.#queue.indexOf(admit);
        if (index >= 0) this.#queue.splice(index, 1);
      };
      const admit = (): void => { settle(); resolve(); };
      const leave = (): void => { settle(); reject(signal.reason instanceof Error ? signal.reason : new Error('aborted')); };
      const timer = setTimeout(() => {
        settle();
        reject(new ToolError(`${tool} had no turn in the time of a call: ${this.#bounds.atOnce} investigations are under way, and others waited before it.`, 'Call again once they have answered, with fewer at once.'));
      }, Math.max(0, until - performance.now()));
      this.#queue.push(admit);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
