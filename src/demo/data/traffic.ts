import { UNUSED_KEY } from './application-list.js';
import { DAY, HOUR, MINUTE, SECOND } from './instants.js';
import { type Application, LOG_DAYS, type Person } from './model.js';
import type { Random } from './random.js';
import type { Session } from './sites.js';
import { chooseFactor, failSignIn, signIn, singleSignOn } from './sign-in.js';
import { actorOf, appTarget, type World } from './world.js';

/** Hours in which nothing ordinary may happen to a person, because a story does. */
export type Quiet = ReadonlyMap<Person, readonly [from: number, until: number]>;

interface Openable {
  readonly app: Application;
  readonly since: number;
}

interface Visit {
  readonly person: Person;
  readonly session: Session;
  readonly at: number;
}

/** The applications that a person can open, of those that people do open. */
function openables(world: World): Map<Person, Openable[]> {
  const map = new Map<Person, Openable[]>();
  for (const app of world.apps) {
    if (!app.opens || app.status !== 'ACTIVE' || app.key === UNUSED_KEY) continue;
    for (const { person, created } of app.assignments) {
      const list = map.get(person);
      if (list === undefined) map.set(person, [{ app, since: created }]);
      else list.push({ app, since: created });
    }
  }
  return map;
}

/** A moment of a working day where the person lives: mornings most, evenings and weekends seldom. */
function workingMoment(random: Random, person: Person, midnight: number): number {
  const day = midnight + random.int(0, LOG_DAYS) * DAY;
  const hour = random.chance(0.06) ? 18 + 4 * random.next() : random.chance(0.62) ? 7.6 + 2.6 * random.next() + random.next() : 12.5 + 4.5 * random.next();
  return Math.floor(day + (hour - person.place.utcOffset) * HOUR) + random.int(0, 59_999);
}

function isWeekend(at: number, person: Person): boolean {
  const day = new Date(at + person.place.utcOffset * HOUR).getUTCDay();
  return day === 0 || day === 6;
}

/** When a person signs in, within what the person's own history allows. */
function moment(world: World, person: Person, from: number, until: number, quiet: readonly [number, number] | undefined): number | undefined {
  const { random } = world;
  const midnight = world.build.since - (world.build.since % DAY);
  for (let attempt = 0; attempt < 25; attempt++) {
    const at = attempt < 18 ? workingMoment(random, person, midnight) : from + Math.floor((until - from) * random.next());
    if (at <= from || at >= until) continue;
    if (attempt < 18 && isWeekend(at, person) && !random.chance(0.1)) continue;
    if (quiet === undefined || at < quiet[0] || at > quiet[1]) return at;
  }
  return undefined;
}

function visit(world: World, person: Person, at: number, until: number, apps: readonly Openable[], used: Set<Application>, most: number): Visit {
  const { random, sites, log } = world;
  const roll = random.next();
  const session = sites.session(sites.of(person, isWeekend(at, person) || roll < 0.3 ? 'home' : roll < 0.38 ? 'phone' : 'office'));
  if (random.chance(0.08)) for (let n = random.int(1, 2); n > 0; n--) failSignIn(world, actorOf(person), session, at - (20 + n * 21) * SECOND);
  signIn(world, person, session, at, { factor: chooseFactor(world, person) });
  const opened = apps.filter((openable) => openable.since < at);
  let later = at;
  for (let n = random.int(1, most); n > 0 && opened.length > 0; n--) {
    later += random.int(4, 70 * 60) * SECOND;
    if (later >= until) break;
    const { app } = random.pick(opened);
    used.add(app);
    singleSignOn(world, person, session, app, later);
  }
  const end = at + random.int(5 * 60, 9 * 60) * MINUTE;
  if (random.chance(0.12) && end < until) log.add({ at: end, type: 'user.session.end', actor: actorOf(person), session, target: [actorOf(person)] });
  return { person, session, at };
}

/** Administrators open the console in half of their sessions. */
function openConsole(world: World, { person, session, at }: Visit): void {
  const console = world.apps.find((app) => app.key === 'admin-console');
  if (console === undefined || !world.random.chance(0.5)) return;
  const actor = actorOf(person);
  world.log.add({ at: at + 40 * SECOND, type: 'user.authentication.verify', actor, session, target: [actor, appTarget(console)], debug: { origin: world.build.options.origin } });
  world.log.add({ at: at + 42 * SECOND, type: 'user.session.access_admin_app', actor, session, target: [appTarget(console)], debug: { idpType: 'OKTA' } });
}

/** An application that nobody opened by chance is opened once by somebody who has it: only the story's is unused. */
function openTheRest(world: World, used: ReadonlySet<Application>, visits: ReadonlyMap<Person, Visit>): void {
  for (const app of world.apps) {
    if (!app.opens || app.status !== 'ACTIVE' || app.key === UNUSED_KEY || used.has(app)) continue;
    for (const { person, created } of app.assignments) {
      const seen = visits.get(person);
      if (seen === undefined || seen.at <= created) continue;
      singleSignOn(world, person, seen.session, app, seen.at + 33 * SECOND);
      break;
    }
  }
}

/** The ordinary days: everybody who works signs in and opens applications. `events`: about so many are to be written. */
export function ordinaryDays(world: World, events: number, quiet: Quiet): void {
  const { random, build } = world;
  const apps = openables(world);
  const engaged = world.people.filter((person) => person.engaged);
  const administrators = new Set(world.roles.administrators);
  const perPerson = events / 6.4 / engaged.length;
  const visits = new Map<Person, Visit>();
  const used = new Set<Application>();
  for (const person of engaged) {
    const from = Math.max(build.since + HOUR, (person.activated ?? build.now) + 75 * MINUTE);
    const until = Math.min(build.now - 5 * MINUTE, person.status === 'ACTIVE' ? build.now : (person.statusChanged ?? build.now) - HOUR);
    const wanted = Math.max(1, Math.floor(perPerson * (0.4 + 1.2 * random.next()) + random.next())) + (administrators.has(person) ? 3 : 0);
    for (let n = 0; n < wanted; n++) {
      const at = moment(world, person, from, until, quiet.get(person));
      if (at === undefined) continue;
      const made = visit(world, person, at, until, apps.get(person) ?? [], used, perPerson < 2 ? 2 : 4);
      visits.set(person, made);
      if (administrators.has(person)) openConsole(world, made);
    }
  }
  openTheRest(world, used, visits);
}
