import { getApplication, listApplicationGroups, listApplications, listApplicationUsers } from './applications.js';
import { getGroup, getGroupRule, listGroupApplications, listGroupRoles, listGroupRules, listGroups, listGroupUsers } from './groups.js';
import { listLogEvents } from './logs.js';
import type { ApiAnswer, ApiRequest } from './paging.js';
import { getPolicy, getPolicyRule, getZone, listPolicies, listPolicyRules, listZones } from './policies.js';
import type { Store } from './store.js';
import { getUser, listAppLinks, listFactors, listUserGroups, listUserRoles, listUsers } from './users.js';

export type Handler = (store: Store, request: ApiRequest) => ApiAnswer;

/** Every endpoint of the demo org: the path behind /api/v1 with `*` for an id, the first match counts. */
const routes: readonly (readonly [string, Handler])[] = [
  ['users', listUsers],
  ['users/*', getUser],
  ['users/*/groups', listUserGroups],
  ['users/*/appLinks', listAppLinks],
  ['users/*/factors', listFactors],
  ['users/*/roles', listUserRoles],
  ['groups', listGroups],
  ['groups/rules', listGroupRules],
  ['groups/rules/*', getGroupRule],
  ['groups/*', getGroup],
  ['groups/*/users', listGroupUsers],
  ['groups/*/apps', listGroupApplications],
  ['groups/*/roles', listGroupRoles],
  ['apps', listApplications],
  ['apps/*', getApplication],
  ['apps/*/users', listApplicationUsers],
  ['apps/*/groups', listApplicationGroups],
  ['policies', listPolicies],
  ['policies/*', getPolicy],
  ['policies/*/rules', listPolicyRules],
  ['policies/*/rules/*', getPolicyRule],
  ['zones', listZones],
  ['zones/*', getZone],
  ['logs', listLogEvents],
];

/** The handler of a path and the ids in it, still encoded. */
export function route(path: string): { handler: Handler; ids: string[] } | undefined {
  const segments = path.replace(/^\/api\/v1\//, '').split('/');
  if (!path.startsWith('/api/v1/')) return undefined;
  for (const [pattern, handler] of routes) {
    const parts = pattern.split('/');
    if (parts.length !== segments.length || !parts.every((part, index) => part === '*' ? segments[index] !== '' : part === segments[index])) continue;
    return { handler, ids: segments.filter((_, index) => parts[index] === '*') };
  }
  return undefined;
}
