import { describe, expect, it } from 'vitest';
import { generateDemoOrg } from '../../src/demo/data/generate.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/json.js';
import { at, byId, DAY, NOW, ofType, OPTIONS, org, targets, text, time } from './data-support.js';

const STATUSES = ['STAGED', 'PROVISIONED', 'ACTIVE', 'RECOVERY', 'LOCKED_OUT', 'PASSWORD_EXPIRED', 'SUSPENDED', 'DEPROVISIONED'];
const MODES = ['AUTO_LOGIN', 'BASIC_AUTH', 'BOOKMARK', 'BROWSER_PLUGIN', 'OPENID_CONNECT', 'SAML_1_1', 'SAML_2_0', 'SECURE_PASSWORD_STORE', 'WS_FEDERATION', 'MFA_AS_SERVICE', null];
const POLICY_TYPES = ['ACCESS_POLICY', 'ENTITY_RISK', 'IDP_DISCOVERY', 'MFA_ENROLL', 'OKTA_SIGN_ON', 'PASSWORD', 'POST_AUTH_SESSION', 'PROFILE_ENROLLMENT', 'DEVICE_SIGNAL_COLLECTION', 'SESSION_VIOLATION_DETECTION', 'CLIENT_UPDATE', 'IDENTITY_CLAIM_SOURCING'];
const FACTOR_TYPES = ['call', 'email', 'push', 'question', 'signed_nonce', 'sms', 'token', 'token:hardware', 'token:hotp', 'token:software:totp', 'u2f', 'web', 'webauthn'];

function ids(value: JsonValue | undefined, prefix: RegExp, found = new Set<string>()): Set<string> {
  if (typeof value === 'string' && prefix.test(value)) found.add(value);
  else if (Array.isArray(value)) for (const item of value) ids(item, prefix, found);
  else if (isJsonObject(value)) for (const [key, item] of Object.entries(value)) if (key !== '_links') ids(item, prefix, found);
  return found;
}

function everyObject(): JsonObject[] {
  const { users, groups, groupRules, applications, policies, zones, policyRules, factors } = org();
  return [...users, ...groups, ...groupRules, ...applications, ...policies, ...zones, ...[...policyRules.values()].flat(), ...[...factors.values()].flat()];
}

const statusOf = (status: string): JsonObject[] => org().users.filter((user) => user.status === status);

describe('the same options', () => {
  it('give the same org, to the byte', () => {
    const again = generateDemoOrg(OPTIONS);
    expect(JSON.stringify(again.events)).toBe(JSON.stringify(org().events));
    expect({ ...again, events: [] }).toEqual({ ...org(), events: [] });
  });

  it('with another seed give another', () => {
    expect(generateDemoOrg({ ...OPTIONS, seed: 8 }).users[40]).not.toEqual(org().users[40]);
  });

  it('of too few users are refused', () => {
    expect(() => generateDemoOrg({ ...OPTIONS, users: 999 })).toThrow(RangeError);
  });

  it.each([1, 2, 3, 11, 99, 2026])('any seed makes an org (%i)', (seed) => {
    const other = generateDemoOrg({ ...OPTIONS, seed, now: new Date(Date.UTC(2026, seed % 12, 1 + (seed % 28), seed % 24)) });
    expect(other.events.length).toBeGreaterThanOrEqual(20_000);
    expect(other.stories.passwordSpray.failures).toBeGreaterThan(48);
  });
});

