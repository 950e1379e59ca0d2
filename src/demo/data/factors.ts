import type { JsonObject } from '../../json.js';
import { base32Secret, hex32, oktaId, token } from './ids.js';
import { DAY, HOUR, MINUTE, stamp } from './instants.js';
import type { Build, Person } from './model.js';
import type { Random } from './random.js';

export type FactorStatus = 'ACTIVE' | 'PENDING_ACTIVATION' | 'INACTIVE' | 'EXPIRED';

/** An enrolled factor: what the log needs of it, and its JSON. */
export interface Factor {
  readonly id: string;
  readonly type: string;
  readonly status: FactorStatus;
  readonly created: number;
  readonly json: JsonObject;
}

export interface Factors {
  readonly byPerson: ReadonlyMap<Person, readonly Factor[]>;
  /** Seeds of one-time passwords that GET sends. */
  readonly secrets: readonly string[];
}

interface FactorKind {
  readonly type: string;
  readonly prefix: string;
  readonly provider: string;
  readonly vendor?: string;
  /** Part of the people who have it. */
  readonly share: number;
}

const KINDS: readonly FactorKind[] = [
  { type: 'push', prefix: 'opf', provider: 'OKTA', share: 0.72 }, { type: 'token:software:totp', prefix: 'ost', provider: 'OKTA', share: 0.55 },
  { type: 'signed_nonce', prefix: 'pfd', provider: 'OKTA', share: 0.34 }, { type: 'webauthn', prefix: 'fwf', provider: 'FIDO', share: 0.17 },
  { type: 'email', prefix: 'emf', provider: 'OKTA', share: 0.3 }, { type: 'sms', prefix: 'mbl', provider: 'OKTA', share: 0.18 }, { type: 'question', prefix: 'ufs', provider: 'OKTA', share: 0.08 },
  { type: 'call', prefix: 'clf', provider: 'OKTA', share: 0.03 }, { type: 'u2f', prefix: 'fuf', provider: 'FIDO', share: 0.02 }, { type: 'token:hardware', prefix: 'ykf', provider: 'YUBICO', share: 0.02 },
  { type: 'token:hotp', prefix: 'chf', provider: 'CUSTOM', vendor: 'Northwind OTP', share: 0.01 }, { type: 'token', prefix: 'rsf', provider: 'RSA', share: 0.01 }, { type: 'web', prefix: 'dsf', provider: 'DUO', share: 0.01 },
];

const GET_ONLY: JsonObject = { allow: ['GET'] };
const GET_DELETE: JsonObject = { allow: ['GET', 'DELETE'] };
const POST: JsonObject = { allow: ['POST'] };
const QUESTIONS: readonly JsonObject[] = [
  { question: 'disliked_food', questionText: 'What is the food you least liked as a child?' },
  { question: 'favorite_art_piece', questionText: 'What is your favorite piece of art?' },
  { question: 'first_computer_game', questionText: 'What was the first computer game you played?' },
];
const PHONES: readonly JsonObject[] = [
  { deviceType: 'SmartPhone_IPhone', name: 'iPhone 15', platform: 'IOS', version: '18.5' }, { deviceType: 'SmartPhone_Android', name: 'Pixel 9', platform: 'ANDROID', version: '15' },
  { deviceType: 'SmartPhone_IPhone', name: "Sam's phone 📱", platform: 'IOS', version: '17.6.1' },
];
const KEYS: readonly JsonObject[] = [
  { authenticatorName: 'MacBook Touch ID', aaguid: 'adce0002-35bc-c60a-648b-0b25f1f05503' }, { authenticatorName: 'YubiKey 5C NFC', aaguid: 'fa2b99dc-9e39-4257-8f92-4a30d23c4118' }, { authenticatorName: 'Windows Hello', aaguid: '08987058-cadc-4b81-b6e1-30de50dcbe96' },
];

/** The profile of a factor; `keys` is one list for the push and the signed nonce of the same phone. */
function profileOf(kind: FactorKind, person: Person, random: Random, phone: JsonObject, keys: JsonObject[], secrets: string[]): JsonObject | undefined {
  switch (kind.type) {
    case 'push': case 'signed_nonce': return { credentialId: person.login, ...phone, keys };
    case 'webauthn': return { credentialId: token(random, 86), ...random.pick(KEYS) };
    case 'u2f': return { credentialId: token(random, 86), version: 'U2F_V2' };
    case 'sms': return { phoneNumber: `+1555010${String(person.index % 10_000).padStart(4, '0')}` };
    case 'call': return { phoneNumber: `+1555011${String(person.index % 10_000).padStart(4, '0')}`, phoneExtension: String(100 + (person.index % 900)) };
    case 'email': return { email: person.login };
    case 'question': return random.pick(QUESTIONS);
    case 'token:hotp': {
      const sharedSecret = hex32(random);
      secrets.push(sharedSecret);
      return { sharedSecret };
    }
    case 'web': return undefined;
    default: return { credentialId: person.login };
  }
}

