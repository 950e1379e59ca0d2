import type { JsonObject } from '../../json.js';
import { MINUTE, SECOND } from './instants.js';
import type { Draft } from './log.js';
import { type Application, byKey, type Group, type Person } from './model.js';
import { OKTA_ITSELF } from './sites.js';
import { failSignIn } from './sign-in.js';
import { activeFactors, actorOf, appTarget, appUserTarget, deskOf, enrollmentTarget, factorWords, groupTarget, SYSTEM, type World } from './world.js';

/** Groups of each person who joined in the days of the log. */
function groupsOfJoiners(world: World): Map<Person, Group[]> {
  const map = new Map<Person, Group[]>();
  for (const group of world.groups) {
    if (group.type === 'BUILT_IN') continue;
    for (const person of group.members) if (person.created > world.build.since) map.set(person, [...(map.get(person) ?? []), group]);
  }
  return map;
}

/** Somebody joins: the import creates the user, rules and the directory fill the groups, the user sets a password and a factor. */
function join(world: World, person: Person, groups: readonly Group[]): void {
  const { log } = world;
  const actor = actorOf(person);
  log.add({ at: person.created, type: 'user.lifecycle.create', actor: SYSTEM, session: OKTA_ITSELF, target: [actor] });
  for (const group of groups) log.add({ at: person.created + MINUTE, type: 'group.user_membership.add', actor: SYSTEM, session: OKTA_ITSELF, target: [actor, groupTarget(group)] });
  if (person.activated === null) return;
  log.add({ at: person.activated, type: 'user.lifecycle.activate', actor: SYSTEM, session: OKTA_ITSELF, target: [actor] });
  if (person.passwordChanged === null) return;
  const session = world.sites.session(world.sites.of(person, 'office'));
  log.add({ at: person.passwordChanged, type: 'user.account.update_password', actor, session, target: [actor] });
  for (const factor of activeFactors(world, person)) {
    if (factor.created <= world.build.since) continue;
    log.add({ at: factor.created, type: 'user.mfa.factor.activate', actor, session, reason: `User set up ${factorWords(factor.type)[0]} factor`, target: [actor, enrollmentTarget(factor.id, factor.type)] });
    if (factor.type === 'push') log.add({ at: factor.created + SECOND, type: 'device.enrollment.create', actor, session, target: [{ id: `guo${factor.id.slice(3)}`, type: 'Device', alternateId: 'unknown', displayName: 'Phone', detailEntry: null }, actor] });
  }
}

/** A status changes in the days of the log, and the log says by whom and why. */
function changeStatus(world: World, person: Person, at: number, admin: Person): Draft | undefined {
  const { log } = world;
  const target = [actorOf(person)];
  const byAdmin = { at, actor: actorOf(admin), session: deskOf(world, admin), target };
  if (person.status === 'SUSPENDED') log.add({ ...byAdmin, type: 'user.lifecycle.suspend' });
  if (person.status === 'DEPROVISIONED') return log.add({ ...byAdmin, type: 'user.lifecycle.deactivate' });
  if (person.status === 'PASSWORD_EXPIRED') log.add({ ...byAdmin, type: 'user.account.expire_password' });
  if (person.status === 'RECOVERY') log.add({ ...byAdmin, type: 'user.account.reset_password' });
  if (person.status !== 'LOCKED_OUT') return undefined;
  const session = world.sites.session(world.sites.of(person, 'home'));
  for (let n = 5; n > 0; n--) failSignIn(world, actorOf(person), session, at - n * 19 * SECOND);
  log.add({ at, type: 'user.account.lock', actor: actorOf(person), session, result: 'FAILURE', reason: 'LOCKED_OUT', severity: 'DEBUG', target });
  return undefined;
}

/** Everybody who joined, left, was locked out or suspended in the days of the log. Returns the leaver's deactivation. */
export function lifecycles(world: World, admins: readonly Person[]): Draft {
  const { build, random } = world;
  const joined = groupsOfJoiners(world);
  let leaving: Draft | undefined;
  for (const person of world.people) {
    if (person.created > build.since) {
      join(world, person, joined.get(person) ?? []);
      continue;
    }
    const { statusChanged } = person;
    if (statusChanged === null || statusChanged <= build.since || person.status === 'ACTIVE') continue;
    if (person.status === 'PROVISIONED') {
      world.log.add({ at: statusChanged, type: 'user.lifecycle.activate', actor: SYSTEM, session: OKTA_ITSELF, target: [actorOf(person)] });
      continue;
    }
    const draft = changeStatus(world, person, statusChanged, random.pick(admins));
    if (person === world.cast.leaver) leaving = draft;
  }
  if (leaving === undefined) throw new Error('the demo org has no deactivation of the leaver');
  return leaving;
}

/** Every assignment made in the days of the log: on joining by Okta, otherwise by an administrator. */
export function newAssignments(world: World, admins: readonly Person[]): void {
  for (const app of world.apps) {
    for (const { person, created, scope } of app.assignments) {
      if (created <= world.build.since) continue;
      const admin = world.random.pick(admins);
      const byHand = scope === 'USER' ? { actor: actorOf(admin), session: deskOf(world, admin) } : { actor: SYSTEM, session: OKTA_ITSELF };
      world.log.add({ at: created, type: 'application.user_membership.add', ...byHand, target: [appUserTarget(person, app), appTarget(app), actorOf(person)] });
    }
  }
}

/** People who lost a group or an application that they do not have now. */
export function removals(world: World, admins: readonly Person[], moments: () => number): void {
  const { random, log } = world;
  const settled = world.people.filter((person) => person.status === 'ACTIVE' && person.created < world.build.since);
  const pickOutside = (members: ReadonlySet<Person>): Person => random.pick(settled.filter((person) => !members.has(person)).slice(0, 400));
  const byAdmin = (): { actor: JsonObject; session: ReturnType<typeof deskOf> } => {
    const admin = random.pick(admins);
    return { actor: actorOf(admin), session: deskOf(world, admin) };
  };
  for (const key of ['crm', 'erp', 'analytics', 'source-control', 'beta', 'design', 'payroll']) {
    const group = byKey(world.groups, key);
    const person = pickOutside(new Set(group.members));
    const at = moments();
    group.lastMembershipUpdated = Math.max(group.lastMembershipUpdated, at);
    log.add({ at, type: 'group.user_membership.remove', ...byAdmin(), target: [actorOf(person), groupTarget(group)] });
  }
  const lost = (app: Application): Person => pickOutside(new Set(app.assignments.map((assignment) => assignment.person)));
  for (const key of ['crm', 'treasury', 'design', 'analytics', 'travel']) {
    const app = byKey(world.apps, key);
    const person = lost(app);
    log.add({ at: moments(), type: 'application.user_membership.remove', ...byAdmin(), target: [appUserTarget(person, app), appTarget(app), actorOf(person)] });
  }
}
