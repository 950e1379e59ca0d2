import { OktaError } from '../okta/errors.js';

/** The signal of a call that may not last for ever, and the end of its clock. */
export interface CallDeadline {
  readonly signal: AbortSignal;
  readonly end: () => void;
}

/**
 * A signal that follows the caller's, and aborts with a timeout after `ms` milliseconds: hosts give up on a call after a minute, and retries
 * and waits for the rate limit add up to more.
 */
export function callDeadline(caller: AbortSignal, ms: number): CallDeadline {
  const over = new AbortController();
  const follow = (): void => { over.abort(caller.reason); };
  // By hand: AbortSignal.any and AbortSignal.timeout cost a part of a call.
  const timer = setTimeout(() => { over.abort(new OktaError({ kind: 'timeout', seconds: Math.round(ms / 1000), host: 'the org' })); }, ms);
  caller.addEventListener('abort', follow, { once: true });
  if (caller.aborted) follow();
  return {
    signal: over.signal,
    end: () => {
      clearTimeout(timer);
      caller.removeEventListener('abort', follow);
    },
  };
}
