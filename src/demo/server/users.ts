import { isJsonObject, type JsonObject } from '../../json.js';
import { DEMO_ORG_ID } from '../org.js';
import { invalid, notFound } from './errors.js';
import { limitOf, page, type ApiAnswer, type ApiRequest } from './paging.js';
import { compile, userFilter, userSearch } from './scim.js';
import { all, find, startsWith, text, textIn, type Store } from './store.js';

const USERS = { standard: 200, most: 200 };

/** GET /users: three different engines behind `search`, `filter` and `q`; DEPROVISIONED users only by the first two. */
export function listUsers(store: Store, request: ApiRequest): ApiAnswer {
  const { query } = request;
  const search = query.get('search');
  const filter = query.get('filter');
  const q = query.get('q');
  if (search !== null) return page(sorted(store.org.users.filter(compile(search, userSearch)), query), request, USERS);
  if (filter !== null) return page(store.org.users.filter(compile(filter, userFilter)), request, USERS);
  const visible = store.org.users.filter((user) => user['status'] !== 'DEPROVISIONED');
  if (q === null) return page(visible, request, USERS);
  const found = visible.filter((user) => ['firstName', 'lastName', 'email'].some((key) => startsWith(textIn(user, 'profile', key), q)));
  return { body: found.slice(0, limitOf(query, { standard: 10, most: 200 })), next: null };
}

/** Sorts a search by `sortBy`, ties by id; without it the order is the org's own. */
export function sorted(items: readonly JsonObject[], query: URLSearchParams): readonly JsonObject[] {
  const path = query.get('sortBy')?.split('.');
  if (path === undefined) return items;
  const direction = query.get('sortOrder')?.toLowerCase() === 'desc' ? -1 : 1;
  const key = (item: JsonObject): string => {
    const [first = '', second] = path;
    return (second === undefined ? text(item[first]) : textIn(item, first, second)).toLowerCase();
  };
  return items.toSorted((a, b) => direction * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) || (text(a['id']) < text(b['id']) ? -1 : 1));
}

