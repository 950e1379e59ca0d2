import { randomBytes } from 'node:crypto';
import type { ReadOptions } from '../okta/client.js';
import { sleep } from '../okta/gate.js';
import type { Inquiry, ReportTool } from './report.js';
import type { CallContext } from './runtime.js';
import type { Step, Sweep } from './sweep.js';
import { ToolError, type ToolCall } from './tool.js';

/** Why a call ended before its investigation was done. */
export type Stop =
  | { readonly kind: 'requests' }
  | { readonly kind: 'deadline' }
  /** The org's rate limit is spent for longer than the call may last. */
  | { readonly kind: 'rate-limit'; readonly seconds: number };

/** What one call gives an investigation to go on with. */
export interface Leg {
  /** Requests it may send, retries included. */
  readonly maxRequests: number;
  /** When it has to answer, in milliseconds of `performance.now()`. */
  readonly until: number;
  readonly options: ReadOptions;
  readonly context: CallContext;
}

/** Why nothing is read any more for an investigation that nobody can go on with. */
class Dropped extends Error {
  override readonly name = 'Dropped';
}

/** One investigation, over as many calls as it takes. Between two calls it rests: nothing is sent for it, and nothing that was read is lost. */
export class Investigation {
  /** Not to be guessed: it is all that `after` names. */
  readonly id = randomBytes(15).toString('base64url');
  readonly sweep: Sweep;
  readonly #tool: ReportTool;
  readonly #begin: () => Promise<Inquiry>;
  #begun: Promise<Inquiry> | undefined;
  #inquiry: Inquiry | undefined;
  /** A step that was under way when its call had to answer. */
  #pending: Promise<IteratorResult<Step, void>> | undefined;
  /** A step that the call before could not afford. */
  #refused: Step | undefined;
  #state: 'open' | 'finished' | 'failed' = 'open';

  /** @param call what the tool may use beside reading the org, which goes through the sweep */
  constructor(tool: ReportTool, own: Readonly<Record<string, unknown>>, sweep: Sweep, call: ToolCall) {
    this.sweep = sweep;
    this.#tool = tool;
    this.#begin = () => tool.begin(own, {
      ...call,
      sweep,
      // What is read to resolve a name counts as evidence, too.
      one: (operation, parameters) => sweep.one(operation, parameters),
      settings: (operation, parameters) => sweep.settings(operation, parameters),
      look: (operation, parameters) => sweep.page(operation, parameters),
    });
  }

  get finished(): boolean {
    return this.#state === 'finished';
  }

  /** True when its own work ended with an error: it cannot be gone on with. */
  get failed(): boolean {
    return this.#state === 'failed';
  }

  /** What has been found so far; undefined while the names in the arguments are not resolved yet. */
  get inquiry(): Inquiry | undefined {
    return this.#inquiry;
  }

  /** Goes on as far as one call may, and resolves to why it stopped, undefined when it is done; then nothing is under way. Throws ToolError before a step that would cost too much, what the work throws, and the reason of the call's signal. */
  async goOn(leg: Leg): Promise<Stop | undefined> {
    const { budget } = this.sweep;
    const { signal } = leg.context;
    const halt = new AbortController();
    const cancel = (): void => { halt.abort(); };
    signal.addEventListener('abort', cancel, { once: true });
    const timer = setTimeout(cancel, Math.max(0, leg.until - performance.now()));
    budget.open(leg.options, leg.maxRequests, () => { halt.abort(); });
    try {
      signal.throwIfAborted();
      const stop = await this.#steps(leg, halt.signal);
      signal.throwIfAborted();
      return stop;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      await budget.pause();
    }
  }

  /** Nobody can go on with it: what it waits for fails, so that nothing of it stays. */
  end(): void {
    this.sweep.budget.end(new Dropped());
    this.#begun?.catch(() => undefined);
    this.#pending?.catch(() => undefined);
    this.#inquiry?.steps.return().catch(() => undefined);
  }

  async #steps(leg: Leg, halt: AbortSignal): Promise<Stop | undefined> {
    const stopped = (): Stop => (performance.now() < leg.until && this.sweep.budget.isSpent ? { kind: 'requests' } : { kind: 'deadline' });
    try {
      this.#begun ??= this.#begin();
      this.#inquiry ??= await unlessHalted(this.#begun, halt);
      while (this.#inquiry !== undefined && !this.finished) {
        if (performance.now() >= leg.until || leg.context.signal.aborted) return stopped();
        const stop = this.#refused === undefined ? undefined : await this.#handle(this.#refused, leg, halt);
        if (stop !== undefined) return stop === 'halted' ? stopped() : stop;
        this.#pending ??= this.#inquiry.steps.next();
        const step = await unlessHalted(this.#pending, halt);
        if (step === undefined) return stopped();
        this.#pending = undefined;
        if (step.done === true) this.#state = 'finished';
        else this.#refused = step.value;
      }
      return this.finished ? undefined : stopped();
    } catch (error) {
      if (this.#refused === undefined) this.#state = 'failed';
      throw error;
    }
  }

  /** Does what a step asks for; resolves to why the call has to end for it. */
  async #handle(step: Step, { maxRequests, until, context }: Leg, halt: AbortSignal): Promise<Stop | 'halted' | undefined> {
    switch (step.kind) {
      case 'estimate':
        if (step.requests > maxRequests) throw new ToolError(`${this.#tool.name} would need about ${step.requests} requests (${step.basis}), more than \`max_requests\` (${maxRequests}).`, `${step.advice} Or set \`max_requests\` to ${step.requests}, if the org's rate limits may be used for it.`);
        break;
      case 'progress':
        context.progress(`${step.done}${step.total === undefined ? '' : ` of ${step.total}`} ${step.what}`, step);
        break;
      case 'wait':
        if (performance.now() + step.seconds * 1000 >= until) {
          this.#refused = undefined;
          return { kind: 'rate-limit', seconds: step.seconds };
        }
        context.progress(`Waiting ${step.seconds} s for the org's rate limit`);
        this.#refused = undefined;
        return sleep(step.seconds * 1000, halt).then(() => undefined, () => 'halted' as const);
    }
    this.#refused = undefined;
    return undefined;
  }
}

/** The value of a promise, or undefined when it takes longer than the signal; it goes on then. What is there already counts. */
function unlessHalted<T>(promise: Promise<T>, halt: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const leave = (): void => { setImmediate(() => { resolve(undefined); }); };
    const settle = (): void => { halt.removeEventListener('abort', leave); };
    promise.then((value) => { settle(); resolve(value); }, (error: unknown) => { settle(); reject(error instanceof Error ? error : new Error('unknown')); });
    if (halt.aborted) leave();
    else halt.addEventListener('abort', leave, { once: true });
  });
}