/** What a factor that waits for its activation shows: a one-time password even its seed. */
function pending(kind: FactorKind, random: Random, secrets: string[]): JsonObject | undefined {
  if (kind.type === 'push') return { activation: { expiresAt: null, factorResult: 'WAITING' } };
  if (kind.type !== 'token:software:totp') return undefined;
  const sharedSecret = base32Secret(random);
  secrets.push(sharedSecret);
  return { activation: { timeStep: 30, sharedSecret, encoding: 'base32', keyLength: 16 } };
}

function makeFactor(build: Build, random: Random, person: Person, kind: FactorKind, status: FactorStatus, phone: JsonObject, keys: JsonObject[], secrets: string[]): Factor {
  const joined = (person.activated ?? person.created) + random.int(5, 50) * MINUTE;
  const settled = joined + Math.floor(Math.max(0, build.since - DAY - joined) * random.next());
  const created = joined > build.since ? joined : settled;
  const id = oktaId(kind.prefix, created, random);
  const user = `${build.api}/users/${person.id}`;
  const self = `${user}/factors/${id}`;
  const links: JsonObject = status === 'PENDING_ACTIVATION' ? { activate: { href: `${self}/lifecycle/activate`, hints: POST }, self: { href: self, hints: GET_ONLY } } : { self: { href: self, hints: GET_DELETE } };
  if (kind.type === 'question') links.questions = { href: `${user}/factors/questions`, hints: GET_ONLY };
  else if (status === 'ACTIVE') links.verify = { href: `${self}/verify`, hints: POST };
  links.user = { href: user, hints: GET_ONLY };
  const json: JsonObject = { id, factorType: kind.type, provider: kind.provider, vendorName: kind.vendor ?? kind.provider, status, created: stamp(created), lastUpdated: stamp(Math.min(created + HOUR, build.now - HOUR)) };
  const profile = profileOf(kind, person, random, phone, keys, secrets);
  if (profile !== undefined) json.profile = profile;
  json._links = links;
  const embedded = status === 'PENDING_ACTIVATION' ? pending(kind, random, secrets) : undefined;
  if (embedded !== undefined) json._embedded = embedded;
  return { id, type: kind.type, status, created, json };
}

function statusOf(random: Random): FactorStatus {
  const roll = random.next();
  if (roll < 0.03) return 'PENDING_ACTIVATION';
  if (roll < 0.04) return 'INACTIVE';
  return roll < 0.045 ? 'EXPIRED' : 'ACTIVE';
}

/**
 * The factors that people have enrolled. `without` have none (the account that falls to a guessed password), `pushers`
 * surely have a working push. Every kind exists, in a small org too.
 */
export function makeFactors(build: Build, people: readonly Person[], without: ReadonlySet<Person>, pushers: ReadonlySet<Person>): Factors {
  const random = build.random.fork('factors');
  const secrets: string[] = [];
  const byPerson = new Map<Person, Factor[]>();
  let forced = 0;
  for (const person of people) {
    if (person.status === 'STAGED' || person.status === 'DEPROVISIONED' || person.status === 'PROVISIONED') continue;
    const phone = random.pick(PHONES);
    const keys: JsonObject[] = [{ kty: 'EC', use: 'sig', crv: 'P-256', kid: 'default', x: token(random, 43), y: token(random, 43) }];
    const bare = without.has(person) || random.chance(0.06);
    const list: Factor[] = [];
    for (const [position, kind] of KINDS.entries()) {
      const forcedHere = position === forced && person.engaged && person.status === 'ACTIVE' && !without.has(person);
      const wanted = (pushers.has(person) && kind.type === 'push') || forcedHere;
      if (!wanted && (bare || !random.chance(kind.share))) continue;
      list.push(makeFactor(build, random, person, kind, wanted ? 'ACTIVE' : statusOf(random), phone, keys, secrets));
    }
    forced++;
    byPerson.set(person, list);
  }
  return { byPerson, secrets };
}

const PHISHING_RESISTANT = ['webauthn', 'u2f', 'signed_nonce'];

/** See the story `withoutPhishingResistantFactor`. */
export function hasPhishingResistantFactor(list: readonly Factor[]): boolean {
  return list.some((factor) => factor.status === 'ACTIVE' && PHISHING_RESISTANT.includes(factor.type));
}
