import { APPLICATION_PLANS, type ApplicationPlan, internalName, LEAVER_KEY } from './application-list.js';
import { oktaId } from './ids.js';
import { DAY, HOUR, MINUTE } from './instants.js';
import { type Application, type Assignment, type Build, byKey, type Group, type Person } from './model.js';
import type { Random } from './random.js';

/** When somebody got an application: on the day of joining, or some day since. */
function assignedAt(build: Build, random: Random, appCreated: number, person: Person, direct: boolean): number {
  const joined = (person.activated ?? person.created) + 2 * MINUTE;
  if (joined > build.since) return joined;
  if (direct && person.status === 'ACTIVE' && random.chance(0.2)) return build.now - random.int(2, 25) * DAY - random.int(1, 600) * MINUTE;
  const earliest = Math.max(appCreated, joined);
  return earliest + Math.floor(Math.max(0, build.now - 62 * DAY - earliest) * random.next());
}

function assignments(build: Build, random: Random, plan: ApplicationPlan, created: number, groups: readonly Group[], people: readonly Person[], leaver: Person): Assignment[] {
  const seen = new Set<Person>();
  const list: Assignment[] = [];
  const add = (person: Person, scope: 'USER' | 'GROUP'): void => {
    if (seen.has(person)) return;
    seen.add(person);
    list.push({ person, scope, created: assignedAt(build, random, created, person, scope === 'USER') });
  };
  const members = new Set(groups.flatMap((group) => group.members));
  const present = people.filter((person) => person.status === 'ACTIVE' && person.engaged && !members.has(person) && person.created < build.since);
  if (plan.direct !== undefined) for (const person of random.sample(present, plan.direct)) add(person, 'USER');
  if (plan.key === LEAVER_KEY) add(leaver, 'USER');
  for (const group of groups) {
    for (const person of group.members) add(person, 'GROUP');
  }
  return list.sort((a, b) => (a.person.id < b.person.id ? -1 : 1));
}

/** The applications with who has them. The `leaver` still has one: a story. */
export function makeApplications(build: Build, groups: readonly Group[], people: readonly Person[], leaver: Person): Application[] {
  const random = build.random.fork('applications');
  return APPLICATION_PLANS.map((plan, position) => {
    const created = position < 3 ? build.orgCreated + MINUTE : build.orgCreated + random.int(2, 2050) * DAY + random.int(0, 86_399) * 1000;
    const assigned = (plan.groups ?? []).map((key) => byKey(groups, key));
    const id = oktaId('0oa', created, random);
    return {
      id, tile: `/home/${internalName(plan)}/${id}/aln177a159h7Zf52X0g8`, key: plan.key, label: plan.label, signOnMode: plan.mode, status: plan.inactive === true ? 'INACTIVE' : 'ACTIVE',
      created, lastUpdated: Math.min(created + random.int(0, 200) * DAY + HOUR, build.since - DAY), opens: plan.hidden !== true, groups: assigned,
      assignments: assignments(build, random, plan, created, assigned, people, leaver),
    };
  });
}
