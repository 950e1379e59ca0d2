import type { JsonObject } from '../../json.js';
import { notFound } from './errors.js';
import { limitOf, page, type ApiAnswer, type ApiRequest } from './paging.js';
import { compile, groupFilter, groupSearch } from './scim.js';
import { all, find, startsWith, text, textIn, type Store } from './store.js';
import { sorted } from './users.js';

/** GET /groups: `q` is a prefix of the name and answers without any Link header. */
export function listGroups(store: Store, request: ApiRequest): ApiAnswer {
  const { query } = request;
  const expanded = (groups: readonly JsonObject[]): JsonObject[] => groups.map((group) => (query.get('expand') === 'stats' ? withStats(store, group) : group));
  const q = query.get('q');
  const search = query.get('search');
  const filter = query.get('filter');
  if (q !== null) {
    const found = store.org.groups.filter((group) => startsWith(textIn(group, 'profile', 'name'), q));
    return { body: expanded(found.slice(0, limitOf(query, { standard: 300 }))) };
  }
  const found = search !== null ? sorted(store.org.groups.filter(compile(search, groupSearch)), query) : filter !== null ? store.org.groups.filter(compile(filter, groupFilter)) : store.org.groups;
  const answer = page(found, request, { standard: 10_000 });
  return { ...answer, body: expanded(answer.body) };
}

function withStats(store: Store, group: JsonObject): JsonObject {
  const id = text(group['id']);
  const self = `${store.org.options.origin}/api/v1/groups/${id}`;
  return {
    ...group,
    _embedded: {
      stats: {
        usersCount: store.org.groupMembers.get(id)?.length ?? 0,
        appsCount: store.groupApplications.get(id)?.length ?? 0,
        groupPushMappingsCount: 0,
        hasAdminPrivilege: (store.org.groupRoles.get(id)?.length ?? 0) > 0,
        _links: { users: { href: `${self}/users` }, apps: { href: `${self}/apps` } },
      },
    },
  };
}

export function getGroup(store: Store, request: ApiRequest): ApiAnswer {
  return { body: find(store.groups, request.ids[0] ?? '', 'UserGroup') };
}

export function listGroupUsers(store: Store, request: ApiRequest): ApiAnswer {
  const id = text(find(store.groups, request.ids[0] ?? '', 'UserGroup')['id']);
  return page(all(store.users, store.org.groupMembers.get(id)), request, { standard: 1000, most: 1000 });
}

export function listGroupApplications(store: Store, request: ApiRequest): ApiAnswer {
  const id = text(find(store.groups, request.ids[0] ?? '', 'UserGroup')['id']);
  return page(all(store.applications, store.groupApplications.get(id)), request, { standard: 20, most: 200 });
}

export function listGroupRoles(store: Store, request: ApiRequest): ApiAnswer {
  const id = text(find(store.groups, request.ids[0] ?? '', 'UserGroup')['id']);
  return { body: [...(store.org.groupRoles.get(id) ?? [])] };
}

/** GET /groups/rules: `search` is a keyword. */
export function listGroupRules(store: Store, request: ApiRequest): ApiAnswer {
  const keyword = request.query.get('search');
  const rules = store.org.groupRules.filter((rule) => keyword === null || text(rule['name']).toLowerCase().includes(keyword.toLowerCase()));
  return page(rules, request, { standard: 50, most: 200 });
}

export function getGroupRule(store: Store, request: ApiRequest): ApiAnswer {
  return { body: find(new Map(store.org.groupRules.map((rule) => [text(rule['id']), rule])), request.ids[0] ?? '', 'GroupRule') };
}

/** GET /{users|groups}/{id}/roles/{roleId}/targets/groups: the help desk may help some groups only; empty means no limit. */
export function listGroupTargets(store: Store, request: ApiRequest): ApiAnswer {
  return page(heldRole(store, request) === 'HELP_DESK_ADMIN' ? helpDeskGroups(store) : [], request, { standard: 20, most: 200 });
}

/** GET /{users|groups}/{id}/roles/{roleId}/targets/catalog/apps: no application administrator of the demo org is limited. */
export function listApplicationTargets(store: Store, request: ApiRequest): ApiAnswer {
  heldRole(store, request);
  return page([], request, { standard: 20, most: 200 });
}

/** The groups that the demo org's help desk may help. */
export function helpDeskGroups({ org }: Store): readonly JsonObject[] {
  return org.groups.filter((group) => group['type'] === 'OKTA_GROUP').slice(0, 2);
}

function heldRole({ org }: Store, { ids: [holder = '', roleId = ''] }: ApiRequest): string {
  const role = [...(org.userRoles.get(holder) ?? []), ...(org.groupRoles.get(holder) ?? [])].find(({ id }) => id === roleId);
  if (role === undefined) throw notFound(roleId, 'Role');
  return text(role['type']);
}
