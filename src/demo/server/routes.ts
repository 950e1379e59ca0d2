import { getApplication, getApplicationUser, listApplicationGroups, listApplications, listApplicationUsers } from './applications.js';
import { getGroup, getGroupRule, listApplicationTargets, listGroupApplications, listGroupRoles, listGroupRules, listGroups, listGroupTargets, listGroupUsers } from './groups.js';
import { listLogEvents } from './logs.js';
import { isJsonObject } from '../../json.js';
import { noEndpoint } from './errors.js';
import { page, type ApiAnswer, type ApiRequest } from './paging.js';
import { getPolicy, getPolicyRule, getZone, listPolicies, listPolicyRules, listZones } from './policies.js';
import { listClientRoles, wellKnown } from './organization.js';
import type { Store } from './store.js';
import { getUser, listAppLinks, listFactors, listUserGroups, listUserRoles, listUsers, listUsersWithRoles } from './users.js';

export type Handler = (store: Store, request: ApiRequest) => ApiAnswer;

/** Every endpoint of the demo org below /api/v1, with `*` for an id, the first match counts. */
const routes: readonly (readonly [string, Handler])[] = [
  ['users', listUsers],
  ['users/*', getUser],
  ['users/*/groups', listUserGroups],
  ['users/*/appLinks', listAppLinks],
  ['users/*/factors', listFactors],
  ['users/*/roles', listUserRoles],
  ['users/*/roles/*/targets/groups', listGroupTargets],
  ['users/*/roles/*/targets/catalog/apps', listApplicationTargets],
  ['groups', listGroups],
  ['groups/rules', listGroupRules],
  ['groups/rules/*', getGroupRule],
  ['groups/*', getGroup],
  ['groups/*/users', listGroupUsers],
  ['groups/*/apps', listGroupApplications],
  ['groups/*/roles', listGroupRoles],
  ['groups/*/roles/*/targets/groups', listGroupTargets],
  ['groups/*/roles/*/targets/catalog/apps', listApplicationTargets],
  ['apps', listApplications],
  ['apps/*', getApplication],
  ['apps/*/users', listApplicationUsers],
  ['apps/*/groups', listApplicationGroups],
  ['apps/*/users/*', getApplicationUser],
  ['iam/assignees/users', listUsersWithRoles],
  ['policies', listPolicies],
  ['policies/*', getPolicy],
  ['policies/*/rules', listPolicyRules],
  ['policies/*/rules/*', getPolicyRule],
  ['zones', listZones],
  ['zones/*', getZone],
  ['logs', listLogEvents],
];

/** Lists of configuration objects have one page; single settings are one object. */
function configured(path: string): Handler {
  return (store, request) => {
    const found = store.org.configuration.get(path);
    if (found === undefined) throw noEndpoint();
    return isJsonObject(found) ? { body: found } : page(found, request, { standard: 200 });
  };
}

/** What stands beside /api/v1. */
const elsewhere: readonly (readonly [string, Handler])[] = [
  ['.well-known/okta-organization', wellKnown],
  ['oauth2/v1/clients/*/roles', listClientRoles],
];

const CONFIGURED = /^(org|authenticators|api-tokens|idps|authorizationServers|trustedOrigins|behaviors|eventHooks|inlineHooks|logStreams|device-assurances|devices|realms|features|threats\/configuration|org\/contacts\/[A-Z]+|rate-limit-settings\/[a-z-]+)$/;

/** The handler of a path and the ids in it, still encoded. */
export function route(path: string): { handler: Handler; ids: string[] } | undefined {
  const api = path.startsWith('/api/v1/');
  const segments = path.slice(api ? '/api/v1/'.length : 1).split('/');
  for (const [pattern, handler] of api ? routes : elsewhere) {
    const parts = pattern.split('/');
    if (parts.length !== segments.length || !parts.every((part, index) => part === '*' ? segments[index] !== '' : part === segments[index])) continue;
    return { handler, ids: segments.filter((_, index) => parts[index] === '*') };
  }
  const rest = segments.join('/');
  return api && CONFIGURED.test(rest) ? { handler: configured(rest), ids: [] } : undefined;
}
