import * as z from 'zod';
import type { JsonObject } from '../../json.js';
import { PROFILE_FILTER } from '../compared.js';
import { groupArgument, groupCompared, groupId } from '../ids.js';
import type { Parameters } from '../../okta/sdk.js';
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

export const populationCompared = { search: PROFILE_FILTER, group_id: groupCompared };

/** The users that a question is about, without a search or a group. */
const EVERYBODY = 'status eq "ACTIVE"';

/** A population as an answer names it. */
export function populationName({ search, group_id: group }: { readonly search?: string; readonly group_id?: string }): string {
  return search ?? (group === undefined ? EVERYBODY : 'members of the group');
}

/** Reads the users that a question is about, in pages: those that a search finds, or a group's members. Without either, the active ones. */
export async function* population(given: { readonly search?: string; readonly group_id?: string }, call: InquiryCall, take: (person: Person) => void): Steps {
  const { search, group_id: group } = given;
  if (search !== undefined && group !== undefined) throw new ToolError('`search` and `group_id` are not combined.', 'Give one of them.');
  const each = (users: readonly JsonObject[]): void => { for (const user of users) take(personOf(user)); };
  if (group === undefined) yield* call.sweep.pages('listUsers', { search: search ?? EVERYBODY, limit: 200 }, each, 'users');
  else yield* call.sweep.pages('listGroupUsers', { groupId: await groupId(group, call), limit: 1_000 }, each, 'members');
}

export function personOf(user: JsonObject): Person {
  return { id: textAt(user, 'id'), status: textAt(user, 'status'), login: textAt(user, 'profile.login'), lastLogin: textAt(user, 'lastLogin'), created: textAt(user, 'created') };
}

/** A person as rows show one: under Okta's own paths, so that redaction finds them. */
export function personRow({ id, status, login, lastLogin }: Person): JsonObject {
  return { id, status, profile: { login }, lastLogin: lastLogin === '' ? null : lastLogin };
}

/** The user that an answer is about. */
export function who(user: JsonObject): JsonObject {
  return { id: user['id'] ?? null, status: user['status'] ?? null, profile: { login: textAt(user, 'profile.login') } };
}

/** The parameters that list every application a user has, active or not. */
export function applicationsOf(userId: string): Parameters {
  return { filter: `user.id eq "${userId}"`, limit: 200, includeNonDeleted: true };
}

/** The ids of everybody with an administrator role. */
export function administratorIds({ sweep }: InquiryCall, take: (id: string) => void): Steps {
  return sweep.pages('listUsersWithRoleAssignments', { limit: 100 }, (users) => { for (const user of users) take(textAt(user, 'id')); }, 'administrators');
}

/** Factors that withstand phishing: security keys and passkeys, and Okta FastPass. */
export const PHISHING_RESISTANT = ['webauthn', 'u2f', 'signed_nonce'];

/** The types of a user's active factors, each once. */
export async function activeFactors(userId: string, reader: Reader): Promise<string[]> {
  const { items } = await reader.page('listFactors', { userId });
  return [...new Set(items.filter((factor) => factor['status'] === 'ACTIVE').map((factor) => textAt(factor, 'factorType')))].sort();
}

/** Okta's name of an administrator role: its type, for a custom one its label. */
export function roleType(role: JsonObject): string {
  return textAt(role, 'type') === 'CUSTOM' ? textAt(role, 'label') : textAt(role, 'type');
}

/** An administrator role as words: its type or label, and how it is held. */
export function roleName(role: JsonObject): string {
  return `${roleType(role)} (${textAt(role, 'assignmentType') === 'GROUP' ? 'through a group' : 'direct'})`;
}

/** The id of the group that a role is held through; empty for a direct one. */
export function roleGroup(role: JsonObject): string {
  return /\/groups\/([A-Za-z0-9]+)$/.exec(textAt(role, '_links.assignee.href'))?.[1] ?? '';
}

/** The factors' caveat that Okta documents: what is listed depends on the enrollment policy for the caller. */
export const FACTORS_NOTE = 'Okta lists a factor only when the enrollment policy that applies to this server\'s own network allows it.';
