import * as z from 'zod';
import { valueAt } from '../../answers/columns.js';
import type { JsonObject } from '../../json.js';
import { valuesAt } from '../compared.js';
import { applicationArgument, applicationCompared, applicationId } from '../ids.js';
import { resolveWindow } from '../log-window.js';
import { reportTool, type InquiryCall } from '../report.js';
import type { Retained } from '../retained.js';
import type { Steps } from '../sweep.js';
import { sweepEvents, targetsOf, textAt } from './log-sweep.js';
import { byTexts } from './order.js';

const SIGN_ON = 'eventType eq "user.authentication.sso"';
const GONE = new Set(['SUSPENDED', 'DEPROVISIONED']);

interface Application {
  readonly id: string;
  readonly label: string;
  readonly signOnMode: string;
  readonly created: string;
  assignees: number;
  direct: number;
  gone: number;
}

interface Usage {
  /** By application, or by user for one application: the last sign-on. */
  readonly last: Map<string, string>;
  readonly applications: Application[];
  readonly rows: JsonObject[];
  readonly counts: { assignees: number; unused: number; direct: number; gone: number };
}

/** Which applications, or which assignees of one, are not used. */
export const applicationUsage = reportTool({
  name: 'review_okta_application_usage',
  title: 'Review application usage',
  description: 'Active applications nobody signed on to in N days, with their assignees; or for one app_id its assignees who did not, those suspended or deprovisioned but still assigned, and direct assignments outside groups.',
  input: () => ({ app_id: applicationArgument.optional(), days: z.int().min(1).max(90).default(60).optional().describe('Default 60; the log keeps 90') }),
  compared: { app_id: applicationCompared, days: valuesAt('published') },
  basis: ['id', 'published', 'actor.id', 'target.id', 'target.type', 'status', 'signOnMode', 'visibility.hide.web', 'scope', '_embedded.user.status'],
  operations: ['listApplications', 'listApplicationUsers', 'listLogEvents'],
  finder: 'Find the application with list_okta_applications (q: the start of its label).',
  begin: async ({ app_id, days = 60 }, call) => {
    const { retained } = call.sweep;
    const window = await resolveWindow(undefined, undefined, call.now, days);
    const chosen = app_id === undefined ? undefined : await applicationId(app_id, call);
    const usage: Usage = { last: new Map(), applications: [], rows: [], counts: { assignees: 0, unused: 0, direct: 0, gone: 0 } };
    const filter = chosen === undefined ? SIGN_ON : `${SIGN_ON} and target.id eq "${chosen}"`;
    const take = (event: JsonObject): void => {
      const keys = chosen === undefined ? targetsOf(event, 'AppInstance').map((target) => textAt(target, 'id')) : [textAt(event, 'actor.id')];
      for (const key of keys) usage.last.set(usage.last.has(key) ? key : retained.add(key), textAt(event, 'published'));
    };
    return {
      steps: (async function* () {
        yield* sweepEvents(call.sweep, window, { filter }, take);
        yield* chosen === undefined ? unusedApplications(usage, call) : assignees(chosen, usage, call);
      })(),
      report: () => chosen === undefined ? applicationsReport(usage, window.since) : assigneesReport(usage, window.since),
    };
  },
});

async function* unusedApplications(usage: Usage, { sweep }: InquiryCall): Steps {
  yield* sweep.pages('listApplications', { filter: 'status eq "ACTIVE"', limit: 200 }, (apps) => {
    for (const app of apps) {
      if (!hasSignOn(app)) continue;
      usage.applications.push(sweep.retained.add({ id: textAt(app, 'id'), label: textAt(app, 'label'), signOnMode: textAt(app, 'signOnMode'), created: textAt(app, 'created'), assignees: 0, direct: 0, gone: 0 }));
    }
  }, 'applications');
  const unused = usage.applications.filter(({ id }) => !usage.last.has(id));
  for (const app of unused) {
    yield* sweep.pages('listApplicationUsers', { appId: app.id, limit: 500 }, (users) => {
      app.assignees += users.length;
      app.direct += users.filter((user) => user['scope'] === 'USER').length;
    }, `assignees of unused applications`);
  }
}

/** Okta's own applications and those without a sign-on of their own are used without an event of this kind. */
function hasSignOn(app: JsonObject): boolean {
  const mode = textAt(app, 'signOnMode');
  const web = valueAt(app, 'visibility.hide.web') === true;
  return mode !== '' && mode !== 'MFA_AS_SERVICE' && !web;
}

async function* assignees(appId: string, usage: Usage, { sweep }: InquiryCall): Steps {
  yield* sweep.pages('listApplicationUsers', { appId, limit: 500, expand: 'user' }, (users) => {
    for (const assignment of users) note(assignment, usage, sweep.retained);
  }, 'assignees');
}

function note(assignment: JsonObject, { last, rows, counts }: Usage, retained: Retained): void {
  const user = textAt(assignment, '_embedded.user.status');
  const id = textAt(assignment, 'id');
  const findings = [
    ...(last.has(id) ? [] : ['not used']),
    ...(GONE.has(user) ? [user.toLowerCase()] : []),
    ...(assignment['scope'] === 'USER' ? ['assigned directly'] : []),
  ];
  counts.assignees += 1;
  if (!last.has(id)) counts.unused += 1;
  if (GONE.has(user)) counts.gone += 1;
  if (assignment['scope'] === 'USER') counts.direct += 1;
  if (findings.length > 0) rows.push(retained.add({ id, credentials: { userName: textAt(assignment, 'credentials.userName') }, user_status: user, findings, last_sign_on: last.get(id) ?? null, created: assignment['created'] ?? null }));
}

function applicationsReport({ applications, last }: Usage, since: string) {
  const unused = applications.filter(({ id }) => !last.has(id)).sort((a, b) => b.assignees - a.assignees || byTexts([a.label, b.label], [a.id, b.id]));
  return {
    summary: { applications: applications.length, unused: unused.length, unused_with_assignees: unused.filter((app) => app.assignees > 0).length },
    columns: ['id', 'label', 'signOnMode', 'assignees', 'direct', 'created'],
    items: unused.map(({ id, label, signOnMode, assignees: count, direct, created }): JsonObject => ({ id, label, signOnMode, assignees: count, direct, created })),
    examined: { since },
    notes: ['Applications without a sign-on of their own, and those hidden on the dashboard, are left out. An application created inside the window had less time to be used.'],
  };
}

function assigneesReport({ rows, counts }: Usage, since: string) {
  const weight = (row: JsonObject): number => (Array.isArray(row['findings']) ? row['findings'].length : 0);
  return {
    summary: { assignees: counts.assignees, not_used: counts.unused, suspended_or_deprovisioned: counts.gone, assigned_directly: counts.direct },
    columns: ['id', 'credentials.userName', 'user_status', 'findings', 'last_sign_on', 'created'],
    items: [...rows].sort((a, b) => weight(b) - weight(a) || (textAt(a, 'id') < textAt(b, 'id') ? -1 : 1)),
    examined: { since },
    notes: counts.assignees === 0 ? ['Nobody is assigned to this application.'] : [],
  };
}
