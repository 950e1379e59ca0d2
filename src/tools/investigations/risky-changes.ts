import * as z from 'zod';
import { valueAt } from '../../answers/columns.js';
import { isJsonObject, type JsonObject } from '../../json.js';
import { valuesAt } from '../compared.js';
import { resolveWindow, windowArguments, windowCompared } from '../log-window.js';
import { reportTool } from '../report.js';
import { sweepEvents, targetsOf, textAt } from './log-sweep.js';

/** Changes that give power or take protection away, by the beginning of their event type (Okta's catalogue of event types). */
const CATEGORIES = {
  administrator: ['user.account.privilege.', 'group.privilege.', 'iam.resourceset.', 'iam.role.', 'iam.policy.', 'app.oauth2.client.privilege.'],
  policy: ['policy.rule.', 'policy.lifecycle.', 'application.policy.sign_on.'],
  network_zone: ['zone.', 'network_zone.', 'security.zone.'],
  api_token: ['system.api_token.'],
  mfa: ['user.mfa.factor.reset_all', 'user.mfa.factor.deactivate', 'user.mfa.attempt_bypass', 'system.mfa.factor.', 'security.authenticator.lifecycle.'],
  trust: ['system.idp.', 'security.trusted_origin.', 'event_hook.', 'inline_hook.', 'system.log_stream.', 'user.session.impersonation.', 'app.oauth2.client.lifecycle.', 'app.oauth2.trusted_server.', 'app.oauth2.as.key.', 'app.oauth2.as.resource_server.'],
} as const;
type Category = keyof typeof CATEGORIES;
const NAMES = Object.keys(CATEGORIES).filter((name): name is Category => name in CATEGORIES);
/** Rare enough to be kept all; an org that has more in a window is told so. */
const MOST_CHANGES = 20_000;
/** Traffic, not change. */
const TRAFFIC = /^(event_hook\.(delivery|verified)|inline_hook\.(executed|response|verified)|iam\.role\.subscriptions)/;

/** Who changed what that matters for security. */
export const riskyChanges = reportTool({
  name: 'find_okta_risky_changes',
  title: 'Find risky changes',
  description: 'Changes that give power or weaken protection: administrator roles, policies and rules, network zones, API tokens, MFA resets, trust (identity providers, origins, hooks, impersonation). Who, what, from where, old and new value where the log has it.',
  input: () => ({ ...windowArguments, category: z.enum(NAMES).optional() }),
  compared: { ...windowCompared, category: valuesAt('eventType') },
  basis: ['published', 'eventType', 'outcome.result'],
  operations: ['listLogEvents'],
  begin: async ({ since, until, category }, { sweep, now }) => {
    const window = await resolveWindow(since, until, now);
    const wanted = category === undefined ? NAMES : [category];
    const prefixes = wanted.flatMap((name) => CATEGORIES[name]);
    const counts = new Map<string, number>();
    const rows: JsonObject[] = [];
    const count = { changes: 0, failed: 0 };
    const take = (event: JsonObject): void => {
      const type = textAt(event, 'eventType');
      const kind = wanted.find((name) => CATEGORIES[name].some((prefix) => type.startsWith(prefix)));
      if (kind === undefined || TRAFFIC.test(type)) return;
      count.changes += 1;
      if (textAt(event, 'outcome.result') !== 'SUCCESS') count.failed += 1;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      const change = row(kind, event);
      if (rows.length < MOST_CHANGES && sweep.retained.fits(change)) rows.push(change);
    };
    return {
      steps: sweepEvents(sweep, window, { filter: prefixes.map((prefix) => `eventType sw "${prefix}"`).join(' or ') }, take),
      report: () => ({
        summary: { changes: count.changes, not_successful: count.failed, by_category: Object.fromEntries(NAMES.filter((name) => counts.has(name)).map((name) => [name, counts.get(name) ?? 0])) },
        columns: ['published', 'category', 'eventType', 'outcome.result', 'actor.alternateId', 'client.ipAddress', 'client.geographicalContext.country', 'target', 'change', 'at_night', 'uuid'],
        items: [...rows].reverse().sort((a, b) => weight(a) - weight(b)),
        examined: { since: window.since, until: window.until },
        notes: [...window.notes, 'at_night: between 00:00 and 05:00 UTC. Administrator, API token and trust changes come first, then the newest.', ...(rows.length < count.changes ? [`Only ${rows.length} of ${count.changes} are listed.`] : []), ...(count.changes === 0 ? ['No such change in this window.'] : [])],
      }),
    };
  },
});

function weight(row: JsonObject): number {
  return ['administrator', 'api_token', 'trust'].includes(textAt(row, 'category')) ? 0 : 1;
}

function row(category: string, event: JsonObject): JsonObject {
  const published = textAt(event, 'published');
  return {
    published, category, eventType: event['eventType'] ?? null, outcome: { result: valueAt(event, 'outcome.result') ?? null }, actor: event['actor'] ?? null, client: event['client'] ?? null,
    target: targetsOf(event).slice(0, 4).map((target) => ({ type: target['type'] ?? null, id: target['id'] ?? null, displayName: target['displayName'] ?? null })),
    change: changeOf(event), at_night: Number(published.slice(11, 13)) < 5 ? true : null, uuid: event['uuid'] ?? null,
  };
}

/** Old and new value, where the log has them: a target's change details, or what the event's own data says. */
function changeOf(event: JsonObject): JsonObject | null {
  const details = targetsOf(event).map((target) => target['changeDetails']).find(isJsonObject);
  const data = valueAt(event, 'debugContext.debugData');
  const told = Object.entries(isJsonObject(data) ? data : {}).filter(([name]) => /^(old|new)[A-Z]|privilege|networkConnection|zoneData|changed/i.test(name));
  if (details === undefined && told.length === 0) return null;
  return { ...(details === undefined ? {} : { from: details['from'] ?? null, to: details['to'] ?? null }), ...Object.fromEntries(told) };
}
