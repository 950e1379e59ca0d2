import type { JsonObject } from '../../json.js';
import { EVENT_TYPES, type EventTypeName } from './event-types.js';
import { hex32, uuid } from './ids.js';
import { instant } from './instants.js';
import type { Person } from './model.js';
import type { Random } from './random.js';
import type { Session } from './sites.js';

/** An event until the log is put in order. */
export interface Draft {
  at: number;
  readonly uuid: string;
  readonly json: JsonObject;
  /** Whom it signed in. */
  readonly signsIn: Person | null;
}

export interface Entry {
  readonly at: number;
  readonly type: EventTypeName;
  readonly actor: JsonObject;
  readonly session: Session;
  readonly target: JsonObject[] | null;
  readonly result?: 'SUCCESS' | 'FAILURE' | 'ALLOW' | 'DENY' | 'CHALLENGE';
  readonly reason?: string;
  readonly severity?: 'DEBUG' | 'INFO' | 'WARN';
  readonly debug?: JsonObject;
  readonly uri?: string;
  readonly device?: JsonObject;
  readonly signsIn?: Person;
}

const SUCCEEDED: JsonObject = { result: 'SUCCESS', reason: null };
const NO_DETAIL: JsonObject = {};
const LEGACY_FAILURES: Readonly<Partial<Record<EventTypeName, string>>> = {
  'user.session.start': 'core.user_auth.login_failed', 'user.authentication.auth_via_mfa': 'core.user.factor.attempt_fail', 'user.session.access_admin_app': 'app.admin.sso.bad_response',
};

/** The System Log being written: entries in any order, put in order at the end. */
export class Log {
  readonly #drafts: Draft[] = [];
  readonly #random: Random;
  readonly #since: number;
  readonly #until: number;

  constructor(random: Random, since: number, until: number) {
    this.#random = random;
    this.#since = since;
    this.#until = until;
  }

  get size(): number {
    return this.#drafts.length;
  }

  /** Writes an event. One outside the days of the log is not kept (the draft is returned all the same). */
  add(entry: Entry): Draft {
    const { at, session, result = 'SUCCESS', reason = null } = entry;
    const { site } = session;
    const type = EVENT_TYPES[entry.type];
    const failed = result === 'FAILURE' || result === 'DENY';
    const requestId = hex32(this.#random);
    const uri = entry.uri ?? type.uri;
    const id = uuid(this.#random);
    const json: JsonObject = {
      actor: entry.actor, client: site.client, device: entry.device ?? null,
      authenticationContext: entry.type === 'user.authentication.auth_via_mfa' ? session.factorContext : session.context,
      displayMessage: type.message, eventType: entry.type, outcome: result === 'SUCCESS' && reason === null ? SUCCEEDED : { result, reason },
      published: '', securityContext: site.security, severity: entry.severity ?? (failed ? 'WARN' : 'INFO'),
      debugContext: { debugData: { ...site.fingerprint, requestId, requestUri: uri, threatSuspected: 'false', url: `${uri}?`, ...entry.debug } },
      legacyEventType: failed ? (LEGACY_FAILURES[entry.type] ?? type.legacy) : type.legacy,
      transaction: { type: 'WEB', id: requestId, detail: NO_DETAIL }, uuid: id, version: '0', request: site.request, target: entry.target,
    };
    const draft: Draft = { at, uuid: id, json, signsIn: entry.signsIn ?? null };
    if (at > this.#since && at < this.#until) this.#drafts.push(draft);
    return draft;
  }

  /** The events, oldest first, no two at the same instant; tells everybody when they signed in last. */
  finish(): JsonObject[] {
    this.#drafts.sort((a, b) => a.at - b.at);
    let last = 0;
    for (const draft of this.#drafts) {
      draft.at = Math.max(draft.at, last + 1);
      last = draft.at;
      draft.json.published = instant(draft.at);
      if (draft.signsIn !== null) draft.signsIn.lastLogin = draft.at;
    }
    return this.#drafts.map(({ json }) => json);
  }
}
