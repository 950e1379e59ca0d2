import type { Retained } from '../retained.js';

/** What happened at a time, in milliseconds, to or by somebody. */
export interface Timed {
  readonly at: number;
  readonly key: string;
}

/** What happened within some time before the latest, and to how many: taking one more costs the same however many there are, on average. */
export class Recent<T extends Timed> {
  readonly #withinMs: number;
  readonly #retained: Retained;
  #all: T[] = [];
  /** Those before it are too old. */
  #first = 0;
  readonly #byKey = new Map<string, number>();

  constructor(withinMs: number, retained: Retained) {
    this.#withinMs = withinMs;
    this.#retained = retained;
  }

  get size(): number {
    return this.#all.length - this.#first;
  }

  /** How many different keys there are. */
  get keys(): number {
    return this.#byKey.size;
  }

  /** Takes what happened next, after what is too old by then is gone. */
  push(next: T): void {
    this.forgetBefore(next.at - this.#withinMs);
    if (!this.#retained.fits(next)) return;
    this.#all.push(next);
    this.#byKey.set(next.key, (this.#byKey.get(next.key) ?? 0) + 1);
  }

  /** Forgets what happened before an instant. */
  forgetBefore(instant: number): void {
    for (let oldest = this.#all[this.#first]; oldest !== undefined && oldest.at < instant; oldest = this.#all[this.#first]) this.#forget(oldest);
    if (this.#first * 2 <= this.#all.length) return;
    this.#all = this.#all.slice(this.#first);
    this.#first = 0;
  }

  /** Hands over all there is, oldest first, and keeps nothing. */
  takeAll(): T[] {
    const all = this.#all.slice(this.#first);
    for (const one of all) this.#retained.free(one);
    this.#all = [];
    this.#first = 0;
    this.#byKey.clear();
    return all;
  }

  #forget(one: T): void {
    this.#first += 1;
    this.#retained.free(one);
    const left = (this.#byKey.get(one.key) ?? 1) - 1;
    if (left === 0) this.#byKey.delete(one.key);
    else this.#byKey.set(one.key, left);
  }
}
