import type { JsonObject } from '../../json.js';
import type { DemoOptions } from '../org.js';
import { DAY } from './instants.js';
import type { Department } from './names.js';
import type { Place } from './places.js';
import { Random } from './random.js';

/** Length of the System Log. */
export const LOG_DAYS = 30;

export const USER_STATUSES = ['STAGED', 'PROVISIONED', 'ACTIVE', 'RECOVERY', 'LOCKED_OUT', 'PASSWORD_EXPIRED', 'SUSPENDED', 'DEPROVISIONED'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

/** A user while the org is being built; the JSON is written when the log has said when that user signed in last. */
export interface Person {
  readonly id: string;
  readonly index: number;
  readonly login: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly displayName: string;
  readonly department: Department;
  readonly title: string;
  readonly place: Place;
  readonly contractor: boolean;
  readonly profile: JsonObject;
  readonly status: UserStatus;
  readonly created: number;
  readonly activated: number | null;
  /** The log moves these three where it tells of a change. */
  statusChanged: number | null;
  passwordChanged: number | null;
  lastUpdated: number;
  /** Signs in during the days of the log. Others have a `lastLogin` before it, or none. */
  readonly engaged: boolean;
  lastLogin: number | null;
}

export type GroupType = 'OKTA_GROUP' | 'APP_GROUP' | 'BUILT_IN';

/** A group while the org is being built. */
export interface Group {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly type: GroupType;
  readonly profile: JsonObject;
  readonly created: number;
  /** In the order of the users. */
  readonly members: readonly Person[];
  lastMembershipUpdated: number;
}

export interface GroupRule {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly group: Group;
  readonly json: JsonObject;
}

export interface Assignment {
  readonly person: Person;
  readonly scope: 'USER' | 'GROUP';
  readonly created: number;
}

/** An application while the org is being built. */
export interface Application {
  readonly id: string;
  readonly key: string;
  readonly label: string;
  readonly signOnMode: string | null;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly created: number;
  readonly lastUpdated: number;
  /** Users open it themselves: it has a tile. Okta's own applications and MFA integrations do not. */
  readonly opens: boolean;
  /** Path behind its tile. */
  readonly tile: string;
  readonly groups: readonly Group[];
  readonly assignments: readonly Assignment[];
}

/** What every part of the generator starts from. */
export interface Build {
  readonly options: DemoOptions;
  readonly now: number;
  /** The first instant of the log. */
  readonly since: number;
  readonly api: string;
  readonly random: Random;
  readonly orgCreated: number;
}

export function startBuild(options: DemoOptions): Build {
  const now = options.now.getTime();
  return { options, now, since: now - LOG_DAYS * DAY, api: `${options.origin}/api/v1`, random: new Random(options.seed), orgCreated: now - 2200 * DAY };
}

/** The one with that key. Throws when the generator names one that it did not make. */
export function byKey<T extends { readonly key: string }>(list: readonly T[], key: string): T {
  const found = list.find((item) => item.key === key);
  if (found === undefined) throw new Error(`the demo org has no ${key}`);
  return found;
}

/** The first that fits. Throws when the generator made none. */
export function first<T>(list: readonly T[], what: string, fits: (item: T) => boolean): T {
  const found = list.find(fits);
  if (found === undefined) throw new Error(`the demo org has no ${what}`);
  return found;
}
