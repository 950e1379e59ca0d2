import type { JsonObject } from '../../json.js';
import { DAY, HOUR, MINUTE, SECOND } from './instants.js';
import { lifecycles, newAssignments, removals } from './lifecycles.js';
import type { Draft } from './log.js';
import { type Application, byKey, LOG_DAYS, type Person } from './model.js';
import { ELSEWHERE } from './places.js';
import { PRIVILEGES } from './roles.js';
import { failSignIn, signOnTargets } from './sign-in.js';
import { activeFactors, actorOf, appTarget, behaviors, deskOf, enrollmentTarget, factorWords, groupTarget, unknownActor, type World } from './world.js';

/** What is typed into the username field now and then. None is the password of anybody. */
const TYPED_PASSWORDS = ['Sommer!4Meer', 'Tr0ub4dor&3', 'P@ssw0rd-23', 'qwerty#9981'] as const;
const TYPED_NAMES = ['admin', 'administrator@northwind.example', 'jan.jansen@northwind.exampel', 'anna', 'helpdesk@northwind.example', 'root', "o'brien", 'svc-backup', 'reception@northwind.example', 'test', 'peter@tailspin.example', 'scanner@northwind.example'];

export interface AdministrationDrafts {
  readonly typedPasswords: readonly { readonly value: string; readonly draft: Draft }[];
  readonly nightGrant: Draft;
  readonly weakenedRule: Draft;
  /** The leaver's deactivation. */
  readonly deactivated: Draft;
}

/** Mornings and afternoons of working days in Europe: when administrators do things. */
function officeHours(world: World): () => number {
  const { random, build } = world;
  const midnight = build.since - (build.since % DAY);
  return () => {
    for (;;) {
      const at = midnight + random.int(1, LOG_DAYS - 1) * DAY + 8 * HOUR + random.int(0, 8 * 3600) * SECOND + random.int(0, 999);
      if (![0, 6].includes(new Date(at).getUTCDay())) return at;
    }
  };
}

/** Roles granted in the days of the log; one of them at night. */
function grants(world: World): Draft {
  const { cast, log, roles } = world;
  let night: Draft | undefined;
  for (const grant of roles.grants) {
    const session = deskOf(world, cast.superAdmin);
    const target = 'login' in grant.target ? actorOf(grant.target) : groupTarget(grant.target);
    const debug: JsonObject = { privilegeGranted: PRIVILEGES[grant.type] ?? grant.type };
    const draft = log.add({ at: grant.at, type: grant.toGroup ? 'group.privilege.grant' : 'user.account.privilege.grant', actor: actorOf(cast.superAdmin), session: grant === roles.night ? world.sites.session(world.sites.of(cast.superAdmin, 'home')) : session, target: [target], debug });
    if (grant === roles.night) night = draft;
  }
  if (night === undefined) throw new Error('the demo org has no grant at night');
  return night;
}

/** Policy rules and zones that changed in the days of the log; one rule was weakened. */
function changes(world: World): Draft {
  const { build, log, cast, policies, zones } = world;
  let weakened: Draft | undefined;
  for (const policy of policies.list) {
    for (const rule of policy.rules) {
      if (rule.lastUpdated <= build.since) continue;
      const target: JsonObject[] = [{ id: policy.id, type: 'PolicyEntity', alternateId: 'unknown', displayName: policy.name, detailEntry: { policyType: policy.type } }, { id: rule.id, type: 'PolicyRule', alternateId: policy.id, displayName: rule.name, detailEntry: null }];
      const admin = rule.key === 'weakened' ? cast.ruleAdmin : cast.superAdmin;
      const draft = log.add({ at: rule.lastUpdated, type: 'policy.rule.update', actor: actorOf(admin), session: deskOf(world, admin), target, debug: { oldPolicyRulePriority: '1', newPolicyRulePriority: '1' }, uri: `/api/v1/policies/${policy.id}/rules/${rule.id}` });
      if (rule.key === 'weakened') weakened = draft;
    }
  }
  for (const zone of zones) {
    if (zone.lastUpdated > build.since) log.add({ at: zone.lastUpdated, type: 'zone.update', actor: actorOf(cast.superAdmin), session: deskOf(world, cast.superAdmin), target: [{ id: zone.id, type: 'NetworkZone', alternateId: 'unknown', displayName: zone.name, detailEntry: null }], debug: { zoneData: JSON.stringify({ type: 'IP', name: zone.name }) } });
  }
  if (weakened === undefined) throw new Error('the demo org has no weakened rule');
  return weakened;
}

