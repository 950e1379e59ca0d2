import { DAY } from './instants.js';
import { first, type Group, byKey, type Person, type Build } from './model.js';

/** The people of the stories. */
export interface Cast {
  /** Made the org: a super administrator who signs in every few days. */
  readonly superAdmin: Person;
  readonly tokenAdmin: Person;
  readonly ruleAdmin: Person;
  /** Gets an administrator role at night. */
  readonly grantee: Person;
  readonly dormant: Person;
  /** Falls to the password spray. */
  readonly sprayed: Person;
  /** Approves the one push too many. */
  readonly fatigued: Person;
  readonly traveller: Person;
  readonly leaver: Person;
  readonly counsel: Person;
}

const DORMANT_DAYS = 143;

/** Chooses the people of the stories among those who were made, and makes the dormant one dormant. */
export function chooseCast(build: Build, people: readonly Person[], groups: readonly Group[]): Cast {
  const taken = new Set<Person>();
  const find = (what: string, fits: (person: Person) => boolean): Person => {
    const found = first(people, what, (person) => !taken.has(person) && fits(person));
    taken.add(found);
    return found;
  };
  const settled = (person: Person): boolean => person.status === 'ACTIVE' && person.engaged && !person.contractor && person.created < build.now - 100 * DAY;
  const adminGroups = ['service-desk', 'security-operations'].map((key) => byKey(groups, key).members);
  const dormant = find('idle employee', (person) => person.status === 'ACTIVE' && !person.engaged && person.lastLogin !== null && person.created < build.now - 400 * DAY && !person.contractor && (person.passwordChanged ?? 0) < build.now - 160 * DAY);
  dormant.lastLogin = build.now - DORMANT_DAYS * DAY - 5 * 3_600_000;
  return {
    superAdmin: find('super administrator', (person) => settled(person) && person.place.city === 'Amsterdam' && person.department.name === 'IT'),
    tokenAdmin: find('developer', (person) => settled(person) && person.department.name === 'Engineering'),
    ruleAdmin: find('security engineer', (person) => settled(person) && adminGroups.some((list) => list.includes(person))),
    grantee: find('marketer', (person) => settled(person) && person.department.name === 'Marketing'),
    dormant,
    sprayed: find('seller in Europe', (person) => settled(person) && person.department.name === 'Sales' && ['Amsterdam', 'London', 'Berlin'].includes(person.place.city)),
    fatigued: find('accountant', (person) => settled(person) && person.department.name === 'Finance' && /^[a-z.]+@/.test(person.login)),
    traveller: find('product manager', (person) => settled(person) && person.department.division === 'Technology' && person.place.city === 'Amsterdam'),
    leaver: find('leaver', (person) => person.status === 'DEPROVISIONED' && (person.statusChanged ?? 0) > build.since + 4 * DAY && (person.statusChanged ?? 0) < build.now - 2 * DAY && !person.contractor),
    counsel: first(people, 'counsel', (person) => settled(person) && byKey(groups, 'legal-hold').members.includes(person)),
  };
}
