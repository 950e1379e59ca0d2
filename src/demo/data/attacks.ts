import type { JsonObject } from '../../json.js';
import { oktaId } from './ids.js';
import { DAY, HOUR, MINUTE, SECOND } from './instants.js';
import type { Draft } from './log.js';
import { byKey, first, type Person } from './model.js';
import { ELSEWHERE } from './places.js';
import { failSignIn, signIn, singleSignOn } from './sign-in.js';
import type { Site } from './sites.js';
import type { Quiet } from './traffic.js';
import { activeFactors, actorOf, deskOf, enrollmentTarget, unknownActor, type World } from './world.js';

const SPRAY_IP = '192.0.2.77';
const FATIGUE_IP = '192.0.2.143';
const TRAVEL_IP = '203.0.113.217';
const SPRAYED_USERS = 41;
const UNKNOWN_NAMES = ['info@northwind.example', 'sales@northwind.example', 'j.smith@northwind.example', 'ceo@northwind.example', 'accounts@northwind.example', 'hr@northwind.example'];
const DENIALS = 14;

/** What happened in the stories, to be told once the log is in order. */
export interface AttackDrafts {
  readonly spray: { readonly ip: string; readonly failures: readonly Draft[]; readonly logins: readonly string[]; readonly success: Draft };
  readonly fatigue: { readonly ip: string; readonly denials: readonly Draft[]; readonly approval: Draft; readonly success: Draft };
  readonly travel: { readonly from: Draft; readonly to: Draft; readonly fromSite: Site; readonly toSite: Site };
  readonly token: { readonly draft: Draft; readonly id: string; readonly name: string };
}

/** When the stories happen: hours and minutes (UTC) of days before now. */
function times(world: World): { spray: number; fatigue: number; travel: number; token: number } {
  const at = (daysAgo: number, hours: number, minutes: number): number => {
    const day = world.build.now - daysAgo * DAY;
    return day - (day % DAY) + hours * HOUR + minutes * MINUTE;
  };
  return { spray: at(6, 3, 7), fatigue: at(3, 20, 41), travel: at(8, 9, 4), token: at(5, 14, 26) };
}

/** A day before and after their story its people do nothing else, or their way home would be impossible travel too. */
export function quietHours(world: World): Quiet {
  const { spray, fatigue, travel } = times(world);
  const around = (at: number): readonly [number, number] => [at - DAY, at + DAY];
  return new Map([[world.cast.sprayed, around(spray)], [world.cast.fatigued, around(fatigue)], [world.cast.traveller, around(travel)]]);
}

function spray(world: World, at: number): AttackDrafts['spray'] {
  const { random, cast, sites, log } = world;
  const others = random.sample(world.people.filter((person) => person.status === 'ACTIVE' && person !== cast.sprayed), SPRAYED_USERS);
  const named: readonly (Person | string)[] = random.shuffle([cast.sprayed, ...others, ...UNKNOWN_NAMES]);
  const session = sites.session(sites.elsewhere(ELSEWHERE.reykjavik, SPRAY_IP, 'script'));
  const failures: Draft[] = [];
  let when = at;
  for (const round of [0, 1]) {
    for (const name of named) {
      if (round === 1 && name !== cast.sprayed && !random.chance(0.35)) continue;
      const known = typeof name !== 'string';
      failures.push(failSignIn(world, known ? actorOf(name) : unknownActor(name), session, when, known ? 'INVALID_CREDENTIALS' : 'VERIFICATION_ERROR', { threatSuspected: 'true' }));
      when += random.int(9, 31) * SECOND + random.int(0, 999);
    }
  }
  const threats: JsonObject = { threatSuspected: 'true', threatDetections: '{"Password Spray":"HIGH","Login Failures":"MEDIUM"}' };
  for (let n = 0; n < 5; n++) log.add({ at: at + (4 + n * 4) * MINUTE, type: 'security.threat.detected', actor: { id: SPRAY_IP, type: 'IP address', alternateId: 'unknown', displayName: SPRAY_IP, detailEntry: null }, session, severity: 'WARN', reason: 'Password Spray, Login Failures', target: null, debug: threats });
  const { start } = signIn(world, cast.sprayed, session, when + 3 * MINUTE, { unusual: ['New Geo-Location', 'New Device', 'New IP', 'New State', 'New Country', 'New City'], risk: 'HIGH' });
  singleSignOn(world, cast.sprayed, session, byKey(world.apps, 'mail'), when + 4 * MINUTE);
  return { ip: SPRAY_IP, failures, logins: [...new Set(named.map((name) => (typeof name === 'string' ? name : name.login)))].sort(), success: start };
}