type Help = 'user.account.reset_password' | 'user.account.unlock_by_admin' | 'user.mfa.factor.reset_all' | 'user.mfa.factor.deactivate' | 'user.account.update_profile' | 'user.lifecycle.suspend' | 'user.lifecycle.unsuspend';

function newPassword(world: World, person: Person, at: number): void {
  person.passwordChanged = Math.max(at, person.passwordChanged ?? 0);
  person.lastUpdated = Math.max(at, person.lastUpdated);
  world.log.add({ at, type: 'user.account.update_password', actor: actorOf(person), session: deskOf(world, person), target: [actorOf(person)] });
}

/** What the service desk does all day. Users are left as the events say: their factors gone, their passwords new. */
function serviceDesk(world: World, desk: readonly Person[], moments: () => number): void {
  const { random, log } = world;
  const settled = world.people.filter((person) => person.status === 'ACTIVE' && person.created < world.build.since && person !== world.cast.dormant);
  const engaged = settled.filter((person) => person.engaged);
  const help = (type: Help, person: Person, at: number, reason: { reason?: string } = {}): void => {
    const admin = random.pick(desk);
    log.add({ at, type, actor: actorOf(admin), session: deskOf(world, admin), target: [actorOf(person)], ...reason });
  };
  for (const person of random.sample(engaged, 14)) {
    const at = moments();
    help('user.account.reset_password', person, at);
    newPassword(world, person, at + 21 * MINUTE);
  }
  for (const person of random.sample(engaged, 7)) {
    const at = moments();
    log.add({ at: at - 25 * MINUTE, type: 'user.account.lock', actor: actorOf(person), session: world.sites.session(world.sites.of(person, 'home')), result: 'FAILURE', reason: 'LOCKED_OUT', severity: 'DEBUG', target: [actorOf(person)] });
    help('user.account.unlock_by_admin', person, at);
  }
  const without = engaged.filter((person) => (world.factors.byPerson.get(person) ?? []).length === 0);
  for (const person of random.sample(without, 8)) help('user.mfa.factor.reset_all', person, moments());
  const withoutSms = engaged.filter((person) => !(world.factors.byPerson.get(person) ?? []).some((factor) => factor.type === 'sms'));
  for (const person of random.sample(withoutSms, 6)) help('user.mfa.factor.deactivate', person, moments(), { reason: `User reset ${factorWords('sms')[0]} factor` });
  for (const person of random.sample(settled, 45)) {
    const at = moments();
    help('user.account.update_profile', person, at);
    person.lastUpdated = Math.max(at, person.lastUpdated);
  }
  for (const person of random.sample(settled.filter((someone) => !someone.engaged), 3)) {
    const at = moments();
    help('user.lifecycle.suspend', person, at);
    help('user.lifecycle.unsuspend', person, at + 90 * MINUTE);
    person.statusChanged = at + 90 * MINUTE;
    person.lastUpdated = Math.max(person.statusChanged, person.lastUpdated);
  }
  for (const person of random.sample(engaged, 30)) newPassword(world, person, moments());
}

