import { valueAt } from '../../answers/columns.js';
import type { JsonObject } from '../../json.js';
import { actorOf, instantOf, isSignIn, textAt } from './log-sweep.js';
import type { Finding } from './threat-factors.js';

/** How a value may be told (ToolCall.said). */
type Said = (path: string, value: string) => string;

const HOUR_MS = 3_600_000;
/** A success from the attacking address counts as its fruit for this long. */
const AFTERMATH_MS = 24 * HOUR_MS;
/** Shorter distances say nothing: places are guessed from addresses. */
const SHORTEST_KM = 100;

interface Failure {
  readonly at: number;
  readonly login: string;
  readonly uuid: string;
  readonly published: string;
}

interface Spray {
  readonly address: string;
  readonly logins: Set<string>;
  first: string;
  last: string;
  lastAt: number;
  failures: number;
  readonly succeeded: Set<string>;
  readonly events: string[];
}

/** One address fails on many logins within an hour; who signs in from there afterwards has fallen. */
export class PasswordSpray {
  readonly #threshold: number;
  readonly #recent = new Map<string, Failure[]>();
  readonly #running = new Map<string, Spray>();
  readonly #found: Spray[] = [];

  constructor(threshold: number) {
    this.#threshold = threshold;
  }

  take(event: JsonObject): void {
    const address = textAt(event, 'client.ipAddress');
    if (address === '' || textAt(event, 'eventType') !== 'user.session.start') return;
    if (textAt(event, 'outcome.result') === 'FAILURE') this.#fail(address, event);
    else if (isSignIn(event)) this.#succeed(address, event);
  }

  findings(): Finding[] {
    return this.#found.map(({ address, logins, first, last, failures, succeeded, events }) => ({
      first, last, count: failures, address, detail: `${failures} failed sign-ins on ${logins.size} logins`, succeeded: [...succeeded], events,
    }));
  }

  #fail(address: string, event: JsonObject): void {
    const failure: Failure = { at: instantOf(event), login: textAt(event, 'actor.alternateId').toLowerCase(), uuid: textAt(event, 'uuid'), published: textAt(event, 'published') };
    const running = this.#running.get(address);
    if (running !== undefined && failure.at - running.lastAt <= HOUR_MS) {
      add(running, failure);
      return;
    }
    const recent = [...(this.#recent.get(address) ?? []).filter(({ at }) => failure.at - at <= HOUR_MS), failure];
    if (new Set(recent.map(({ login }) => login)).size < this.#threshold) {
      this.#recent.set(address, recent);
      return;
    }
    const spray: Spray = { address, logins: new Set(), first: recent[0]?.published ?? '', last: '', lastAt: 0, failures: 0, succeeded: new Set(), events: [] };
    for (const one of recent) add(spray, one);
    this.#recent.delete(address);
    this.#running.set(address, spray);
    this.#found.push(spray);
  }

  #succeed(address: string, event: JsonObject): void {
    const running = this.#running.get(address);
    if (running === undefined || instantOf(event) - running.lastAt > AFTERMATH_MS) return;
    const login = textAt(event, 'actor.alternateId');
    if (!running.logins.has(login.toLowerCase())) return;
    running.succeeded.add(login);
    running.events.unshift(textAt(event, 'uuid'));
  }
}

function add(spray: Spray, failure: Failure): void {
  spray.failures += 1;
  spray.logins.add(failure.login);
  spray.last = failure.published;
  spray.lastAt = failure.at;
  if (spray.events.length < 5) spray.events.push(failure.uuid);
}

interface Place {
  readonly at: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly name: string;
  readonly uuid: string;
  readonly published: string;
}

/** Two successive sign-ins of one user that no traveller can make. */
export class ImpossibleTravel {
  readonly #kilometresPerHour: number;
  readonly #said: Said;
  readonly #last = new Map<string, Place>();
  readonly #found: Finding[] = [];

  constructor(kilometresPerHour: number, said: Said) {
    this.#kilometresPerHour = kilometresPerHour;
    this.#said = said;
  }

  take(event: JsonObject): void {
    if (!isSignIn(event)) return;
    const place = placeOf(event, this.#said);
    if (place === undefined) return;
    const actor = actorOf(event);
    const before = this.#last.get(actor.id);
    this.#last.set(actor.id, place);
    if (before === undefined) return;
    const kilometres = distance(before, place);
    const hours = (place.at - before.at) / HOUR_MS;
    if (kilometres < SHORTEST_KM || kilometres <= hours * this.#kilometresPerHour) return;
    this.#found.push({
      first: before.published, last: place.published, count: 2, actor, address: textAt(event, 'client.ipAddress'),
      detail: `${before.name} to ${place.name}: ${Math.round(kilometres)} km in ${Math.round(hours * 60)} minutes`, succeeded: [actor.login], events: [before.uuid, place.uuid],
    });
  }

  findings(): Finding[] {
    return this.#found;
  }
}

function placeOf(event: JsonObject, said: Said): Place | undefined {
  const where = 'client.geographicalContext';
  const [latitude, longitude] = [valueAt(event, `${where}.geolocation.lat`), valueAt(event, `${where}.geolocation.lon`)];
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined;
  const name = ['city', 'country'].map((part) => said(`${where}.${part}`, textAt(event, `${where}.${part}`))).filter((part) => part !== '').join(', ');
  return { at: instantOf(event), latitude, longitude, name, uuid: textAt(event, 'uuid'), published: textAt(event, 'published') };
}

/** Great-circle distance in kilometres (haversine). */
function distance(a: Place, b: Place): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const latitudes = radians(b.latitude - a.latitude);
  const longitudes = radians(b.longitude - a.longitude);
  const chord = Math.sin(latitudes / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(longitudes / 2) ** 2;
  return 2 * 6_371 * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Sign-ins that Okta's own behaviour detection calls new: from a country listed, from a device counted. */
export class NewPlaces {
  newDevices = 0;
  readonly #said: Said;
  readonly #found = new Map<string, Finding>();

  constructor(said: Said) {
    this.#said = said;
  }

  take(event: JsonObject): void {
    if (!isSignIn(event)) return;
    const behaviors = textAt(event, 'debugContext.debugData.behaviors');
    const device = behaviors.includes('New Device=POSITIVE');
    if (device) this.newDevices += 1;
    if (!behaviors.includes('New Country=POSITIVE')) return;
    const actor = actorOf(event);
    const country = this.#said('client.geographicalContext.country', textAt(event, 'client.geographicalContext.country'));
    const key = `${actor.id} ${country}`;
    const before = this.#found.get(key);
    const published = textAt(event, 'published');
    this.#found.set(key, {
      first: before?.first ?? published, last: published, count: (before?.count ?? 0) + 1, actor, address: textAt(event, 'client.ipAddress'),
      detail: `first sign-in from ${country === '' ? 'an unknown country' : country}${device ? ', from a new device' : ''}`, succeeded: [actor.login], events: [...(before?.events ?? []), textAt(event, 'uuid')],
    });
  }

  findings(): Finding[] {
    return [...this.#found.values()];
  }
}
