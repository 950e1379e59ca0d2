import { isJsonObject, type JsonObject, type JsonValue } from '../../json.js';
import type { DemoOrg } from '../org.js';
import { notFound } from './errors.js';

/** The demo org with the indexes that requests need. */
export interface Store {
  readonly org: DemoOrg;
  readonly users: ReadonlyMap<string, JsonObject>;
  readonly groups: ReadonlyMap<string, JsonObject>;
  readonly applications: ReadonlyMap<string, JsonObject>;
  /** User id to group ids. */
  readonly userGroups: ReadonlyMap<string, readonly string[]>;
  /** User id to the ids of the applications assigned. */
  readonly userApplications: ReadonlyMap<string, readonly string[]>;
  /** Group id to the ids of the applications assigned. */
  readonly groupApplications: ReadonlyMap<string, readonly string[]>;
}

/** Builds the indexes of an org. */
export function createStore(org: DemoOrg): Store {
  return {
    org,
    users: byId(org.users),
    groups: byId(org.groups),
    applications: byId(org.applications),
    userGroups: inverted([...org.groupMembers].map(([group, members]) => [group, members])),
    userApplications: inverted([...org.applicationUsers].map(([app, users]) => [app, users.map((user) => text(user['id']))])),
    groupApplications: inverted([...org.applicationGroups].map(([app, groups]) => [app, groups.map((group) => text(group['id']))])),
  };
}

/** The object with this id, or Okta's 404. */
export function find(objects: ReadonlyMap<string, JsonObject>, id: string, type: string): JsonObject {
  const found = objects.get(id);
  if (found === undefined) throw notFound(id, type);
  return found;
}

/** The objects with these ids. */
export function all(objects: ReadonlyMap<string, JsonObject>, ids: readonly string[] | undefined): JsonObject[] {
  return (ids ?? []).map((id) => objects.get(id)).filter((object) => object !== undefined);
}

/** Text, or none. */
export function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Text under a key of an object under a key. */
export function textIn(object: JsonObject | undefined, parent: string, key: string): string {
  const inner = object?.[parent];
  return isJsonObject(inner) ? text(inner[key]) : '';
}

/** True when a value begins with `prefix`, without case. */
export function startsWith(value: string, prefix: string): boolean {
  return value.toLowerCase().startsWith(prefix.toLowerCase());
}

/** Objects by their id. */
export function byId(objects: readonly JsonObject[]): Map<string, JsonObject> {
  return new Map(objects.map((object) => [text(object['id']), object]));
}

function inverted(entries: readonly (readonly [string, readonly string[]])[]): Map<string, string[]> {
  const result = new Map<string, string[]>();
  for (const [key, values] of entries) {
    for (const value of values) {
      const keys = result.get(value);
      if (keys === undefined) result.set(value, [key]);
      else keys.push(key);
    }
  }
  return result;
}
