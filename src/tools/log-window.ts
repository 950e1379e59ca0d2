import * as z from 'zod';
import { valuesAt } from './compared.js';
import { ToolError } from './tool.js';

/** The arguments of a System Log window; words and ISO 8601 alike. */
export const windowArguments = {
  since: z.string().max(200).optional(),
  until: z.string().max(200).optional(),
};

export const windowCompared = { since: valuesAt('published'), until: valuesAt('published') };

/** A resolved window: instants in Okta's format, and how the words were understood. */
export interface Window {
  readonly since: string;
  readonly until: string;
  readonly notes: readonly string[];
}

/** Resolves a window; without `since` the last seven days, or the `days` given. Throws ToolError. */
export async function resolveWindow(since: string | undefined, until: string | undefined, now: Date, days?: number): Promise<Window> {
  const { readWindow } = await import('../time/time.js');
  const from = since ?? (days === undefined ? undefined : `${days} days ago`);
  const result = readWindow({ since: from, until }, { now, zone: 'UTC' });
  if (!result.ok) throw new ToolError(`\`${result.argument}\`: ${result.message}`, `Correct \`${result.argument}\`, for example "24 hours ago", "yesterday" or "2026-11-01T08:00:00Z".`);
  return result.window;
}