describe('ids', () => {
  it('have 20 characters, their prefix, and are unique', () => {
    const all = everyObject().map((item) => text(item, 'id'));
    expect(new Set(all).size).toBe(all.length);
    for (const id of all) expect(id).toMatch(/^[0-9a-z]{3}[0-9A-Za-z]{14}5d7$/);
    for (const user of org().users) expect(user.id).toMatch(/^00u/);
    for (const app of org().applications) expect(app.id).toMatch(/^0oa/);
  });

  it('that objects refer to exist', () => {
    const { policies, policyRules, groupRules, groups, zones, applications, users } = org();
    const known = new Set([...groups, ...zones, ...applications, ...users, ...policies].map((item) => text(item, 'id')));
    for (const value of [...policies, ...[...policyRules.values()].flat(), ...groupRules, ...groups]) {
      for (const id of ids(value, /^(00g|nzo|0oa|00u)[0-9A-Za-z]{17}$/)) expect(known).toContain(id);
    }
    for (const app of applications) {
      const href = at(app, '_links.accessPolicy.href');
      if (typeof href === 'string') expect(known).toContain(href.split('/').pop());
    }
  });

  it('of links lie at the origin of the org', () => {
    for (const item of everyObject()) for (const href of JSON.stringify(item._links ?? {}).matchAll(/"href":"([^"]+)"/g)) expect(href[1]).toMatch(/^(http:\/\/127\.0\.0\.1:4711\/|https:\/\/static\.oktacdn\.example\/)/);
  });
});

