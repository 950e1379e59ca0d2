import type { JsonObject } from '../../json.js';
import { invalid, invalidSearch, notFound } from './errors.js';
import { page, type ApiAnswer, type ApiRequest } from './paging.js';
import { compile, type Dialect } from './scim.js';
import { find, startsWith, text, textIn, type Store } from './store.js';

/** GET /apps: `q` is a prefix of label or name; more than 200 at once is refused. */
export function listApplications(store: Store, request: ApiRequest): ApiAnswer {
  const { query } = request;
  const q = query.get('q');
  const filter = query.get('filter');
  const expand = query.get('expand');
  if (expand !== null && expand !== '' && filter !== `user.id eq "${expand.replace(/^user\//, '')}"`) throw invalid('expand', 'Expand query is malformed.');
  const matches = filter === null ? () => true : compile(filter, dialect(store));
  const found = store.org.applications.filter((app) => (q === null || startsWith(text(app['label']), q) || startsWith(text(app['name']), q)) && matches(app));
  return page(found, request, { standard: 20, most: 200 });
}

function dialect(store: Store): Dialect {
  return {
    ignoreCase: false,
    not: false,
    check: (path, operator) => {
      if (!/^(id|status|name|credentials\.signing\.kid|settings\.slo\.enabled|user\.id|group\.id)$/.test(path) || operator !== 'eq') {
        throw invalidSearch(`Field ${path} cannot be filtered with ${operator}.`);
      }
    },
    virtual: (path, value) => {
      const assigned = path === 'user.id' ? store.userApplications.get(value) : path === 'group.id' ? store.groupApplications.get(value) : undefined;
      if (path !== 'user.id' && path !== 'group.id') return undefined;
      const ids = new Set(assigned ?? []);
      return (app) => ids.has(text(app['id']));
    },
  };
}

export function getApplication(store: Store, request: ApiRequest): ApiAnswer {
  return { body: find(store.applications, request.ids[0] ?? '', 'AppInstance') };
}

/** GET /apps/{id}/users: `q` is a prefix of user name, first name, last name or email. */
export function listApplicationUsers(store: Store, request: ApiRequest): ApiAnswer {
  const id = text(find(store.applications, request.ids[0] ?? '', 'AppInstance')['id']);
  const q = request.query.get('q');
  const users = store.org.applicationUsers.get(id) ?? [];
  const found = q === null ? users : users.filter((user) => startsWith(textIn(user, 'credentials', 'userName'), q) || ['firstName', 'lastName', 'email'].some((key) => startsWith(textIn(user, 'profile', key), q)));
  const answer = page(found, request, { standard: 50, most: 500 });
  return request.query.get('expand') === 'user' ? { ...answer, body: answer.body.map((user) => embedded(user, 'user', store.users.get(text(user['id'])))) } : answer;
}

/** GET /apps/{id}/groups: pages of at least 20. */
export function listApplicationGroups(store: Store, request: ApiRequest): ApiAnswer {
  const id = text(find(store.applications, request.ids[0] ?? '', 'AppInstance')['id']);
  const q = request.query.get('q');
  const groups = store.org.applicationGroups.get(id) ?? [];
  const found = q === null ? groups : groups.filter((group) => startsWith(textIn(store.groups.get(text(group['id'])), 'profile', 'name'), q));
  const answer = page(found, request, { standard: 20, least: 20, most: 200 });
  return request.query.get('expand') === 'group' ? { ...answer, body: answer.body.map((group) => embedded(group, 'group', store.groups.get(text(group['id'])))) } : answer;
}

/** GET /apps/{id}/users/{userId}. */
export function getApplicationUser(store: Store, request: ApiRequest): ApiAnswer {
  const [appId = '', userId = ''] = request.ids;
  const id = text(find(store.applications, appId, 'AppInstance')['id']);
  const found = (store.org.applicationUsers.get(id) ?? []).find((user) => user['id'] === userId);
  if (found === undefined) throw notFound(userId, 'AppUser');
  return { body: found };
}

function embedded(item: JsonObject, key: string, object: JsonObject | undefined): JsonObject {
  return object === undefined ? item : { ...item, _embedded: { [key]: object } };
}
