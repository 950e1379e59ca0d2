import * as z from 'zod';
import type { OktaPage } from '../okta/client.js';
import { NOTHING } from './compared.js';
import { ToolError, type ListResult } from './tool.js';

export const sortArguments = {
  sort_by: z.string().max(200).regex(/^\w+(\.\w+)*$/, 'a property path: names of letters, digits and _, joined by dots, such as profile.lastName').optional().describe('Property; only with search'),
  sort_order: z.enum(['asc', 'desc']).optional(),
};

export const sortCompared = { sort_by: { by: 'order', below: 'profile' }, sort_order: NOTHING } as const;

/** Sorting works with `search` only; Okta ignores it elsewhere without a word. */
export function sortParameters({ sort_by, sort_order }: { sort_by?: string; sort_order?: string }, search: string | undefined): { sortBy?: string; sortOrder?: string } {
  if (sort_by === undefined && sort_order === undefined) return {};
  if (search === undefined) throw new ToolError('Okta sorts only with `search`.', 'Use `search` (such as status eq "ACTIVE") with `sort_by`, or leave `sort_by` and `sort_order` out.');
  if (sort_by === undefined) throw new ToolError('`sort_order` does nothing without `sort_by`.', 'Add `sort_by`, or leave `sort_order` out.');
  return { sortBy: sort_by, ...(sort_order === undefined ? {} : { sortOrder: sort_order }) };
}

/** Refuses arguments that Okta does not combine, and says which to keep. */
export function oneOf(given: Readonly<Record<string, string | undefined>>, keep: string): void {
  const present = Object.keys(given).filter((name) => given[name] !== undefined);
  if (present.length < 2) return;
  const best = present.includes(keep) ? keep : (present[0] ?? keep);
  throw new ToolError(`Okta does not combine ${present.map((name) => `\`${name}\``).join(' and ')}.`, `Keep \`${best}\` and put the other conditions into it with "and".`);
}

/** A query that Okta answers with one page and no link to more, however much there is. */
export interface UnpagedQuery {
  /** The most that Okta gives. */
  readonly most: number;
  readonly advice: string;
}

export const USERS_Q: UnpagedQuery = { most: 200, advice: 'search, such as profile.lastName sw "…", has no such bound' };
export const GROUPS_Q: UnpagedQuery = { most: 300, advice: 'search, such as profile.name sw "…", has no such bound' };

/** A full page of such a query may not be all: said, never passed off as whole. */
export function unpaged(page: OktaPage, query: UnpagedQuery): ListResult {
  if (page.items.length < query.most) return page;
  return { ...page, notes: [`Okta gives at most ${query.most} results for q and may have more; ${query.advice}.`] };
}
