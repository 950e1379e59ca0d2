import type { JsonObject } from '../../json.js';
import type { DemoOptions, DemoOrg } from '../org.js';
import { administration } from './administration.js';
import { renderApplicationGroups, renderApplications, renderApplicationUsers } from './application-json.js';
import { makeApplications } from './applications.js';
import { attacks, quietHours } from './attacks.js';
import { chooseCast } from './cast.js';
import { configuration } from './configuration.js';
import { makeFactors } from './factors.js';
import { makeGroupRules, makeGroups, renderGroup } from './groups.js';
import { oktaId } from './ids.js';
import { Log } from './log.js';
import { byKey, startBuild, type Build } from './model.js';
import { makePolicies } from './policies.js';
import { makeRoles, type Roles } from './roles.js';
import { Sites } from './sites.js';
import { tellStories } from './tell.js';
import { ordinaryDays } from './traffic.js';
import { makePeople, renderUser } from './users.js';
import type { World } from './world.js';
import { makeZones } from './zones.js';

/** Fewest users: the log and the largest group are made for as many. */
export const MIN_USERS = 1000;

/** How many events of ordinary days: many for each user of a small org, few for each of a large one. */
function eventBudget(users: number): number {
  return Math.min(48_000, users * 27);
}

function makeWorld(build: Build): World {
  const people = makePeople(build);
  const made = makeGroups(build, people);
  const cast = chooseCast(build, people, made);
  const roles = makeRoles(build, people, made, cast);
  const groups = made.map((group) => (group.key === 'administrators' ? { ...group, members: roles.administrators } : group));
  const apps = makeApplications(build, groups, people, cast.leaver);
  const zones = makeZones(build);
  return {
    build, people, groups, cast, roles, apps, zones, groupRules: makeGroupRules(build, groups), policies: makePolicies(build, groups, zones, apps),
    factors: makeFactors(build, people, new Set([cast.sprayed]), new Set([cast.fatigued])), random: build.random.fork('log'),
    sites: new Sites(build.random.fork('sites')), log: new Log(build.random.fork('events'), build.since, build.now),
  };
}

/** Somebody who has the read-only role and no other. */
function reader({ users }: Roles): string {
  return [...users].find(([, roles]) => roles.length === 1 && roles[0]?.['type'] === 'READ_ONLY_ADMIN')?.[0] ?? '';
}

/**
 * Generates the demo org. The same options give the same org. Throws RangeError on fewer than 1,000 users.
 */
export function generateDemoOrg(options: DemoOptions): DemoOrg {
  if (options.users < MIN_USERS) throw new RangeError(`a demo org has at least ${MIN_USERS} users`);
  const build = startBuild(options);
  const world = makeWorld(build);
  ordinaryDays(world, eventBudget(options.users), quietHours(world));
  const attacked = attacks(world);
  const administered = administration(world);
  const events = world.log.finish();
  const applications = renderApplications(build, world.apps, world.policies);
  const type: JsonObject = { id: oktaId('oty', build.orgCreated, build.random.fork('type')) };
  const directory = byKey(world.apps, 'active-directory').id;
  const configured = configuration(build.now, build.random.fork('configuration'), world.roles.administrators[0] ?? { id: '', displayName: '' }, reader(world.roles));
  return {
    options, events,
    users: world.people.map((person) => renderUser(build, person, type)),
    groups: world.groups.map((group) => renderGroup(build, group, directory)),
    groupRules: world.groupRules.map(({ json }) => json),
    groupMembers: new Map(world.groups.map((group) => [group.id, group.members.map(({ id }) => id)])),
    applications: applications.list,
    applicationUsers: renderApplicationUsers(build, world.apps),
    applicationGroups: renderApplicationGroups(build, world.apps),
    factors: new Map([...world.factors.byPerson].map(([person, factors]) => [person.id, factors.map(({ json }) => json)])),
    policies: world.policies.list.map(({ json }) => json),
    policyRules: new Map(world.policies.list.map(({ id, rules }) => [id, rules.map(({ json }) => json)])),
    zones: world.zones.map(({ json }) => json),
    userRoles: world.roles.users,
    groupRoles: world.roles.groups,
    configuration: new Map(Object.entries(configured.byPath)),
    secrets: [...applications.secrets, ...world.factors.secrets, ...configured.secrets],
    stories: tellStories(world, attacked, administered),
  };
}
