import type { JsonObject } from '../../json.js';
import { applicationArgument, applicationCompared, applicationId, findUser, userArgument, userCompared } from '../ids.js';
import { reportTool, type InquiryCall } from '../report.js';
import type { Retained } from '../retained.js';
import type { Steps } from '../sweep.js';
import { textAt } from './log-sweep.js';
import { byTexts } from './order.js';
import { applicationsOf, roleGroup, roleType, who } from './people.js';
import { listAt } from './policy-words.js';

/** What is read of one person to say why that person has access. */
interface Holdings {
  readonly groups: Map<string, string>;
  /** By the group that they fill. */
  readonly rules: Map<string, JsonObject[]>;
  readonly rows: JsonObject[];
  applications: number;
  direct: number;
}

/** Why a user has an application, or any: direct, by a group, by the group rule that fills it; administrator roles alike. */
export const userAccess = reportTool({
  name: 'explain_okta_user_access',
  title: "Explain a user's access",
  description: 'Why a user has an application (app_id) or each of all: assigned directly, or through which group, and which group rule fills that group, with its expression; since when. Administrator roles alike.',
  input: () => ({ user_id: userArgument, app_id: applicationArgument.optional() }),
  compared: { user_id: userCompared, app_id: applicationCompared },
  basis: ['id', 'status', 'actions.assignUserToGroups.groupIds', 'scope', 'type', '_links.assignee'],
  operations: ['getUser', 'listUsers', 'listUserGroups', 'listGroupRules', 'listApplications', 'getApplicationUser', 'listApplicationGroupAssignments', 'listAssignedRolesForUser'],
  finder: 'Find the user with list_okta_users and the application with list_okta_applications.',
  begin: async ({ user_id, app_id }, call) => {
    const user = await findUser(user_id, call);
    const id = textAt(user, 'id');
    const chosen = app_id === undefined ? undefined : await applicationId(app_id, call);
    const held: Holdings = { groups: new Map(), rules: new Map(), rows: [], applications: 0, direct: 0 };
    return {
      steps: explain(id, chosen, held, call),
      report: () => ({
        summary: { user: who(user), applications: held.applications, direct_assignments: held.direct, groups: held.groups.size },
        columns: ['kind', 'id', 'label', 'access', 'group.id', 'group.profile.name', 'rule.id', 'rule.name', 'rule.expression', 'since', 'assignment_status'],
        items: held.rows,
        examined: {},
        notes: [
          'A group rule that fills the group may not be how this user got there: somebody may have been added by hand, too. get_okta_user_timeline tells of the last 90 days.',
          ...(chosen !== undefined && held.rows.length === 0 ? ['The user does not have this application.'] : []),
        ],
      }),
    };
  },
});

async function* explain(userId: string, chosen: string | undefined, held: Holdings, call: InquiryCall): Steps {
  const { sweep } = call;
  const { retained } = sweep;
  yield* sweep.pages('listUserGroups', { userId }, (groups) => { for (const group of groups) held.groups.set(retained.add(textAt(group, 'id')), retained.add(textAt(group, 'profile.name'))); }, 'groups');
  yield* sweep.pages('listGroupRules', { limit: 200 }, (rules) => { for (const rule of rules) if (rule['status'] === 'ACTIVE') addRule(rule, held, retained); }, 'group rules');
  const labels = new Map<string, string>();
  if (chosen === undefined) yield* sweep.pages('listApplications', applicationsOf(userId), (apps) => { for (const app of apps) labels.set(retained.add(textAt(app, 'id')), retained.add(textAt(app, 'label'))); }, 'applications');
  else labels.set(chosen, '');
  yield { kind: 'estimate', requests: labels.size * 2, basis: `two for each of ${labels.size} applications`, advice: 'Give `app_id` to ask about one.' };
  yield* sweep.each([...labels.keys()], async (appId, reader) => {
    const assignment = await reader.one('getApplicationUser', { appId, userId });
    const groups = await reader.all('listApplicationGroupAssignments', { appId, limit: 200 }, (group) => textAt(group, 'id'));
    return { assignment, groups: groups.filter((id) => held.groups.has(id)) };
  }, (appId, result) => {
    if (result === undefined) return;
    held.applications += 1;
    if (textAt(result.assignment, 'scope') === 'USER') held.direct += 1;
    for (const row of applicationRows(appId, labels.get(appId) ?? '', result.assignment, result.groups, held)) held.rows.push(retained.add(row));
  }, 'applications');
  const { items: roles } = yield* sweep.read((reader) => reader.page('listAssignedRolesForUser', { userId }));
  for (const role of roles) for (const row of roleRows(role, held)) held.rows.push(retained.add(row));
  held.rows.sort((a, b) => byTexts(...['kind', 'label', 'id'].map((path): [string, string] => [textAt(a, path), textAt(b, path)])));
}

/** Of a rule is kept what rows tell, under the groups of the user that it fills. */
function addRule(rule: JsonObject, { groups, rules }: Holdings, retained: Retained): void {
  const filled = [...new Set(listAt(rule, 'actions.assignUserToGroups.groupIds'))].filter((id) => groups.has(id));
  if (filled.length === 0) return;
  const short = retained.add({ id: rule['id'] ?? null, name: rule['name'] ?? null, expression: textAt(rule, 'conditions.expression.value') });
  for (const group of filled) {
    const filling = rules.get(group);
    if (filling === undefined) rules.set(group, [short]);
    else filling.push(short);
  }
}

function applicationRows(id: string, label: string, assignment: JsonObject, groups: readonly string[], held: Holdings): JsonObject[] {
  const base = { kind: 'application', id, label, since: assignment['created'] ?? null, assignment_status: assignment['status'] ?? null };
  const direct = textAt(assignment, 'scope') === 'USER' ? [{ ...base, access: 'direct' }] : [];
  return [...direct, ...groups.flatMap((groupId) => throughGroup(base, groupId, held))];
}

function roleRows(role: JsonObject, held: Holdings): JsonObject[] {
  const base = { kind: 'role', id: role['id'] ?? null, label: roleType(role), since: role['created'] ?? null };
  const group = roleGroup(role);
  return group === '' ? [{ ...base, access: 'direct' }] : throughGroup(base, group, held);
}

/** One row for the group, or one for each rule that fills it. */
function throughGroup(base: JsonObject, groupId: string, { groups, rules }: Holdings): JsonObject[] {
  const group = { id: groupId, profile: { name: groups.get(groupId) ?? null } };
  const filling = rules.get(groupId);
  if (filling === undefined) return [{ ...base, access: 'group', group }];
  return filling.map((rule) => ({ ...base, access: 'group rule', group, rule }));
}
