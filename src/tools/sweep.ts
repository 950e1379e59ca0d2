import type { JsonObject } from '../json.js';
import type { OktaPage, OktaReads, ReadOptions } from '../okta/client.js';
import { OktaError } from '../okta/errors.js';
import { ListBound } from '../okta/list-bound.js';
import type { Operation } from '../okta/operations.js';
import type { Parameters } from '../okta/sdk.js';
import { ReadBudget } from './read-budget.js';
import { Retained } from './retained.js';

/** What a sweep says while it goes on. */
export type Step =
  /** What is to come, before it is paid: the requests it will take, of what, and how to need fewer. */
  | { readonly kind: 'estimate'; readonly requests: number; readonly basis: string; readonly advice: string }
  /** How far it is; `total` where it is known. */
  | { readonly kind: 'progress'; readonly done: number; readonly total?: number; readonly what: string }
  /** The org's rate limit is spent: nothing can be done for so long. */
  | { readonly kind: 'wait'; readonly seconds: number };

/** Work in steps: between two of them it can be left and gone on with later, in another call. */
export type Steps<Result = void> = AsyncGenerator<Step, Result, void>;

/** Reads within a sweep, each a promise; used inside `each`. */
export interface Reader {
  page(operation: Operation, parameters: Parameters, query?: string): Promise<OktaPage>;
  one(operation: Operation, parameters: Parameters): Promise<JsonObject>;
  /** Every page of a list, of each entry what `pick` takes: what is not picked is not kept. */
  all<T>(operation: Operation, parameters: Parameters, pick: (item: JsonObject) => T): Promise<T[]>;
}

/** Requests under way at once in a sweep; the gate bounds them further. */
const AT_ONCE = 15;
/** Beside the retries of each request (okta/executor.ts). */
const MOST_FAILURES = 3;
/** Of a list that is read whole for one item, such as the groups of a user. */
const MAX_WHOLE_LIST = 100_000;

/** The reading of many pages and objects for one question. It outlives a call: `open` gives it the next one's requests, `pause` ends what is under way. */
export class Sweep implements Reader {
  readonly operations = new Set<Operation>();
  /** What the investigation keeps of what was read. */
  readonly retained = new Retained();
  readonly budget = new ReadBudget();
  /** Lists that were not read to their end, told in the answer. */
  readonly cut = new Set<string>();
  readonly #client: () => OktaReads;

  constructor(client: () => OktaReads) {
    this.#client = client;
  }

  page(operation: Operation, parameters: Parameters, query?: string): Promise<OktaPage> {
    return this.#read(operation, (client, options) => client.page(operation, parameters, query === undefined ? options : { ...options, query }));
  }

  one(operation: Operation, parameters: Parameters): Promise<JsonObject> {
    return this.#read(operation, (client, options) => client.one(operation, parameters, options));
  }

  settings(operation: Operation, parameters: Parameters): Promise<JsonObject> {
    return this.#read(operation, (client, options) => client.settings(operation, parameters, options));
  }

  async all<T>(operation: Operation, parameters: Parameters, pick: (item: JsonObject) => T): Promise<T[]> {
    const items: T[] = [];
    const bound = new ListBound({ entries: MAX_WHOLE_LIST });
    let query: string | undefined;
    do {
      const page = await this.page(operation, parameters, query);
      for (const item of page.items) items.push(pick(item));
      query = this.#next(operation, page, bound);
    } while (query !== undefined);
    return items;
  }

  /** Reads once, waiting out a spent rate limit in steps of its own. */
  async *read<T>(read: (reader: Reader) => Promise<T>): Steps<T> {
    for (;;) {
      try {
        return await read(this);
      } catch (error) {
        yield { kind: 'wait', seconds: secondsToWait(error) };
      }
    }
  }

