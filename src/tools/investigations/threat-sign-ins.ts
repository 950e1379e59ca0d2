import { valueAt } from '../../answers/columns.js';
import type { JsonObject } from '../../json.js';
import type { Retained } from '../retained.js';
import { actorOf, instantOf, isSignIn, textAt } from './log-sweep.js';
import { Recent, type Timed } from './recent.js';
import { MAX_EVENTS, type Finding } from './threat-factors.js';

/** How a value may be told (ToolCall.said). */
type Said = (path: string, value: string) => string;

const HOUR_MS = 3_600_000;
/** A success from the attacking address counts as its fruit for this long. */
const AFTERMATH_MS = 24 * HOUR_MS;
/** Shorter distances say nothing: places are guessed from addresses. */
const SHORTEST_KM = 100;

/** A failed sign-in; its key is the login. */
interface Failure extends Timed {
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
  readonly #retained: Retained;
  readonly #recent = new Map<string, Recent<Failure>>();
  readonly #running = new Map<string, Spray>();
  readonly #found: Spray[] = [];

  constructor(threshold: number, retained: Retained) {
    this.#threshold = threshold;
    this.#retained = retained;
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
    const failure: Failure = { at: instantOf(event), key: textAt(event, 'actor.alternateId').toLowerCase(), uuid: textAt(event, 'uuid'), published: textAt(event, 'published') };
    const running = this.#running.get(address);
    if (running !== undefined && failure.at - running.lastAt <= HOUR_MS) {
      add(running, failure, this.#retained);
      return;
    }
    const recent = this.#recent.get(address) ?? new Recent<Failure>(HOUR_MS, this.#retained);
    if (!this.#recent.has(address) && !this.#retained.fits(address)) return;
    this.#recent.set(address, recent);
    recent.push(failure);
    if (recent.keys < this.#threshold) return;
    const spray: Spray = { address, logins: new Set(), first: '', last: '', lastAt: 0, failures: 0, succeeded: new Set(), events: [] };
    for (const one of recent.takeAll()) add(spray, one, this.#retained);
    this.#retained.free(address);
    this.#recent.delete(address);
    this.#running.set(address, spray);
    if (this.#retained.fits([address, spray])) this.#found.push(spray);
  }

  #succeed(address: string, event: JsonObject): void {
    const running = this.#running.get(address);
    if (running === undefined || instantOf(event) - running.lastAt > AFTERMATH_MS) return;
    const login = textAt(event, 'actor.alternateId');
    if (!running.logins.has(login.toLowerCase())) return;
    if (!running.succeeded.has(login) && this.#retained.fits(login)) running.succeeded.add(login);
    running.events.unshift(textAt(event, 'uuid'));
    running.events.splice(MAX_EVENTS);
  }
}

function add(spray: Spray, failure: Failure, retained: Retained): void {
  if (spray.failures === 0) spray.first = failure.published;
  spray.failures += 1;
  if (!spray.logins.has(failure.key) && retained.fits(failure.key)) spray.logins.add(failure.key);
  spray.last = failure.published;
  spray.lastAt = failure.at;
  if (spray.events.length < MAX_EVENTS) spray.events.push(failure.uuid);
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
  readonly #retained: Retained;
  readonly #said: Said;
  readonly #last = new Map<string, Place>();
  readonly #found: Finding[] = [];

  constructor(kilometresPerHour: number, said: Said, retained: Retained) {
    this.#kilometresPerHour = kilometresPerHour;
    this.#retained = retained;
    this.#said = said;
  }

  take(event: JsonObject): void {
    if (!isSignIn(event)) return;
    const place = placeOf(event, this.#said);
    if (place === undefined) return;
    const actor = actorOf(event);
    const before = this.#last.get(actor.id);
    if (before === undefined) {
      if (this.#retained.fits([actor.id, place])) this.#last.set(actor.id, place);
      return;
    }
    this.#last.set(actor.id, place);
    const kilometres = distance(before, place);
    const hours = (place.at - before.at) / HOUR_MS;
    if (kilometres < SHORTEST_KM || kilometres <= hours * this.#kilometresPerHour) return;
    const finding: Finding = {
      first: before.published, last: place.published, count: 2, actor, address: textAt(event, 'client.ipAddress'),
      detail: `${before.name} to ${place.name}: ${Math.round(kilometres)} km in ${Math.round(hours * 60)} minutes`, succeeded: [actor.login], events: [before.uuid, place.uuid],
    };
    if (this.#retained.fits(finding)) this.#found.push(finding);
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
  readonly #retained: Retained;
  readonly #found = new Map<string, Finding>();

  constructor(said: Said, retained: Retained) {
    this.#said = said;
    this.#retained = retained;
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
    const finding: Finding = {
      first: before?.first ?? published, last: published, count: (before?.count ?? 0) + 1, actor, address: textAt(event, 'client.ipAddress'),
      detail: `first sign-in from ${country === '' ? 'an unknown country' : country}${device ? ', from a new device' : ''}`, succeeded: [actor.login], events: [...(before?.events ?? []), textAt(event, 'uuid')].slice(0, MAX_EVENTS),
    };
    if (before !== undefined || this.#retained.fits([key, finding])) this.#found.set(key, finding);
  }

  findings(): Finding[] {
    return [...this.#found.values()];
  }
}
