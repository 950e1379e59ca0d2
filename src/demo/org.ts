import type { JsonObject } from '../json.js';
import type { Stories } from './stories.js';

export const DEMO_ORG_ID = '00odemo0org00005d7';

/** How a demo org is generated. The same options give the same org, to the byte. */
export interface DemoOptions {
  /** Number of users, at least 1,000. */
  readonly users: number;
  readonly seed: number;
  /** The instant the org is generated for: everything in it lies before it. */
  readonly now: Date;
  /** Where the org is served, such as `http://127.0.0.1:4711`: the origin of its `_links`. */
  readonly origin: string;
}

/** Everything that the demo org knows, each object as Okta's API sends it (with `_links`, fields no schema names, nulls). */
export interface DemoOrg {
  readonly options: DemoOptions;
  /** In the order in which Okta lists them. */
  readonly users: readonly JsonObject[];
  readonly groups: readonly JsonObject[];
  readonly groupRules: readonly JsonObject[];
  /** Group id to the ids of its members. The group `Everyone` holds every user who is not deprovisioned. */
  readonly groupMembers: ReadonlyMap<string, readonly string[]>;
  readonly applications: readonly JsonObject[];
  /** Application id to its users, as GET /apps/{id}/users sends them (direct ones `scope: USER`, through a group `scope: GROUP`). */
  readonly applicationUsers: ReadonlyMap<string, readonly JsonObject[]>;
  /** Application id to its group assignments, as GET /apps/{id}/groups sends them. */
  readonly applicationGroups: ReadonlyMap<string, readonly JsonObject[]>;
  /** User id to enrolled factors. */
  readonly factors: ReadonlyMap<string, readonly JsonObject[]>;
  readonly policies: readonly JsonObject[];
  /** Policy id to its rules, unsorted as Okta sends them. */
  readonly policyRules: ReadonlyMap<string, readonly JsonObject[]>;
  readonly zones: readonly JsonObject[];
  /** System Log events, oldest first. */
  readonly events: readonly JsonObject[];
  /** User id to the administrator roles of that user, direct and through groups. */
  readonly userRoles: ReadonlyMap<string, readonly JsonObject[]>;
  /** Group id to the administrator roles assigned to that group. */
  readonly groupRoles: ReadonlyMap<string, readonly JsonObject[]>;
  /** What else is set up, by the path of its endpoint behind /api/v1: a list, or one object. */
  readonly configuration: ReadonlyMap<string, JsonObject | readonly JsonObject[]>;
  /** Every secret-looking string in the objects above (client secrets, shared passwords, one-time password seeds): none may ever be in an answer. */
  readonly secrets: readonly string[];
  /** The planted stories with their ground truth. */
  readonly stories: Stories;
}
