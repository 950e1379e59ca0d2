import type { JsonObject } from '../../json.js';
import type { Cast } from './cast.js';
import type { Factor, Factors } from './factors.js';
import type { Log } from './log.js';
import type { Application, Build, Group, GroupRule, Person } from './model.js';
import type { Policies } from './policies.js';
import type { Random } from './random.js';
import type { Roles } from './roles.js';
import type { Session, Sites } from './sites.js';
import type { Zone } from './zones.js';

/** Everything the log speaks of. */
export interface World {
  readonly build: Build;
  readonly random: Random;
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  readonly groupRules: readonly GroupRule[];
  readonly apps: readonly Application[];
  readonly policies: Policies;
  readonly zones: readonly Zone[];
  readonly factors: Factors;
  readonly roles: Roles;
  readonly cast: Cast;
  readonly sites: Sites;
  readonly log: Log;
}

const ACTORS = new WeakMap<Person, JsonObject>();
const APP_TARGETS = new WeakMap<Application, JsonObject>();

/** A user as actor and as target: one object a user. */
export function actorOf(person: Person): JsonObject {
  const actor = ACTORS.get(person) ?? { id: person.id, type: 'User', alternateId: person.login, displayName: person.displayName, detailEntry: null };
  ACTORS.set(person, actor);
  return actor;
}

/** Somebody who typed a login that nobody has. */
export function unknownActor(typed: string): JsonObject {
  return { id: 'unknown', type: 'User', alternateId: typed, displayName: 'unknown', detailEntry: null };
}

/** Okta itself: imports, group rules. */
export const SYSTEM: JsonObject = { id: 'spr0demo0system005d7', type: 'SystemPrincipal', alternateId: 'system@okta.com', displayName: 'Okta System', detailEntry: null };

export function appTarget(app: Application): JsonObject {
  const target = APP_TARGETS.get(app) ?? { id: app.id, type: 'AppInstance', alternateId: app.label, displayName: app.label, detailEntry: { signOnModeType: app.signOnMode } };
  APP_TARGETS.set(app, target);
  return target;
}

export function appUserTarget(person: Person, app: Application): JsonObject {
  return { id: `0ua${person.id.slice(6, 17)}${app.id.slice(11, 17)}`, type: 'AppUser', alternateId: person.login, displayName: person.displayName, detailEntry: null };
}

export function groupTarget(group: Group): JsonObject {
  return { id: group.id, type: 'UserGroup', alternateId: 'unknown', displayName: group.name, detailEntry: null };
}

const FACTOR_WORDS: Readonly<Record<string, readonly [factor: string, authenticator: string, method: string]>> = {
  push: ['OKTA_VERIFY_PUSH', 'Okta Verify', 'Get a push notification'], signed_nonce: ['SIGNED_NONCE', 'Okta Verify', 'Use Okta FastPass'], 'token:software:totp': ['OKTA_SOFT_TOKEN', 'Okta Verify', 'Enter a code'],
  webauthn: ['FIDO_WEBAUTHN', 'Security Key or Biometric', 'Security Key or Biometric'], u2f: ['FIDO_U2F', 'Security Key or Biometric', 'Security Key or Biometric'], sms: ['SMS_FACTOR', 'Phone', 'SMS'], call: ['CALL_FACTOR', 'Phone', 'Voice call'],
  email: ['EMAIL_FACTOR', 'Email', 'Email'], question: ['SECURITY_QUESTION', 'Security Question', 'Security Question'], 'token:hotp': ['CUSTOM_HOTP', 'Northwind OTP', 'Enter a code'], 'token:hardware': ['YUBIKEY_TOKEN', 'YubiKey Authenticator', 'Enter a code'], token: ['RSA_TOKEN', 'RSA SecurID', 'Enter a code'], web: ['DUO_SECURITY', 'Duo Security', 'Duo Security'],
};

/** How the log names a factor. */
export function factorWords(type: string): readonly [factor: string, authenticator: string, method: string] {
  return FACTOR_WORDS[type] ?? ['PASSWORD_AS_FACTOR', 'Password', 'Password'];
}

export function enrollmentTarget(id: string, type: string): JsonObject {
  const [, displayName, methodTypeUsed] = factorWords(type);
  return { id, type: 'AuthenticatorEnrollment', alternateId: 'unknown', displayName, detailEntry: { methodTypeUsed } };
}

/** The working factors of a person. */
export function activeFactors(world: World, person: Person): Factor[] {
  return (world.factors.byPerson.get(person) ?? []).filter((factor) => factor.status === 'ACTIVE');
}

/** The desk of an administrator, where the console is open. */
export function deskOf(world: World, person: Person): Session {
  return world.sites.session(world.sites.of(person, 'office'));
}

/** Okta's behaviour detection, as `debugData` writes it: a Java map. */
export function behaviors(positive: readonly string[]): string {
  const names = ['New Geo-Location', 'New Device', 'New IP', 'New State', 'New Country', 'Velocity', 'New City'];
  return `{${names.map((name) => `${name}=${positive.includes(name) ? 'POSITIVE' : 'NEGATIVE'}`).join(', ')}}`;
}
