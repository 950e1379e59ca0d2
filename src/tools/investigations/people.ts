import * as z from 'zod';
import type { JsonObject } from '../../json.js';
import { groupArgument, groupId } from '../ids.js';
import type { InquiryCall } from '../report.js';
import type { Reader, Steps } from '../sweep.js';
import { ToolError } from '../tool.js';
import { textAt } from './log-sweep.js';

/** What is kept of a user while a population is examined. */
export interface Person {
  readonly id: string;
  readonly status: string;
  readonly login: string;
  readonly lastLogin: string;
  readonly created: string;
}

/** The arguments that say which users a question is about. */
export const populationArguments = {
  search: z.string().max(5_000).optional(),
  group_id: groupArgument.optional(),
};

/** Reads the users that a question is about, in pages: those that a search finds, or a group's members. Without either, the active ones. */
export async function* population(given: { readonly search?: string; readonly group_id?: string }, call: InquiryCall, take: (person: Person) => void): Steps {
  const { search, group_id: group } = given;
  if (search !== undefined && group !== undefined) throw new ToolError('`search` and `group_id` are not combined.', 'Give one of them.');
  const each = (users: readonly JsonObject[]): void => { for (const user of users) take(personOf(user)); };
  if (group === undefined) yield* call.sweep.pages('listUsers', { search: search ?? 'status eq "ACTIVE"', limit: 200 }, each, 'users');
  else yield* call.sweep.pages('listGroupUsers', { groupId: await groupId(group, call), limit: 1_000 }, each, 'members');
}

export function personOf(user: JsonObject): Person {
  return { id: textAt(user, 'id'), status: textAt(user, 'status'), login: textAt(user, 'profile.login'), lastLogin: textAt(user, 'lastLogin'), created: textAt(user, 'created') };
}

/** A person as rows show one: under Okta's own paths, so that redaction finds them. */
export function personRow({ id, status, login, lastLogin }: Person): JsonObject {
  return { id, status, profile: { login }, lastLogin: lastLogin === '' ? null : lastLogin };
}

/** Factors that withstand phishing: security keys and passkeys, and Okta FastPass. */
export const PHISHING_RESISTANT = ['webauthn', 'u2f', 'signed_nonce'];

/** The types of a user's active factors, each once. */
export async function activeFactors(userId: string, reader: Reader): Promise<string[]> {
  const { items } = await reader.page('listFactors', { userId });
  return [...new Set(items.filter((factor) => factor['status'] === 'ACTIVE').map((factor) => textAt(factor, 'factorType')))].sort();
}

/** An administrator role as words: its type or label, and how it is held. */
export function roleName(role: JsonObject): string {
  const name = textAt(role, 'type') === 'CUSTOM' ? textAt(role, 'label') : textAt(role, 'type');
  return `${name} (${textAt(role, 'assignmentType') === 'GROUP' ? 'through a group' : 'direct'})`;
}

/** The id of the group that a role is held through; empty for a direct one. */
export function roleGroup(role: JsonObject): string {
  return /\/groups\/([A-Za-z0-9]+)$/.exec(textAt(role, '_links.assignee.href'))?.[1] ?? '';
}

/** The factors' caveat that Okta documents: what is listed depends on the enrollment policy for the caller. */
export const FACTORS_NOTE = 'Okta lists a factor only when the enrollment policy that applies to this server\'s own network allows it.';