/** Denied pushes, refused sign-ins and applications that people only tried. */
function mishaps(world: World, moments: () => number): void {
  const { random, log, sites } = world;
  const settled = world.people.filter((person) => person.status === 'ACTIVE' && person.engaged && person.created < world.build.since && person !== world.cast.fatigued);
  const withPush = random.sample(settled.filter((person) => activeFactors(world, person).some(({ type }) => type === 'push')), 6);
  for (const person of withPush) {
    const session = sites.session(sites.of(person, 'home'));
    const at = moments();
    const enrollment = enrollmentTarget(activeFactors(world, person).find(({ type }) => type === 'push')?.id ?? '', 'push');
    log.add({ at: at - 6 * SECOND, type: 'system.push.send_factor_verify_push', actor: actorOf(person), session, target: [actorOf(person), enrollment] });
    log.add({ at, type: 'user.authentication.auth_via_mfa', actor: actorOf(person), session, result: 'FAILURE', reason: 'INVALID_CREDENTIALS', target: [actorOf(person), enrollment], debug: { factor: 'OKTA_VERIFY_PUSH', factorIntent: 'AUTHENTICATION', pushOnlyResponseType: 'OV_RESPONSE_DENY' } });
  }
  for (const person of random.sample(settled, 14)) {
    const session = sites.session(sites.elsewhere(ELSEWHERE.panama, `192.0.2.${random.int(210, 219)}`, 'proxy'));
    log.add({ at: moments(), type: 'policy.evaluate_sign_on', actor: actorOf(person), session, result: 'DENY', reason: 'Sign-on policy evaluation resulted in DENY', target: signOnTargets(world, 'blocked-rule'), debug: { authnRequestId: session.id, behaviors: behaviors(['New Country', 'New Geo-Location', 'New IP', 'New Device']), risk: '{level=HIGH, reasons=Anomalous Location}' } });
  }
  const tried: Application = byKey(world.apps, 'bank');
  for (const person of random.sample(settled.filter((someone) => !tried.assignments.some((assignment) => assignment.person === someone)), 11)) log.add({ at: moments(), type: 'app.generic.unauth_app_access_attempt', actor: actorOf(person), session: deskOf(world, person), result: 'FAILURE', target: [appTarget(tried)] });
  for (const person of random.sample(settled, 2)) log.add({ at: moments(), type: 'user.account.report_suspicious_activity_by_enduser', actor: actorOf(person), session: deskOf(world, person), target: [actorOf(person)], debug: { suspiciousActivityEventType: 'system.email.new_device_notification.sent_message' } });
  for (const typed of TYPED_NAMES) failSignIn(world, unknownActor(typed), deskOf(world, random.pick(settled)), moments(), 'VERIFICATION_ERROR');
}

/** The service that exports the log asks for a token every six hours. */
function services(world: World): void {
  const siem = byKey(world.apps, 'siem');
  const actor: JsonObject = { id: siem.id, type: 'PublicClientApp', alternateId: siem.id, displayName: siem.label, detailEntry: null };
  const session = world.sites.session(world.sites.elsewhere(ELSEWHERE.vilnius, '203.0.113.241', 'service'));
  for (let at = world.build.since + 17 * MINUTE; at < world.build.now; at += 6 * HOUR) {
    world.log.add({ at, type: 'app.oauth2.token.grant.access_token', actor, session, target: [{ id: `AT.${siem.id.slice(3)}`, type: 'access_token', alternateId: null, displayName: 'Access Token', detailEntry: { expires: '3600' } }], debug: { grantType: 'client_credentials', grantedScopes: 'okta.logs.read', clientAuthType: 'client_secret_basic' } });
  }
  for (const key of ['crm', 'wiki', 'parking']) {
    const app = byKey(world.apps, key);
    world.log.add({ at: world.build.now - 12 * DAY + app.label.length * HOUR, type: 'application.lifecycle.update', actor: actorOf(world.cast.superAdmin), session: deskOf(world, world.cast.superAdmin), target: [appTarget(app)] });
  }
}

/** Everything in the log that is not somebody signing in. */
export function administration(world: World): AdministrationDrafts {
  const moments = officeHours(world);
  const desk = byKey(world.groups, 'service-desk').members;
  const deactivated = lifecycles(world, desk);
  newAssignments(world, desk);
  removals(world, desk, moments);
  serviceDesk(world, desk, moments);
  mishaps(world, moments);
  services(world);
  const settled = world.people.filter((person) => person.status === 'ACTIVE' && person.engaged);
  const typedPasswords = TYPED_PASSWORDS.map((value) => ({ value, draft: failSignIn(world, unknownActor(value), deskOf(world, world.random.pick(settled)), moments(), 'VERIFICATION_ERROR') }));
  return { deactivated, typedPasswords, nightGrant: grants(world), weakenedRule: changes(world) };
}
