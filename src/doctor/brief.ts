import type { Failure } from '../tools/failure.js';

/** A tool's error in a row of a table: without the tool's name, the next step apart. */
export function brief({ what, quotes, next }: Failure): { readonly detail: string; readonly next: string } {
  return { detail: [what.replace(/^\w+ (failed: |was )/, ''), ...quotes].join(' '), next };
}
