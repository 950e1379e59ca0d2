import { stringAt, valueAt } from '../answers/columns.js';
import type { JsonObject, JsonValue } from '../json.js';
import type { OktaPage } from '../okta/client.js';
import { operations, type Operation } from '../okta/operations.js';
import type { ToolCall } from '../tools/tool.js';

/** What stands for a part that could not be read. */
interface Unread {
  readonly part: string;
  readonly scope: string | undefined;
}

/**
 * The org at a glance, from at most one page of each kind: who it is, how many of what, which authenticators are on. What the credential
 * may not read, what did not come in time and what this server does not offer is named, and the rest is told. Throws the reason of `signal`.
 * `isNotOffered` is handed in, since this module is bundled by itself: a class of errors would be another here.
 */
export async function orgAtAGlance(call: ToolCall, isNotOffered: (error: unknown) => boolean, signal: AbortSignal): Promise<JsonObject> {
  const unread: Unread[] = [];
  const notOffered: string[] = [];
  const part = async (name: string, operation: Operation, read: () => Promise<JsonValue>): Promise<[string, JsonValue][]> => {
    try {
      return [[name, await read()]];
    } catch (error) {
      signal.throwIfAborted();
      if (isNotOffered(error)) notOffered.push(name);
      else unread.push({ part: name, scope: operations[operation].scope });
      return [];
    }
  };
  const parts = await Promise.all([
    part('organization', 'getWellknownOrgMetadata', async () => organization(await call.one('getWellknownOrgMetadata', {}), call)),
    part('settings', 'getOrgSettings', async () => chosen(await call.one('getOrgSettings', {}), ['companyName', 'subdomain', 'status', 'website', 'created'], call)),
    part('users', 'listGroups', async () => everyone(await call.look('listGroups', { search: 'type eq "BUILT_IN"', expand: 'stats', limit: 20 }))),
    part('administrators', 'listUsersWithRoleAssignments', async () => count(await call.look('listUsersWithRoleAssignments', { limit: 100 }))),
    part('applications', 'listApplications', async () => byStatus(await call.look('listApplications', { limit: 200 }))),
    part('network_zones', 'listNetworkZones', async () => count(await call.look('listNetworkZones', { limit: 200 }))),
    part('authenticators', 'listAuthenticators', async () => active(await call.look('listAuthenticators', {}), call)),
  ]);
  const scopes = [...new Set(unread.flatMap(({ scope }) => scope ?? []))];
  return {
    read_at: call.now.toISOString(),
    ...Object.fromEntries(parts.flat()),
    ...(unread.length === 0 ? {} : { not_read: unread.map((one) => one.part), not_read_because: `The credential may not read it, the org has no such feature, or did not answer in time. With OAuth it needs ${scopes.join(', ')}; in any case an administrator role that can read it.` }),
    ...(notOffered.length === 0 ? {} : { not_offered: notOffered, not_offered_because: 'No tool that this server offers reads it: OKTA_TOOLSETS, or the scopes that were granted, leave it out.' }),
  };
}

function organization(metadata: JsonObject, call: ToolCall): JsonObject {
  const engine = metadata['pipeline'] === 'idx' ? 'Identity Engine' : metadata['pipeline'] === 'v1' ? 'Classic Engine' : 'unknown';
  return { ...chosen(metadata, ['id'], call), url: told('_links.organization.href', metadata, call), engine };
}

function chosen(object: JsonObject, names: readonly string[], call: ToolCall): JsonObject {
  const shown = call.shown(object);
  return Object.fromEntries(names.flatMap((name): [string, JsonValue][] => (shown[name] === undefined || shown[name] === '' ? [] : [[name, shown[name]]])));
}

function told(path: string, object: JsonObject, call: ToolCall): string {
  const value = stringAt(object, path);
  return value === undefined ? '' : call.said(path, value);
}

/** Everyone holds each user who is not deprovisioned. */
function everyone({ items }: OktaPage): JsonValue {
  const found = items.find((group) => valueAt(group, 'profile.name') === 'Everyone');
  return { not_deprovisioned: valueAt(found, '_embedded.stats.usersCount') ?? 'unknown' };
}

function count({ items, next }: OktaPage): JsonValue {
  return next === undefined ? items.length : `${items.length} or more`;
}

function byStatus(page: OktaPage): JsonValue {
  const counts: Record<string, number> = {};
  for (const { status } of page.items) if (typeof status === 'string') counts[status] = (counts[status] ?? 0) + 1;
  return { count: count(page), by_status: counts };
}

function active({ items }: OktaPage, call: ToolCall): JsonValue {
  return items.filter(({ status }) => status === 'ACTIVE').map((item) => told('name', item, call));
}