  /** Every page of a list, in its order; `what` is what its entries are called. A list that is longer than any should be ends early, which `cut` tells. */
  async *pages(operation: Operation, parameters: Parameters, take: (items: readonly JsonObject[]) => void, what: string): Steps {
    const bound = new ListBound();
    let query: string | undefined;
    let done = 0;
    do {
      // Within the read, so that no page is held while the work rests.
      yield* this.read(async (reader) => {
        const page = await reader.page(operation, parameters, query);
        take(page.items);
        done += page.items.length;
        query = this.#next(operation, page, bound);
      });
      yield { kind: 'progress', done, what };
    } while (query !== undefined);
  }

  /** Reads for each of many items, some at once, and takes the results as they come. What the org says it does not have is undefined. */
  async *each<Item, Result>(items: readonly Item[], read: (item: Item, reader: Reader) => Promise<Result>, take: (item: Item, result: Result | undefined) => void, what: string): Steps {
    const waiting = [...items].reverse();
    const running = new Map<Item, Promise<Outcome<Item, Result>>>();
    const failures = new Map<Item, number>();
    let done = 0;
    while (waiting.length > 0 || running.size > 0) {
      while (running.size < AT_ONCE && waiting.length > 0) {
        const item = waiting.pop();
        if (item !== undefined) running.set(item, outcomeOf(item, read, this));
      }
      const outcome = await Promise.race(running.values());
      running.delete(outcome.item);
      if ('transient' in outcome) {
        const failed = (failures.get(outcome.item) ?? 0) + 1;
        if (failed >= MOST_FAILURES) throw outcome.transient;
        failures.set(outcome.item, failed);
        waiting.unshift(outcome.item);
        continue;
      }
      if ('freeAt' in outcome) {
        waiting.push(outcome.item);
        const seconds = Math.ceil((outcome.freeAt - performance.now()) / 1000);
        // Others that were refused with it have nothing left to wait for afterwards.
        if (seconds > 0) yield { kind: 'wait', seconds };
        continue;
      }
      take(outcome.item, outcome.result);
      done += 1;
      yield { kind: 'progress', done, total: items.length, what };
    }
  }

  #next(operation: Operation, { items, next }: OktaPage, bound: ListBound): string | undefined {
    if (next === undefined || bound.mayGoOn(items.length, next)) return next;
    this.cut.add(`${operation} was read no further than ${bound.reached}, the most that are read of one list.`);
    return undefined;
  }

  #read<T>(operation: Operation, send: (client: OktaReads, options: ReadOptions) => Promise<T>): Promise<T> {
    return this.budget.run((options) => {
      this.operations.add(operation);
      return send(this.#client(), options);
    });
  }
}

type Outcome<Item, Result> =
  | { readonly item: Item; readonly result: Result | undefined }
  /** The rate limit is spent until then, in milliseconds of `performance.now()`. */
  | { readonly item: Item; readonly freeAt: number }
  /** A failure that may pass: the item is read again after the others. */
  | { readonly item: Item; readonly transient: OktaError };

async function outcomeOf<Item, Result>(item: Item, read: (item: Item, reader: Reader) => Promise<Result>, reader: Reader): Promise<Outcome<Item, Result>> {
  try {
    return { item, result: await read(item, reader) };
  } catch (error) {
    // Deleted since the list was read.
    if (error instanceof OktaError && error.failure.kind === 'okta' && error.failure.status === 404) return { item, result: undefined };
    if (error instanceof OktaError && isTransient(error)) return { item, transient: error };
    return { item, freeAt: performance.now() + secondsToWait(error) * 1000 };
  }
}

/** One slow or failing answer must not cost the work of thousands. */
function isTransient({ failure }: OktaError): boolean {
  return failure.kind === 'network' || failure.kind === 'timeout' || failure.kind === 'malformed' || (failure.kind === 'okta' && failure.status >= 500);
}

/** The seconds until a spent rate limit allows more. Throws any other error. */
function secondsToWait(error: unknown): number {
  if (error instanceof OktaError && error.failure.kind === 'rate-limit') return error.failure.seconds;
  throw error;
}