/** A user by id, login or unambiguous login shortname; `me` is the owner of the token. A login with a `/` only by id. */
export function findUser(store: Store, key: string): JsonObject {
  const byId = store.users.get(key);
  if (byId !== undefined) return byId;
  if (key === 'me') return find(store.users, tokenOwner(store), 'User');
  const wanted = key.toLowerCase();
  if (wanted.includes('/')) throw notFound(key, 'User');
  const exact = store.org.users.find((user) => textIn(user, 'profile', 'login').toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const short = store.org.users.filter((user) => textIn(user, 'profile', 'login').toLowerCase().split('@')[0] === wanted);
  const [only, another] = short;
  if (only === undefined || another !== undefined) throw notFound(key, 'User');
  return only;
}

/** Whose the API token is that the demo org accepts: somebody with a read-only role. */
function tokenOwner({ org }: Store): string {
  const tokens: unknown = org.configuration.get('api-tokens');
  const own: unknown = Array.isArray(tokens) ? tokens.find((token: unknown) => isJsonObject(token) && token['name'] === 'okta-mcp-server') : undefined;
  return isJsonObject(own) ? text(own['userId']) : '';
}

/** GET /users/{id}: beside what a list has, the links that are valid for the user's status. */
export function getUser(store: Store, request: ApiRequest): ApiAnswer {
  const user = findUser(store, request.ids[0] ?? '');
  const self = `${store.org.options.origin}/api/v1/users/${text(user['id'])}`;
  const link = (href: string, method?: string): JsonObject => (method === undefined ? { href } : { href, method });
  const actions: Readonly<Record<string, readonly string[]>> = {
    ACTIVE: ['suspend', 'reset_password', 'expire_password', 'deactivate'], STAGED: ['activate', 'deactivate'], PROVISIONED: ['reactivate', 'deactivate'], SUSPENDED: ['unsuspend', 'deactivate'],
    LOCKED_OUT: ['unlock', 'reset_password', 'deactivate'], DEPROVISIONED: ['activate', 'delete'],
  };
  const lifecycle = (actions[text(user['status'])] ?? ['deactivate']).map((action): [string, JsonObject] => [action.replace(/_(.)/, (_, letter: string) => letter.toUpperCase()), link(`${self}/lifecycle/${action}`, 'POST')]);
  const type = isJsonObject(user['type']) ? text(user['type']['id']) : '';
  const links: JsonObject = { ...Object.fromEntries(lifecycle), self: link(self), schema: link(`${store.org.options.origin}/api/v1/meta/schemas/user/osc${type.slice(3)}`), type: link(`${store.org.options.origin}/api/v1/meta/types/user/${type}`) };
  const blocks: JsonObject = request.query.get('expand') === 'blocks' ? { _embedded: { blocks: [] } } : {};
  return { body: { ...user, ...blocks, _links: links } };
}

/** GET /users/{id}/groups. */
export function listUserGroups(store: Store, request: ApiRequest): ApiAnswer {
  const id = text(findUser(store, request.ids[0] ?? '')['id']);
  return page(all(store.groups, store.userGroups.get(id)), request, { standard: 200 });
}

/** GET /users/{id}/factors: no Link header. */
export function listFactors(store: Store, request: ApiRequest): ApiAnswer {
  const id = text(find(store.users, request.ids[0] ?? '', 'User')['id']);
  return { body: [...(store.org.factors.get(id) ?? [])] };
}

/** GET /users/{id}/roles. */
export function listUserRoles(store: Store, request: ApiRequest): ApiAnswer {
  const id = text(findUser(store, request.ids[0] ?? '')['id']);
  return { body: [...(store.org.userRoles.get(id) ?? [])] };
}

/** GET /users/{id}/appLinks: a tile a link of each active application, hidden ones included; no Link header. */
export function listAppLinks(store: Store, request: ApiRequest): ApiAnswer {
  const id = text(findUser(store, request.ids[0] ?? '')['id']);
  if (request.query.has('limit')) throw invalid('limit', 'The endpoint has no limit.');
  const applications = all(store.applications, store.userApplications.get(id)).filter((app) => app['status'] === 'ACTIVE');
  return { body: applications.flatMap((app, order) => tiles(store, app, id, order)) };
}

function tiles(store: Store, app: JsonObject, user: string, order: number): JsonObject[] {
  const visibility = isJsonObject(app['visibility']) ? app['visibility'] : {};
  const links = isJsonObject(visibility['appLinks']) ? visibility['appLinks'] : {};
  const hide = isJsonObject(visibility['hide']) ? visibility['hide'] : {};
  const appId = text(app['id']);
  return Object.keys(links).map((name) => ({
    id: `00u${appId.slice(3)}${name}`.slice(0, 20),
    label: text(app['label']),
    linkUrl: `${store.org.options.origin}/home/${text(app['name'])}/${appId}/${name}`,
    logoUrl: 'https://ok12static.oktacdn.com/assets/img/logos/default.png',
    appName: text(app['name']),
    appInstanceId: appId,
    appAssignmentId: `0ua${user.slice(3, 11)}${appId.slice(11)}`,
    credentialsSetup: false,
    hidden: hide['web'] === true,
    sortOrder: order,
  }));
}

/** GET /iam/assignees/users: ids only, paged in the body. */
export function listUsersWithRoles(store: Store, request: ApiRequest): ApiAnswer {
  const { origin } = store.org.options;
  const found = [...store.org.userRoles].filter(([, roles]) => roles.length > 0).map(([id]) => ({ id, orn: `orn:okta:directory:${DEMO_ORG_ID}:users:${id}`, _links: { self: { href: `${origin}/api/v1/users/${id}` } } }));
  const { body, next } = page(found, request, { standard: 100 });
  return { body: { value: body, _links: next === null || next === undefined ? {} : { next: { href: `${origin}${request.path}?${next}` } } } };
}
