import type { JsonObject } from '../../json.js';
import type { Retained } from '../retained.js';
import { actorOf, instantOf, isSignIn, targetsOf, textAt } from './log-sweep.js';
import { Recent, type Timed } from './recent.js';

/** A pattern that was found. */
export interface Finding {
  readonly first: string;
  readonly last: string;
  readonly count: number;
  readonly actor?: { readonly id: string; readonly login: string };
  readonly address?: string;
  /** In this server's own words, with numbers and places. */
  readonly detail: string;
  /** Logins that got in. */
  readonly succeeded?: readonly string[];
  /** Uuids of the events that show it. */
  readonly events: readonly string[];
}

const HOUR_MS = 3_600_000;
/** Of a finding, as evidence; the rest is counted. */
export const MAX_EVENTS = 5;

/** A denied push; its key is the user. */
interface Denial extends Timed {
  readonly uuid: string;
  readonly published: string;
}

interface Denials {
  readonly actor: { readonly id: string; readonly login: string };
  address: string;
  readonly recent: Recent<Denial>;
  /** Set once the threshold was reached; counts from then on. */
  incident?: { first: string; last: string; count: number; readonly events: string[]; approval: string | undefined };
}

/** A user is sent pushes until one is approved: many denied within an hour, by Okta Verify's answer (Identity Engine) or its event (Classic). */
export class PushFatigue {
  readonly #threshold: number;
  readonly #retained: Retained;
  readonly #users = new Map<string, Denials>();
  readonly #found: { readonly denials: Denials; readonly incident: NonNullable<Denials['incident']> }[] = [];

  constructor(threshold: number, retained: Retained) {
    this.#threshold = threshold;
    this.#retained = retained;
  }

  take(event: JsonObject): void {
    const type = textAt(event, 'eventType');
    const denied = type === 'user.mfa.okta_verify.deny_push' || (type === 'user.authentication.auth_via_mfa' && textAt(event, 'debugContext.debugData.pushOnlyResponseType') === 'OV_RESPONSE_DENY');
    const id = textAt(event, 'actor.id');
    if (denied) this.#deny(id, event);
    else if (type === 'user.authentication.auth_via_mfa' && textAt(event, 'outcome.result') === 'SUCCESS') this.#approve(id, event);
  }

  findings(): Finding[] {
    return this.#found.map(({ denials, incident }) => ({
      first: incident.first, last: incident.last, count: incident.count, actor: denials.actor, address: denials.address,
      detail: `${incident.count} pushes denied${incident.approval === undefined ? '' : ', then one approved'}`,
      ...(incident.approval === undefined ? {} : { succeeded: [denials.actor.login] }),
      events: incident.approval === undefined ? incident.events : [incident.approval, ...incident.events],
    }));
  }

  #deny(id: string, event: JsonObject): void {
    const denial: Denial = { at: instantOf(event), key: id, uuid: textAt(event, 'uuid'), published: textAt(event, 'published') };
    const denials = this.#users.get(id) ?? { actor: actorOf(event), address: '', recent: new Recent<Denial>(HOUR_MS, this.#retained) };
    if (!this.#users.has(id) && !this.#retained.fits([id, denials.actor, denials.address])) return;
    this.#users.set(id, denials);
    denials.recent.forgetBefore(denial.at - HOUR_MS);
    if (denials.recent.size === 0) delete denials.incident;
    denials.address = textAt(event, 'client.ipAddress');
    if (denials.incident !== undefined) {
      denials.incident.last = denial.published;
      denials.incident.count += 1;
      // The latest is enough to tell whether the next belongs to it.
      denials.recent.takeAll();
    }
    denials.recent.push(denial);
    if (denials.incident !== undefined || denials.recent.size < this.#threshold) return;
    const all = denials.recent.takeAll();
    const incident = { first: all[0]?.published ?? '', last: denial.published, count: all.length, events: all.slice(0, MAX_EVENTS).map(({ uuid }) => uuid), approval: undefined };
    denials.recent.push(denial);
    denials.incident = incident;
    if (this.#retained.fits([denials.actor, incident])) this.#found.push({ denials: { ...denials }, incident });
  }

  #approve(id: string, event: JsonObject): void {
    const denials = this.#users.get(id);
    const incident = denials?.incident;
    if (denials === undefined || incident === undefined || incident.approval !== undefined) return;
    if (textAt(event, 'client.ipAddress') !== denials.address || instantOf(event) - Date.parse(incident.last) > HOUR_MS) return;
    incident.approval = textAt(event, 'uuid');
  }
}

/** All of a user's factors are reset, and soon somebody signs in as that user from a new device. */
export class ResetThenSignIn {
  readonly #withinMs: number;
  readonly #retained: Retained;
  readonly #resets = new Map<string, { readonly at: number; readonly published: string; readonly uuid: string }>();
  readonly #found: Finding[] = [];

  constructor(hours: number, retained: Retained) {
    this.#withinMs = hours * HOUR_MS;
    this.#retained = retained;
  }

  take(event: JsonObject): void {
    const type = textAt(event, 'eventType');
    if (type === 'user.mfa.factor.reset_all') {
      const reset = { at: instantOf(event), published: textAt(event, 'published'), uuid: textAt(event, 'uuid') };
      for (const target of targetsOf(event, 'User')) {
        const id = textAt(target, 'id');
        if (this.#retained.fits([id, reset])) this.#resets.set(id, reset);
      }
    } else if (isSignIn(event)) this.#signIn(event);
  }

  findings(): Finding[] {
    return this.#found;
  }

  #signIn(event: JsonObject): void {
    const actor = actorOf(event);
    const reset = this.#resets.get(actor.id);
    if (reset === undefined) return;
    if (instantOf(event) - reset.at > this.#withinMs) {
      this.#resets.delete(actor.id);
      return;
    }
    if (!/New Device=POSITIVE/.test(textAt(event, 'debugContext.debugData.behaviors'))) return;
    this.#resets.delete(actor.id);
    const finding: Finding = {
      first: reset.published, last: textAt(event, 'published'), count: 1, actor, address: textAt(event, 'client.ipAddress'),
      detail: `all factors reset, then a sign-in from a new device after ${Math.round((instantOf(event) - reset.at) / 60_000)} minutes`,
      succeeded: [actor.login], events: [textAt(event, 'uuid'), reset.uuid],
    };
    if (this.#retained.fits(finding)) this.#found.push(finding);
  }
}
