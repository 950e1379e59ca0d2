import type { JsonObject } from '../../json.js';
import { oktaId } from './ids.js';
import { calendarDay, DAY, HOUR, MINUTE, stamp, stampOrNull } from './instants.js';
import type { Build, Person, UserStatus } from './model.js';
import { type Department, DEPARTMENTS, EMOJI, FIRST_NAMES, LAST_NAMES, type Name, VENDORS } from './names.js';
import { OFFICES, type Place } from './places.js';
import type { Random } from './random.js';

/** Users of each status in a thousand; the rest are ACTIVE. */
const QUOTAS: readonly (readonly [UserStatus, number])[] = [
  ['DEPROVISIONED', 60], ['PROVISIONED', 28], ['STAGED', 18], ['PASSWORD_EXPIRED', 12], ['SUSPENDED', 12], ['LOCKED_OUT', 6], ['RECOVERY', 6],
];

interface Times {
  readonly activated: number | null;
  readonly statusChanged: number | null;
  readonly passwordChanged: number | null;
  readonly lastUpdated: number;
  readonly lastLogin: number | null;
  readonly engaged: boolean;
}

/** Exact numbers of every status, so that a small org has all of them too. */
function statuses(build: Build, random: Random): UserStatus[] {
  const list: UserStatus[] = [];
  for (const [status, perMille] of QUOTAS) {
    for (let i = 0; i < Math.max(2, Math.round((build.options.users * perMille) / 1000)); i++) list.push(status);
  }
  while (list.length < build.options.users) list.push('ACTIVE');
  return random.shuffle(list);
}

/** Instants of creation, oldest first: a few in the days of the log, the rest over the years. */
function creations(build: Build, random: Random): number[] {
  const times = [build.orgCreated + HOUR];
  while (times.length < build.options.users) {
    const recent = random.chance(0.016);
    const age = recent ? random.int(3, 28) : 40 + Math.floor(2100 * random.next() ** 1.4);
    times.push(build.now - age * DAY + random.int(-9, 9) * HOUR - random.int(0, 3599) * 1000);
  }
  return times.sort((a, b) => a - b);
}

function activeTimes(build: Build, random: Random, created: number): Times {
  const activated = created + random.int(0, 90) * MINUTE;
  const joined = activated + random.int(1, 40) * HOUR;
  const fresh = created > build.since;
  const passwordChanged = fresh ? activated + 20 * MINUTE : joined + Math.floor((build.since - joined) * random.next());
  const lastUpdated = Math.max(passwordChanged, fresh ? activated : joined + Math.floor((build.since - joined) * random.next()));
  const roll = random.next();
  const idle = !fresh && roll < 0.07;
  const never = !fresh && roll >= 0.07 && roll < 0.095;
  const lastLogin = idle ? Math.max(passwordChanged + MINUTE, build.since - random.int(1, 200) * DAY) : null;
  return { activated, statusChanged: activated, passwordChanged, lastUpdated: Math.max(lastUpdated, activated), lastLogin: lastLogin === null ? null : Math.min(lastLogin, build.since - HOUR), engaged: !idle && !never };
}

/** A status that followed on ACTIVE: the user worked until the change, and where that lies in the log, the log tells it. */
function formerTimes(build: Build, random: Random, created: number, status: UserStatus): Times {
  const activated = created + random.int(0, 90) * MINUTE;
  const oldest = Math.max(activated + 2 * DAY, build.now - 900 * DAY);
  const soon = status === 'LOCKED_OUT' || status === 'RECOVERY';
  const recent = soon || random.chance(0.3);
  const from = recent ? Math.max(oldest, build.now - (soon ? 4 : 26) * DAY) : oldest;
  const until = recent ? build.now - 3 * HOUR : Math.max(oldest, build.since - DAY);
  const statusChanged = from + Math.floor(Math.max(HOUR, until - from) * random.next());
  const passwordChanged = activated + 15 * MINUTE;
  const before = Math.min(statusChanged, build.since) - random.int(2, 40) * HOUR;
  return { activated, statusChanged, passwordChanged, lastUpdated: statusChanged, lastLogin: before > passwordChanged ? before : null, engaged: statusChanged > build.since + 6 * DAY && activated < build.since };
}

function times(build: Build, random: Random, created: number, status: UserStatus): Times {
  if (status === 'STAGED') return { activated: null, statusChanged: null, passwordChanged: null, lastUpdated: created, lastLogin: null, engaged: false };
  if (status === 'PROVISIONED') {
    const activated = created + random.int(1, 60) * MINUTE;
    return { activated, statusChanged: activated, passwordChanged: null, lastUpdated: activated, lastLogin: null, engaged: false };
  }
  return status === 'ACTIVE' ? activeTimes(build, random, created) : formerTimes(build, random, created, status);
}

interface Identity {
  readonly firstName: string;
  readonly lastName: string;
  readonly login: string;
  readonly contractor: boolean;
}

/** People whose logins are awkward on purpose, by position. */
const AWKWARD: ReadonlyMap<number, Identity> = new Map([
  [21, { firstName: 'Siobhán', lastName: "O'Brien", login: "siobhan.o'brien@northwind.example", contractor: false }],
  [34, { firstName: 'Test', lastName: 'Automation', login: 'test+automation@northwind.example', contractor: false }],
  [55, { firstName: 'Jürgen', lastName: 'Groß', login: 'jürgen.groß@northwind.example', contractor: false }],
  [89, { firstName: 'Build', lastName: 'Service', login: 'svc/build@northwind.example', contractor: false }],
]);

