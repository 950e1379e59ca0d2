import type { JsonObject } from '../../json.js';
import type { Cast } from './cast.js';
import { base32, oktaId } from './ids.js';
import { DAY, HOUR, stamp } from './instants.js';
import { type Build, byKey, type Group, type Person } from './model.js';
import type { Random } from './random.js';

const LABELS: Readonly<Record<string, string>> = {
  SUPER_ADMIN: 'Super Organization Administrator', ORG_ADMIN: 'Organization Administrator', APP_ADMIN: 'Application Administrator', USER_ADMIN: 'User Administrator', HELP_DESK_ADMIN: 'Help Desk Administrator',
  READ_ONLY_ADMIN: 'Read-only Administrator', API_ACCESS_MANAGEMENT_ADMIN: 'API Access Management Administrator', GROUP_MEMBERSHIP_ADMIN: 'Group Membership Administrator', CUSTOM: 'Access Reviewers',
};

/** What `privilegeGranted` of the log says for a role. */
export const PRIVILEGES: Readonly<Record<string, string>> = {
  SUPER_ADMIN: 'Super administrator', ORG_ADMIN: 'Organization administrator', APP_ADMIN: 'Application administrator (all)', HELP_DESK_ADMIN: 'Help Desk administrator', READ_ONLY_ADMIN: 'Read-only administrator', CUSTOM: 'Custom administrator',
};

/** A role assigned in the days of the log. */
export interface Grant {
  readonly target: Person | Group;
  readonly toGroup: boolean;
  readonly type: string;
  readonly roleAssignmentId: string;
  readonly at: number;
}

export interface Roles {
  readonly users: ReadonlyMap<string, JsonObject[]>;
  readonly groups: ReadonlyMap<string, JsonObject[]>;
  readonly grants: readonly Grant[];
  readonly night: Grant;
  readonly dormantAssignmentId: string;
  readonly administrators: readonly Person[];
}

/** Okta gives roles with targets an id made of their type, the others one of their own. */
function assignmentId(type: string, toGroup: boolean, at: number, random: Random): string {
  if (['APP_ADMIN', 'USER_ADMIN', 'HELP_DESK_ADMIN', 'GROUP_MEMBERSHIP_ADMIN'].includes(type)) return base32(type);
  return oktaId(type === 'CUSTOM' ? 'irb' : toGroup ? 'gra' : 'ra1', at, random);
}

class Book {
  readonly users = new Map<string, JsonObject[]>();
  readonly groups = new Map<string, JsonObject[]>();
  readonly grants: Grant[] = [];
  readonly people = new Set<Person>();

  constructor(private readonly build: Build, private readonly random: Random) {}

  toPerson(person: Person, type: string, at: number): Grant {
    const id = assignmentId(type, false, at, this.random);
    this.add(this.users, person.id, this.role(id, type, at, 'USER', `users/${person.id}`));
    this.people.add(person);
    return this.grant({ target: person, toGroup: false, type, roleAssignmentId: id, at });
  }

  toGroup(group: Group, type: string, at: number): void {
    const id = assignmentId(type, true, at, this.random);
    const role = this.role(id, type, at, 'GROUP', `groups/${group.id}`);
    this.add(this.groups, group.id, role);
    for (const person of group.members) {
      this.add(this.users, person.id, role);
      this.people.add(person);
    }
    this.grant({ target: group, toGroup: true, type, roleAssignmentId: id, at });
  }

  private grant(made: Grant): Grant {
    if (made.at > this.build.since) this.grants.push(made);
    return made;
  }

  private add(book: Map<string, JsonObject[]>, id: string, role: JsonObject): void {
    book.set(id, [...(book.get(id) ?? []), role]);
  }

