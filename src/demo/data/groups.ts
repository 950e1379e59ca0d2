import type { JsonObject } from '../../json.js';
import { type GroupPlan, groupPlans, RULE_PLANS, type RulePlan } from './group-list.js';
import { oktaId } from './ids.js';
import { DAY, MINUTE, stamp } from './instants.js';
import { type Build, byKey, type Group, type GroupRule, type Person } from './model.js';
import type { Random } from './random.js';

function members(plan: GroupPlan, present: readonly Person[], random: Random): Person[] {
  const fitting = present.filter(plan.fits);
  if (plan.size !== undefined) {
    const chosen = new Set(random.sample(fitting, plan.size));
    return fitting.filter((person) => chosen.has(person));
  }
  const { share = 1 } = plan;
  return share === 1 ? fitting : fitting.filter(() => random.chance(share));
}

/** Who joined in the days of the log joined the groups then. */
function lastMembershipUpdated(build: Build, random: Random, created: number, list: readonly Person[]): number {
  const settled = created + Math.floor((build.since - created) * random.next());
  const joiners = list.filter((person) => person.created > build.since).map((person) => person.created + MINUTE);
  return joiners.reduce((latest, at) => Math.max(latest, at), settled);
}

/** The groups with their members. Deprovisioned users are in none. `administrators` are the members of Okta's own group. */
export function makeGroups(build: Build, people: readonly Person[]): Group[] {
  const random = build.random.fork('groups');
  const present = people.filter((person) => person.status !== 'DEPROVISIONED');
  return groupPlans(random).map((plan) => {
    const created = plan.type === 'BUILT_IN' ? build.orgCreated : build.orgCreated + random.int(1, 1900) * DAY + random.int(0, 86_399) * 1000;
    const list = members(plan, present, random);
    return {
      id: oktaId('00g', created, random), key: plan.key, name: plan.name, type: plan.type, created, members: list,
      profile: { name: plan.name, description: plan.description, ...plan.extras }, lastMembershipUpdated: lastMembershipUpdated(build, random, created, list),
    };
  });
}

function renderRule(plan: RulePlan, group: Group, id: string, created: number): JsonObject {
  return {
    type: 'group_rule', id, status: plan.status, name: plan.name, created: stamp(created), lastUpdated: stamp(created + MINUTE),
    conditions: { people: { users: { exclude: [] }, groups: { exclude: [] } }, expression: { value: plan.expression, type: 'urn:okta:expression:1.0' } },
    actions: { assignUserToGroups: { groupIds: [group.id] } }, allGroupsValid: plan.status !== 'INVALID',
  };
}

export function makeGroupRules(build: Build, groups: readonly Group[]): GroupRule[] {
  const random = build.random.fork('group rules');
  return RULE_PLANS.map((plan) => {
    const group = byKey(groups, plan.group);
    const created = group.created + random.int(1, 60) * MINUTE;
    const id = oktaId('0pr', created, random);
    return { id, key: plan.key, name: plan.name, group, json: renderRule(plan, group, id, created) };
  });
}

const USER_GROUP = ['okta:user_group'];
const WINDOWS_GROUP = ['okta:windows_security_principal'];

function logo(kind: string): JsonObject[] {
  return ['medium', 'large'].map((name) => ({ name, href: `https://static.oktacdn.example/assets/img/logos/groups/odyssey/${kind}-${name}.png`, type: 'image/png' }));
}

const OKTA_LOGO = logo('okta');
const AD_LOGO = logo('active_directory');

/** A group as GET /groups sends it. `directoryId`: the application that groups of type APP_GROUP come from. */
export function renderGroup(build: Build, group: Group, directoryId: string): JsonObject {
  const self = `${build.api}/groups/${group.id}`;
  const fromDirectory = group.type === 'APP_GROUP';
  const links: JsonObject = { logo: fromDirectory ? AD_LOGO : OKTA_LOGO, owners: { href: `${self}/owners` }, users: { href: `${self}/users` }, apps: { href: `${self}/apps` } };
  if (fromDirectory) links.source = { href: `${build.api}/apps/${directoryId}` };
  const rendered: JsonObject = {
    id: group.id, created: stamp(group.created), lastUpdated: stamp(group.created), lastMembershipUpdated: stamp(group.lastMembershipUpdated),
    objectClass: fromDirectory ? WINDOWS_GROUP : USER_GROUP, type: group.type, profile: group.profile,
  };
  if (fromDirectory) rendered.source = { id: directoryId };
  rendered._links = links;
  return rendered;
}