function spelled([written, spelling]: Name, native: boolean): string {
  return native && !/[^\p{Script=Latin}'-]/u.test(written) ? written.toLowerCase() : (spelling ?? written.toLowerCase());
}

function identity(random: Random, index: number, taken: Set<string>): Identity {
  const awkward = AWKWARD.get(index);
  if (awkward !== undefined) return awkward;
  const given = random.pick(FIRST_NAMES);
  const family = random.pick(LAST_NAMES);
  const contractor = random.chance(0.11);
  const native = random.chance(0.06);
  const tag = random.chance(0.004) ? '+lab' : '';
  const domain = contractor ? 'partners.northwind.example' : random.chance(0.06) ? 'tailspin.example.com' : 'northwind.example';
  const stem = `${spelled(given, native)}.${spelled(family, native)}`;
  let login = `${stem}${tag}@${domain}`;
  for (let n = 2; taken.has(login); n++) login = `${stem}${n}${tag}@${domain}`;
  return { firstName: given[0], lastName: family[0], login, contractor };
}

interface Post {
  readonly department: Department;
  readonly place: Place;
  readonly title: string;
  readonly boss: Person | undefined;
}

function profile(random: Random, who: Identity, post: Post, displayName: string, index: number, created: number): JsonObject {
  const { department, place, boss } = post;
  const written: JsonObject = {
    firstName: who.firstName, lastName: who.lastName, mobilePhone: random.chance(0.4) ? `+1 555 01${String(index % 100).padStart(2, '0')}` : null,
    secondEmail: random.chance(0.15) ? `${who.login.replace(/@.*/, '')}@personal.example.net` : null, login: who.login, email: who.login,
    displayName, title: post.title, department: department.name, division: department.division, organization: who.contractor ? random.pick(VENDORS) : 'Northwind Traders',
    costCenter: department.costCenter, employeeNumber: String(10000 + index), userType: who.contractor ? 'Contractor' : 'Employee',
    city: place.city, countryCode: place.countryCode, locale: place.locale, timezone: place.timezone,
    badgeId: 400000 + index * 7, startDate: calendarDay(created + 3 * DAY), isContractor: who.contractor, skills: [...random.pick(department.skills)],
  };
  if (boss !== undefined) {
    written.manager = boss.login;
    written.managerId = String(10000 + boss.index);
  }
  if (who.contractor) written.contractEndDate = calendarDay(created + 900 * DAY);
  return written;
}

function person(build: Build, random: Random, index: number, created: number, status: UserStatus, taken: Set<string>, bosses: Map<string, Person[]>): Person {
  const who = identity(random, index, taken);
  taken.add(who.login);
  const department = random.weighted(DEPARTMENTS);
  const place = random.weighted(OFFICES);
  const leaders = bosses.get(department.name) ?? [];
  const boss = leaders.length === 0 ? undefined : random.pick(leaders);
  const head = boss === undefined && status === 'ACTIVE' && !who.contractor;
  const title = head ? `Head of ${department.name}` : random.pick(department.titles);
  const displayName = `${who.firstName} ${who.lastName}${random.chance(0.008) ? ` ${random.pick(EMOJI)}` : ''}`;
  const made: Person = {
    id: oktaId('00u', created, random), index, ...who, displayName, department, title, place, status, created,
    profile: profile(random, who, { department, place, title, boss }, displayName, index, created), ...times(build, random, created, status),
  };
  if (head || (status === 'ACTIVE' && !who.contractor && leaders.length > 0 && leaders.length < build.options.users / 150 && random.chance(0.15))) bosses.set(department.name, [...leaders, made]);
  return made;
}

/** Everybody, in the order of their ids, which is that of their creation. */
export function makePeople(build: Build): Person[] {
  const random = build.random.fork('users');
  const all = statuses(build, random);
  const taken = new Set<string>([...AWKWARD.values()].map(({ login }) => login));
  const bosses = new Map<string, Person[]>();
  const people = creations(build, random).map((created, index) => person(build, random, index, created, statusOf(build, all, index, created), taken, bosses));
  return people.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Somebody who was locked out last week cannot have been created yesterday. */
function statusOf(build: Build, all: readonly UserStatus[], index: number, created: number): UserStatus {
  const status = all[index] ?? 'ACTIVE';
  if (index === 0 || AWKWARD.has(index)) return 'ACTIVE';
  return created > build.since - 9 * DAY && status !== 'STAGED' && status !== 'PROVISIONED' ? 'ACTIVE' : status;
}

const OKTA_PROVIDER: JsonObject = { type: 'OKTA', name: 'OKTA' };
const AD_PROVIDER: JsonObject = { type: 'ACTIVE_DIRECTORY', name: 'corp.northwind.example' };

/** A user as GET /users sends it. */
export function renderUser(build: Build, made: Person, type: JsonObject): JsonObject {
  const hasPassword = made.passwordChanged !== null;
  const emails: JsonObject[] = [{ value: made.login, status: 'VERIFIED', type: 'PRIMARY' }];
  const credentials: JsonObject = hasPassword ? { password: {}, emails, provider: made.index % 9 === 4 ? AD_PROVIDER : OKTA_PROVIDER } : { provider: OKTA_PROVIDER };
  if (hasPassword && made.index % 23 === 0) credentials.recovery_question = { question: 'What is the food you least liked as a child?' };
  return {
    id: made.id, status: made.status, created: stamp(made.created), activated: stampOrNull(made.activated), statusChanged: stampOrNull(made.statusChanged),
    lastLogin: stampOrNull(made.lastLogin), lastUpdated: stamp(made.lastUpdated), passwordChanged: stampOrNull(made.passwordChanged), type,
    profile: made.profile, credentials, _links: { self: { href: `${build.api}/users/${made.id}` } },
  };
}