  private role(id: string, type: string, at: number, assignmentType: 'USER' | 'GROUP', assignee: string): JsonObject {
    const role: JsonObject = { id, label: LABELS[type] ?? type, type, status: 'ACTIVE', created: stamp(at), lastUpdated: stamp(at), assignmentType };
    const links: JsonObject = { assignee: { href: `${this.build.api}/${assignee}` } };
    if (type === 'CUSTOM') {
      Object.assign(role, { role: 'cr0demo0reviewers5d7', 'resource-set': 'iamdemo0finance005d7' });
      links['resource-set'] = { href: `${this.build.api}/iam/resource-sets/iamdemo0finance005d7` };
      links.role = { href: `${this.build.api}/iam/roles/cr0demo0reviewers5d7` };
      links.permissions = { href: `${this.build.api}/iam/roles/cr0demo0reviewers5d7/permissions` };
    }
    role._links = links;
    return role;
  }
}

/** The last 02:13 (UTC+1) of nineteen days ago: at night in every office of Europe. */
function nightBefore(build: Build): number {
  const day = build.now - 19 * DAY;
  return day - (day % DAY) + HOUR + 13 * 60_000 + 24_000;
}

/** Who administers the org: directly and through groups, of every kind of role. */
export function makeRoles(build: Build, people: readonly Person[], groups: readonly Group[], cast: Cast): Roles {
  const random = build.random.fork('roles');
  const book = new Book(build, random);
  const story = new Set<Person>(Object.values(cast).filter((person: Person) => person !== cast.superAdmin));
  const staff = people.filter((person) => person.status === 'ACTIVE' && person.engaged && !person.contractor && !story.has(person) && person.created < build.now - 100 * DAY);
  const inDepartment = (name: string, count: number): Person[] => random.sample(staff.filter((person) => person.department.name === name && person !== cast.superAdmin), count);
  const before = (person: Person): number => Math.max(person.created + 7 * DAY, build.now - random.int(60, 700) * DAY);
  const night = nightBefore(build);
  book.toPerson(cast.superAdmin, 'SUPER_ADMIN', before(cast.superAdmin));
  const dormantAssignmentId = book.toPerson(cast.dormant, 'SUPER_ADMIN', build.now - 320 * DAY).roleAssignmentId;
  book.toPerson(cast.tokenAdmin, 'ORG_ADMIN', before(cast.tokenAdmin));
  book.toPerson(cast.ruleAdmin, 'SUPER_ADMIN', before(cast.ruleAdmin));
  for (const person of inDepartment('IT', 3)) book.toPerson(person, 'APP_ADMIN', before(person));
  for (const person of inDepartment('Security', 2)) book.toPerson(person, 'READ_ONLY_ADMIN', before(person));
  for (const person of inDepartment('Legal', 2)) book.toPerson(person, 'CUSTOM', before(person));
  for (const person of inDepartment('People', 2)) book.toPerson(person, 'GROUP_MEMBERSHIP_ADMIN', before(person));
  for (const person of inDepartment('Engineering', 1)) book.toPerson(person, 'API_ACCESS_MANAGEMENT_ADMIN', before(person));
  for (const person of inDepartment('Customer Success', 2)) book.toPerson(person, 'HELP_DESK_ADMIN', night + 6 * DAY + 9 * HOUR);
  const nightGrant = book.toPerson(cast.grantee, 'ORG_ADMIN', night);
  book.toGroup(byKey(groups, 'service-desk'), 'HELP_DESK_ADMIN', build.now - 410 * DAY);
  book.toGroup(byKey(groups, 'identity-team'), 'SUPER_ADMIN', build.now - 800 * DAY);
  book.toGroup(byKey(groups, 'security-operations'), 'READ_ONLY_ADMIN', build.now - 600 * DAY);
  book.toGroup(byKey(groups, 'security-operations'), 'CUSTOM', night + 4 * DAY + 12 * HOUR);
  const administrators = people.filter((person) => book.people.has(person));
  return { users: book.users, groups: book.groups, grants: book.grants, night: nightGrant, dormantAssignmentId, administrators };
}