function fatigue(world: World, at: number): AttackDrafts['fatigue'] {
  const { random, cast, sites, log } = world;
  const person = cast.fatigued;
  const actor = actorOf(person);
  const push = first(activeFactors(world, person), 'push of the accountant', ({ type }) => type === 'push');
  const session = sites.session(sites.elsewhere(ELSEWHERE.vilnius, FATIGUE_IP, 'browser'));
  const target: JsonObject[] = [actor, enrollmentTarget(push.id, 'push')];
  const unusual = ['New Device', 'New IP', 'New Country', 'New City'];
  const denials: Draft[] = [];
  let when = at;
  for (let n = 0; n < DENIALS; n++) {
    log.add({ at: when, type: 'system.push.send_factor_verify_push', actor, session, target });
    when += random.int(7, 24) * SECOND;
    denials.push(log.add({ at: when, type: 'user.authentication.auth_via_mfa', actor, session, result: 'FAILURE', reason: 'INVALID_CREDENTIALS', target, debug: { authnRequestId: session.id, factor: 'OKTA_VERIFY_PUSH', factorIntent: 'AUTHENTICATION', pushOnlyResponseType: 'OV_RESPONSE_DENY' } }));
    when += random.int(30, 110) * SECOND;
  }
  const { start, verification } = signIn(world, person, session, when + 40 * SECOND, { factor: push, unusual, risk: 'HIGH' });
  for (const [position, key] of ['mail', 'erp'].entries()) {
    const app = byKey(world.apps, key);
    if (app.assignments.some((assignment) => assignment.person === person)) singleSignOn(world, person, session, app, when + (2 + position) * MINUTE);
  }
  return { ip: FATIGUE_IP, denials, approval: verification, success: start };
}

function travel(world: World, at: number): AttackDrafts['travel'] {
  const { cast, sites } = world;
  const fromSite = sites.of(cast.traveller, 'office');
  const toSite = sites.elsewhere(ELSEWHERE.singapore, TRAVEL_IP, 'browser');
  const [factor] = activeFactors(world, cast.traveller);
  const from = signIn(world, cast.traveller, sites.session(fromSite), at, { factor }).start;
  const later = sites.session(toSite);
  const to = signIn(world, cast.traveller, later, at + 47 * MINUTE, { factor, unusual: ['New Geo-Location', 'New Device', 'New IP', 'New State', 'New Country', 'Velocity', 'New City'], risk: 'HIGH' }).start;
  singleSignOn(world, cast.traveller, later, byKey(world.apps, 'mail'), at + 49 * MINUTE);
  return { from, to, fromSite, toSite };
}

function apiToken(world: World, at: number): AttackDrafts['token'] {
  const { cast, log, random } = world;
  const id = oktaId('00T', at, random);
  const name = 'nightly-export (temporary)';
  const draft = log.add({ at, type: 'system.api_token.create', actor: actorOf(cast.tokenAdmin), session: deskOf(world, cast.tokenAdmin), target: [{ id, type: 'Token', alternateId: 'unknown', displayName: name, detailEntry: null }], debug: { networkConnection: 'ANYWHERE' } });
  return { draft, id, name };
}

/** Writes the stories that are attacks into the log. */
export function attacks(world: World): AttackDrafts {
  const when = times(world);
  return { spray: spray(world, when.spray), fatigue: fatigue(world, when.fatigue), travel: travel(world, when.travel), token: apiToken(world, when.token) };
}
