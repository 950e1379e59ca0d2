import * as z from 'zod';
import type { JsonObject } from '../../json.js';
import { NOTHING } from '../compared.js';
import { resolveWindow, windowArguments, windowCompared } from '../log-window.js';
import { reportTool } from '../report.js';
import type { ToolCall } from '../tool.js';
import { sweepEvents } from './log-sweep.js';
import { PushFatigue, ResetThenSignIn, type Finding } from './threat-factors.js';
import { ImpossibleTravel, NewPlaces, PasswordSpray } from './threat-sign-ins.js';

const EVENTS = ['user.session.start', 'user.authentication.auth_via_mfa', 'user.mfa.okta_verify.deny_push', 'user.mfa.factor.reset_all'].map((type) => `eventType eq "${type}"`).join(' or ');

/** Attacks on sign-ins that the System Log shows, found while its events pass by. */
export const signInThreats = reportTool({
  name: 'find_okta_sign_in_threats',
  title: 'Find sign-in threats',
  description: 'Password sprays (and the accounts that fell), push fatigue, impossible travel, sign-ins from a new device after a factor reset, sign-ins from new countries: who, when, from where, with event ids.',
  input: () => ({
    ...windowArguments,
    spray_logins: z.int().min(2).max(1_000).default(10).optional().describe('Logins one address fails on within an hour; default 10'),
    push_denials: z.int().min(2).max(100).default(3).optional().describe('Pushes denied within an hour; default 3'),
    kilometres_per_hour: z.int().min(100).max(50_000).default(1_000).optional(),
    reset_hours: z.int().min(1).max(720).default(24).optional(),
  }),
  compared: { ...windowCompared, spray_logins: NOTHING, push_denials: NOTHING, kilometres_per_hour: NOTHING, reset_hours: NOTHING },
  basis: ['published', 'eventType', 'outcome.result', 'actor.id', 'target.id', 'target.type', 'debugContext.debugData.behaviors', 'debugContext.debugData.pushOnlyResponseType'],
  operations: ['listLogEvents'],
  begin: async ({ since, until, spray_logins: logins = 10, push_denials: denials = 3, kilometres_per_hour: speed = 1_000, reset_hours: hours = 24 }, { sweep, now, said, hides, comparable }) => {
    const window = await resolveWindow(since, until, now);
    const { retained } = sweep;
    const sprays = new PasswordSpray(logins, retained);
    const pushes = new PushFatigue(denials, retained);
    const travel = new ImpossibleTravel(speed, said, retained);
    const resets = new ResetThenSignIn(hours, retained);
    const places = new NewPlaces(said, retained);
    const count = { events: 0 };
    const blind = blindFor(hides, comparable);
    const detectors = [...(blind.has('password_spray') ? [] : [sprays]), ...(blind.has('push_fatigue') ? [] : [pushes]), ...(blind.has('impossible_travel') ? [] : [travel]), resets, places];
    const take = (event: JsonObject): void => {
      count.events += 1;
      for (const detector of detectors) detector.take(event);
    };
    return {
      steps: sweepEvents(sweep, window, { filter: EVENTS }, take),
      report: () => {
        const found = { password_spray: sprays.findings(), push_fatigue: pushes.findings(), impossible_travel: travel.findings(), sign_in_after_factor_reset: resets.findings(), new_country: places.findings() };
        return {
          summary: { events: count.events, ...Object.fromEntries(Object.entries(found).map(([kind, findings]) => [kind, findings.length])), new_device_sign_ins: places.newDevices },
          columns: ['kind', 'first', 'last', 'count', 'actor.id', 'actor.alternateId', 'client.ipAddress', 'detail', 'succeeded', 'events'],
          items: Object.entries(found).flatMap(([kind, findings]) => findings.map((finding) => row(kind, finding, said))),
          examined: { since: window.since, until: window.until, thresholds: { spray_logins: logins, push_denials: denials, kilometres_per_hour: speed, reset_hours: hours } },
          notes: [
            ...window.notes,
            ...[...blind].map(([kind, path]) => `${kind} was not looked for: it compares ${path}, which OKTA_REDACT hides.`),
            ...(retained.refused > 0 ? ['The window holds more than is kept in memory at once: patterns of later events may be missing. Narrow it.'] : []),
            'A finding is a pattern, no proof: a shared address, a VPN or a phone network can look alike. `events` are uuids for get_okta_event_logs (filter: uuid eq "…").',
          ],
        };
      },
    };
  },
});

/** The patterns that cannot be seen, each with the hidden path it compares: addresses and logins as well by stand-ins, places by numbers only. */
function blindFor(hides: ToolCall['hides'], comparable: ToolCall['comparable']): Map<string, string> {
  const place = 'client.geographicalContext.geolocation';
  const compared: [string, string | undefined][] = [
    ['password_spray', ['client.ipAddress', 'actor.alternateId'].find((path) => !comparable(path))],
    ['push_fatigue', ['client.ipAddress'].find((path) => !comparable(path))],
    ['impossible_travel', [`${place}.lat`, `${place}.lon`].find(hides)],
  ];
  return new Map(compared.flatMap(([kind, path]): [string, string][] => (path === undefined ? [] : [[kind, path]])));
}

function row(kind: string, finding: Finding, said: ToolCall['said']): JsonObject {
  const { first, last, count, actor, address, detail, succeeded, events } = finding;
  return { kind, first, last, count, actor: actor === undefined ? null : { id: actor.id, alternateId: actor.login }, client: { ipAddress: address ?? null }, detail, succeeded: succeeded === undefined ? null : succeeded.map((login) => said('actor.alternateId', login)), events: events.slice(0, 3) };
}