describe('users', () => {
  it('number as many as asked for, in every status', () => {
    expect(org().users).toHaveLength(1000);
    for (const status of STATUSES) expect(statusOf(status).length, status).toBeGreaterThan(0);
    expect(statusOf('ACTIVE').length).toBeGreaterThan(800);
  });

  it('have unique logins, some of them awkward', () => {
    const logins = org().users.map((user) => text(user, 'profile.login'));
    expect(new Set(logins).size).toBe(1000);
    for (const awkward of [/^o'|\.o'brien/, /\+/, /[^\x20-\x7e]/, /\//]) expect(logins.some((login) => awkward.test(login)), String(awkward)).toBe(true);
    for (const login of logins) expect(login).toMatch(/@(northwind\.example|partners\.northwind\.example|tailspin\.example\.com)$/);
    const names = org().users.map((user) => text(user, 'profile.displayName')).join(' ');
    for (const script of [/\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Han}/u, /\p{Script=Arabic}/u, /\p{Script=Hangul}/u, /\p{Extended_Pictographic}/u]) expect(names).toMatch(script);
  });

  it('have custom attributes of every kind', () => {
    for (const user of org().users) {
      expect(user.profile).toMatchObject({ costCenter: expect.any(String) as string, employeeNumber: expect.any(String) as string, badgeId: expect.any(Number) as number, isContractor: expect.any(Boolean) as boolean, skills: expect.any(Array) as string[] });
    }
  });

  it('name managers that exist', () => {
    const logins = new Set(org().users.map((user) => text(user, 'profile.login')));
    const managers = org().users.flatMap((user) => at(user, 'profile.manager') ?? []);
    expect(managers.length).toBeGreaterThan(900);
    for (const manager of managers) expect(logins).toContain(manager);
  });

  it('have times that agree', () => {
    for (const user of org().users) {
      const created = time(user, 'created');
      if (user.status === 'STAGED') expect([user.activated, user.lastLogin]).toEqual([null, null]);
      if (user.activated !== null) expect(time(user, 'activated')).toBeGreaterThanOrEqual(created);
      if (user.lastLogin !== null) expect(time(user, 'lastLogin')).toBeGreaterThanOrEqual(time(user, 'activated'));
      if (user.passwordChanged !== null) expect(time(user, 'passwordChanged')).toBeGreaterThanOrEqual(created);
      if (user.statusChanged !== null) expect(time(user, 'lastUpdated')).toBeGreaterThanOrEqual(time(user, 'statusChanged'));
      for (const path of ['created', 'lastUpdated']) expect(time(user, path)).toBeLessThan(NOW.getTime());
    }
    expect(statusOf('ACTIVE').filter((user) => user.lastLogin === null).length).toBeGreaterThan(5);
  });

  it('are listed in the order of creation', () => {
    const all = org().users.map((user) => text(user, 'id'));
    expect([...all].sort()).toEqual(all);
  });
});

describe('groups', () => {
  it('are 60 of three types, two of them of one name', () => {
    expect(org().groups).toHaveLength(60);
    expect(new Set(org().groups.map((group) => group.type))).toEqual(new Set(['OKTA_GROUP', 'APP_GROUP', 'BUILT_IN']));
    const finance = org().groups.filter((group) => at(group, 'profile.name') === 'Finance');
    expect(finance.map((group) => group.type).sort()).toEqual(['APP_GROUP', 'OKTA_GROUP']);
    expect(finance.find((group) => group.type === 'APP_GROUP')).toMatchObject({ source: { id: expect.stringMatching(/^0oa/) as string }, profile: { samAccountName: 'Finance' } });
  });

  it('have members that exist and are not deprovisioned', () => {
    const users = byId(org().users);
    for (const [group, members] of org().groupMembers) {
      expect(byId(org().groups).has(group)).toBe(true);
      expect(new Set(members).size).toBe(members.length);
      for (const id of members) expect(users.get(id)?.status).not.toBe('DEPROVISIONED');
    }
    expect([...org().groupMembers.values()].some((members) => members.length === 600)).toBe(true);
    const everyone = org().groups.find((group) => at(group, 'profile.name') === 'Everyone');
    expect(org().groupMembers.get(text(everyone, 'id'))).toHaveLength(1000 - statusOf('DEPROVISIONED').length);
  });

  it('are filled by rules as their expressions say', () => {
    const rule = org().groupRules.find((one) => at(one, 'conditions.expression.value') === 'user.isContractor==true');
    const contractors = org().users.filter((user) => at(user, 'profile.isContractor') === true && user.status !== 'DEPROVISIONED').map((user) => user.id);
    expect(org().groupMembers.get(text(rule, 'actions.assignUserToGroups.groupIds.0'))).toEqual(contractors);
    expect(new Set(org().groupRules.map((one) => one.status))).toEqual(new Set(['ACTIVE', 'INACTIVE', 'INVALID']));
  });
});

describe('applications', () => {
  it('are 40, of every sign-on mode and status', () => {
    expect(org().applications).toHaveLength(40);
    expect(new Set(org().applications.map((app) => app.signOnMode))).toEqual(new Set(MODES));
    expect(new Set(org().applications.map((app) => app.status))).toEqual(new Set(['ACTIVE', 'INACTIVE']));
    expect(org().applications.filter((app) => app.label === 'Expenses')).toHaveLength(2);
  });

  it('are assigned as their groups say', () => {
    for (const app of org().applications) {
      const id = text(app, 'id');
      const through = new Set((org().applicationGroups.get(id) ?? []).flatMap((group) => org().groupMembers.get(text(group, 'id')) ?? []));
      const users = org().applicationUsers.get(id) ?? [];
      for (const user of users) expect(user.scope === 'USER' || through.has(text(user, 'id'))).toBe(true);
      const assigned = new Set(users.map((user) => text(user, 'id')));
      expect(assigned.size).toBe(users.length);
      for (const member of through) expect(assigned).toContain(member);
    }
  });

  it('hold secrets that the org lists', () => {
    const everything = JSON.stringify([...org().configuration.values(), ...org().applications, ...[...org().factors.values()].flat()]);
    expect(org().secrets.length).toBeGreaterThan(10);
    for (const secret of org().secrets) expect(everything).toContain(JSON.stringify(secret).slice(1, -1));
    for (const found of everything.matchAll(/"(?:client_secret|sharedSecret)":"([^"]+)"|"password":\{"value":"([^"]+)"/g)) expect(org().secrets).toContain(found[1] ?? found[2]);
  });
});

describe('policies, zones, factors, roles', () => {
  it('have every type, rules with priorities, and unsorted ones', () => {
    expect(new Set(org().policies.map((policy) => policy.type))).toEqual(new Set(POLICY_TYPES));
    for (const type of ['ACCESS_POLICY', 'OKTA_SIGN_ON', 'PASSWORD', 'MFA_ENROLL']) expect(org().policies.filter((policy) => policy.type === type).length).toBeGreaterThan(1);
    const rules = [...org().policyRules.values()];
    expect(rules.some((list) => list.some((rule, position) => position > 0 && Number(rule.priority) < Number(list[position - 1]?.priority)))).toBe(true);
    for (const policy of org().policies) {
      const list = org().policyRules.get(text(policy, 'id')) ?? [];
      expect(new Set(list.map((rule) => rule.priority)).size).toBe(list.length);
      for (const rule of list) expect(rule.type).toBe(policy.type === 'OKTA_SIGN_ON' ? 'SIGN_ON' : policy.type);
    }
  });

  it('zones are of every type, with the three of Okta', () => {
    expect(new Set(org().zones.map((zone) => zone.type))).toEqual(new Set(['IP', 'DYNAMIC', 'DYNAMIC_V2']));
    expect(org().zones.filter((zone) => zone.system === true).map((zone) => zone.name).sort()).toEqual(['BlockedIpZone', 'DefaultEnhancedDynamicZone', 'LegacyIpZone']);
  });

  it('factors are of every type', () => {
    const all = [...org().factors.values()].flat();
    expect(new Set(all.map((factor) => factor.factorType))).toEqual(new Set(FACTOR_TYPES));
    expect(new Set(all.map((factor) => factor.status))).toEqual(new Set(['ACTIVE', 'PENDING_ACTIVATION', 'INACTIVE', 'EXPIRED']));
    const users = byId(org().users);
    for (const id of org().factors.keys()) expect(users.has(id)).toBe(true);
  });

  it('roles agree between users and groups', () => {
    const types = new Set([...org().userRoles.values()].flat().map((role) => role.type));
    for (const type of ['SUPER_ADMIN', 'ORG_ADMIN', 'APP_ADMIN', 'HELP_DESK_ADMIN', 'READ_ONLY_ADMIN', 'CUSTOM']) expect(types).toContain(type);
    for (const [group, roles] of org().groupRoles) {
      for (const member of org().groupMembers.get(group) ?? []) for (const role of roles) expect(org().userRoles.get(member)).toContainEqual(role);
    }
    const administrators = org().groups.find((group) => at(group, 'profile.name') === 'Okta Administrators');
    expect([...(org().groupMembers.get(text(administrators, 'id')) ?? [])].sort()).toEqual([...org().userRoles.keys()].sort());
  });
});

describe('the System Log', () => {
  it('has at least 20,000 events of 25 types in 30 days, in order', () => {
    const { events } = org();
    expect(events.length).toBeGreaterThanOrEqual(20_000);
    expect(new Set(events.map((event) => event.eventType)).size).toBeGreaterThanOrEqual(25);
    let last = NOW.getTime() - 30 * DAY;
    for (const event of events) {
      const published = time(event, 'published');
      expect(published > last && published < NOW.getTime()).toBe(true);
      last = published;
    }
    expect(new Set(events.map((event) => event.uuid)).size).toBe(events.length);
  });

  it('holds only strings in debugData and speaks of users that exist', () => {
    const users = byId(org().users);
    for (const event of org().events) {
      expect(Object.values(at(event, 'debugContext.debugData') as JsonObject).every((value) => typeof value === 'string')).toBe(true);
      const id = text(event, 'actor.id');
      if (at(event, 'actor.type') === 'User' && id !== 'unknown') expect(at(users.get(id), 'profile.login')).toBe(at(event, 'actor.alternateId'));
      for (const target of targets(event, 'User')) if (target.id !== 'unknown') expect(users.has(text(target, 'id'))).toBe(true);
    }
  });

  it('agrees with lastLogin, to the second', () => {
    const newest = new Map<string, string>();
    for (const event of ofType('user.session.start', 'SUCCESS')) newest.set(text(event, 'actor.id'), `${text(event, 'published').slice(0, 19)}.000Z`);
    const since = NOW.getTime() - 30 * DAY;
    for (const user of org().users) {
      const id = text(user, 'id');
      if (newest.has(id)) expect(user.lastLogin).toBe(newest.get(id));
      else if (user.lastLogin !== null) expect(time(user, 'lastLogin')).toBeLessThan(since);
    }
    expect(newest.size).toBeGreaterThan(700);
  });

  it('lets only assigned users open applications', () => {
    const assigned = new Map([...org().applicationUsers].map(([app, users]) => [app, new Map(users.map((user) => [text(user, 'id'), user]))]));
    for (const event of ofType('user.authentication.sso')) {
      const user = assigned.get(text(targets(event, 'AppInstance')[0], 'id'))?.get(text(event, 'actor.id'));
      expect(user).toBeDefined();
      expect(time(user, 'created')).toBeLessThanOrEqual(time(event, 'published'));
    }
  });

  it('tells of every user, assignment, role, rule and zone that changed in its days', () => {
    const since = NOW.getTime() - 30 * DAY;
    const seen = (type: string, path: string): Set<string> => new Set(ofType(type).flatMap((event) => targets(event).map((target) => `${text(target, 'id')} ${text(event, path).slice(0, 19)}`)));
    const key = (item: JsonObject, path: string): string => `${text(item, 'id')} ${text(item, path).slice(0, 19)}`;
    const created = seen('user.lifecycle.create', 'published');
    for (const user of org().users) if (time(user, 'created') > since) expect(created).toContain(key(user, 'created'));
    const left = seen('user.lifecycle.deactivate', 'published');
    for (const user of statusOf('DEPROVISIONED')) if (time(user, 'statusChanged') > since) expect(left).toContain(key(user, 'statusChanged'));
    const rules = seen('policy.rule.update', 'published');
    for (const rule of [...org().policyRules.values()].flat()) if (time(rule, 'lastUpdated') > since) expect(rules).toContain(key(rule, 'lastUpdated'));
    const zones = seen('zone.update', 'published');
    for (const zone of org().zones) if (time(zone, 'lastUpdated') > since) expect(zones).toContain(key(zone, 'lastUpdated'));
    const assignments = new Set(ofType('application.user_membership.add').map((event) => `${text(targets(event, 'AppInstance')[0], 'id')} ${text(targets(event, 'User')[0], 'id')} ${text(event, 'published').slice(0, 19)}`));
    for (const [app, users] of org().applicationUsers) for (const user of users) if (time(user, 'created') > since) expect(assignments).toContain(`${app} ${key(user, 'created')}`);
    const roles = new Set([...ofType('user.account.privilege.grant'), ...ofType('group.privilege.grant')].map((event) => `${text(event, 'target.0.id')} ${text(event, 'published').slice(0, 19)}`));
    for (const [id, list] of [...org().userRoles, ...org().groupRoles]) for (const role of list) if (time(role, 'created') > since && text(role, '_links.assignee.href').endsWith(id)) expect(roles).toContain(`${id} ${text(role, 'created').slice(0, 19)}`);
  });

  it('follows the working day', () => {
    const hours = new Map<number, number>();
    for (const event of ofType('user.session.start', 'SUCCESS')) if (at(event, 'client.geographicalContext.city') === 'Amsterdam') {
      const hour = new Date(time(event, 'published')).getUTCHours();
      hours.set(hour, (hours.get(hour) ?? 0) + 1);
    }
    expect(hours.get(8) ?? 0).toBeGreaterThan(8 * (hours.get(2) ?? 0) + 10);
  });
});

describe('an org of 10,000 users', () => {
  it('is made in seconds, with a bounded log', () => {
    const started = performance.now();
    const large = generateDemoOrg({ ...OPTIONS, users: 10_000 });
    const took = performance.now() - started;
    expect(large.users).toHaveLength(10_000);
    expect(large.events.length).toBeLessThanOrEqual(60_000);
    expect(large.events.length).toBeGreaterThan(40_000);
    // 1.3 s on the machine this was written on; the bound allows for a busy one.
    expect(took).toBeLessThan(8000);
  }, 30_000);
});
