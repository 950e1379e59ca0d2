import * as z from 'zod';
import { isJsonObject, type JsonObject } from '../json.js';
import type { Compared } from './compared.js';
import { nearest } from './nearest.js';
import { ToolError, type ToolCall } from './tool.js';

/** Okta's ids: letters and digits with a prefix of the kind. Anything else never reaches a path. */
const ID = /^[A-Za-z0-9]{3,64}$/;
/** The form of ids of users, groups and applications: what has it is an id, what has not is a name. */
const USER_ID = /^00u[A-Za-z0-9]{17}$/;
const GROUP_ID = /^00g[A-Za-z0-9]{17}$/;
const APPLICATION_ID = /^0oa[A-Za-z0-9]{17}$/;
const LONGEST_NAME = 500;

/** An argument that takes nothing but an id; `finder` is the tool that lists such ids. */
export function idArgument(finder: string): z.ZodString {
  return z.string().regex(ID, `not an id; ${finder} lists them`);
}

export const userArgument = z.string().max(LONGEST_NAME).describe('Id or login');
export const groupArgument = z.string().max(LONGEST_NAME).describe('Id or exact name');
export const applicationArgument = z.string().max(LONGEST_NAME).describe('Id or exact label');

/** What a name compares; Okta finds a user by the login's part before the `@`, too, and an application by its technical name. */
export const userCompared: Compared = { by: 'value', paths: ['profile.login'], unless: USER_ID };
export const groupCompared: Compared = { by: 'value', paths: ['profile.name'], unless: GROUP_ID };
export const applicationCompared: Compared = { by: 'value', paths: ['label', 'name'], unless: APPLICATION_ID };

/** A string literal of Okta's filter language. */
export function literal(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** The id of a user given by id or login; a login costs one request. Throws ToolError, or OktaError when Okta has no such user. */
export async function userId(given: string, call: ToolCall): Promise<string> {
  return USER_ID.test(given) ? given : idOf(await findUser(given, call));
}

/** A user by id or login. A login with a `/` cannot stand in a path (Okta's documents), so it is searched for. */
export async function findUser(given: string, call: ToolCall): Promise<JsonObject> {
  if (!/[/?#\\]|^\.{1,2}$/.test(given)) return call.one('getUser', { userId: given });
  const { items } = await call.look('listUsers', { search: `profile.login eq ${literal(given)}`, limit: 2 });
  const [user] = items;
  if (user === undefined) throw new ToolError(`No user has the login ${quoted(given)}.`, 'Find the user with list_okta_users (search: profile.email eq "…", or q).');
  return user;
}

/** The id of a group given by id or exact name; a name costs one search. Throws ToolError when no group or several have it. */
export async function groupId(given: string, call: ToolCall): Promise<string> {
  if (GROUP_ID.test(given)) return given;
  const { items } = await call.look('listGroups', { search: `profile.name eq ${literal(given)}`, limit: 20 });
  return only(given, items, call, { kind: 'group', name: (item) => textAt(item['profile'], 'name'), extra: (item) => textAt(item, 'type'), finder: 'list_okta_groups (q or search: profile.name sw "…")' });
}

/** The id of an application given by id or exact label; a label costs one search. Throws ToolError when no application or several have it. */
export async function applicationId(given: string, call: ToolCall): Promise<string> {
  if (APPLICATION_ID.test(given)) return given;
  const { items } = await call.look('listApplications', { q: given, limit: 200, includeNonDeleted: true });
  return only(given, items, call, { kind: 'application', name: (item) => textAt(item, 'label'), extra: (item) => `${textAt(item, 'status')}, ${textAt(item, 'signOnMode')}`, finder: 'list_okta_applications (q: the start of its label)' });
}

interface Naming {
  readonly kind: string;
  readonly name: (item: JsonObject) => string;
  readonly extra: (item: JsonObject) => string;
  readonly finder: string;
}

function only(given: string, items: readonly JsonObject[], call: ToolCall, naming: Naming): string {
  const exact = items.filter((item) => naming.name(item) === given);
  const matches = exact.length > 0 ? exact : items.filter((item) => naming.name(item).toLowerCase() === given.toLowerCase());
  const [first, second] = matches;
  if (first === undefined) {
    const near = nearest(given, items.map((item) => naming.name(call.shown(item))).filter(isPlainName), 3);
    const hint = near.length === 0 ? '' : ` Names that begin so: ${near.map(quoted).join(', ')}.`;
    throw new ToolError(`No ${naming.kind} is named ${quoted(given)}.${hint}`, `Find it with ${naming.finder}.`);
  }
  if (second === undefined) return idOf(first);
  const candidates = matches.slice(0, 10).map((item) => `${idOf(item)} (${quoted(naming.name(call.shown(item)))}, ${naming.extra(call.shown(item))})`);
  throw new ToolError(`${matches.length} ${naming.kind}s are named ${quoted(given)}: ${candidates.join('; ')}.`, 'Call again with the id of the one that is meant.');
}

function idOf(item: JsonObject): string {
  const id = item['id'];
  if (typeof id === 'string' && ID.test(id)) return id;
  throw new ToolError('Okta sent an object without an id.', 'Call again with the id.');
}

function textAt(value: unknown, key: string): string {
  const text = isJsonObject(value) ? value[key] : undefined;
  return typeof text === 'string' ? text : 'none';
}

/** Names are written by strangers: one that is long enough to give orders is told in rows only. */
function isPlainName(name: string): boolean {
  return name.length <= 40 && name.split(/\s+/).length <= 4;
}

/** A name in an error: a stranger's text, so quoted and short. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
