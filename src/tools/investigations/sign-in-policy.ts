import { valueAt } from '../../answers/columns.js';
import { isJsonObject, type JsonObject } from '../../json.js';
import { applicationArgument, applicationCompared, applicationId, findUser, userArgument, userCompared } from '../ids.js';
import { reportTool } from '../report.js';
import { ToolError } from '../tool.js';
import { textAt } from './log-sweep.js';
import { conditionsOf, gapsOf, listAt, outcomeOf, type Names } from './policy-words.js';

/** What an application asks of a user who signs in: the rules of its policy in their order, and which of them can match. */
export const signInPolicy = reportTool({
  name: 'explain_okta_sign_in_policy',
  title: 'Explain a sign-in policy',
  description: "What an application asks at sign-in: its policy's rules in order, in words, with groups and zones by name; with user_id, which rules can match this user and why others cannot; gaps such as one-factor rules and an allowing catch-all. Identity Engine.",
  input: () => ({ app_id: applicationArgument, user_id: userArgument.optional() }),
  compared: { app_id: applicationCompared, user_id: userCompared },
  basis: ['id', 'type.id', 'priority', 'system', 'status', '_links.accessPolicy', 'conditions', 'actions'],
  operations: ['getApplication', 'listApplications', 'getPolicy', 'listPolicyRules', 'getUser', 'listUsers', 'listUserGroups', 'getGroup', 'listNetworkZones'],
  finder: 'Find the application with list_okta_applications and the user with list_okta_users.',
  begin: async ({ app_id, user_id }, call) => {
    const app = await call.one('getApplication', { appId: await applicationId(app_id, call) });
    const policyId = /\/policies\/([A-Za-z0-9]+)$/.exec(textAt(app, '_links.accessPolicy.href'))?.[1];
    if (policyId === undefined) throw new ToolError('This application has no sign-in policy of its own (a Classic Engine org, or an application of Okta that takes none).', 'Look at the global policies with list_okta_policies (type OKTA_SIGN_ON).');
    const user = user_id === undefined ? undefined : await findUser(user_id, call);
    const state: { policy: JsonObject; rules: JsonObject[]; readonly groups: Set<string>; readonly names: Names } = { policy: {}, rules: [], groups: new Set(), names: { groups: new Map(), zones: new Map() } };
    return {
      steps: (async function* () {
        state.policy = yield* call.sweep.read((reader) => reader.one('getPolicy', { policyId }));
        yield* call.sweep.pages('listPolicyRules', { policyId }, (rules) => { for (const rule of rules) state.rules.push(call.sweep.retained.add(rule)); }, 'rules');
        state.rules.sort((a, b) => order(a) - order(b));
        if (user !== undefined) yield* call.sweep.pages('listUserGroups', { userId: textAt(user, 'id') }, (groups) => { for (const group of groups) { state.groups.add(call.sweep.retained.add(textAt(group, 'id'))); state.names.groups.set(textAt(group, 'id'), call.said('profile.name', textAt(group, 'profile.name'))); } }, 'groups');
        const wanted = [...new Set(state.rules.flatMap((rule) => [...listAt(rule, 'conditions.people.groups.include'), ...listAt(rule, 'conditions.people.groups.exclude')]))].filter((id) => !state.names.groups.has(id));
        yield* call.sweep.each(wanted, (groupId, reader) => reader.one('getGroup', { groupId }), (id, group) => { if (group !== undefined) state.names.groups.set(id, call.said('profile.name', textAt(group, 'profile.name'))); }, 'groups');
        yield* call.sweep.pages('listNetworkZones', { limit: 200 }, (zones) => { for (const zone of zones) state.names.zones.set(textAt(zone, 'id'), call.said('name', textAt(zone, 'name'))); }, 'zones');
      })(),
      report: () => {
        const rows = state.rules.map((rule, index) => row(rule, index, user, state.groups, state.names));
        return {
          summary: {
            application: { id: app['id'] ?? null, label: app['label'] ?? null }, policy: { id: policyId, name: state.policy['name'] ?? null, status: state.policy['status'] ?? null }, rules: state.rules.length,
            ...(user === undefined ? {} : { user: { id: user['id'] ?? null, profile: { login: textAt(user, 'profile.login') } }, rules_that_can_match: rows.filter((one) => one['can_match'] !== 'no').length }),
            gaps: rows.filter((one) => Array.isArray(one['gaps'])).length,
          },
          columns: ['order', 'name', 'status', 'conditions', 'outcome', 'can_match', 'why', 'gaps', 'id'],
          items: rows,
          examined: {},
          notes: ['Rules are tried in this order and the first that matches decides. Network, device and risk are known only at sign-in, so a rule that depends on them can match. The global session policy (type OKTA_SIGN_ON) is asked before this one.'],
        };
      },
    };
  },
});

/** Okta sends rules unsorted; the system rule is the last. */
function order(rule: JsonObject): number {
  const priority = rule['priority'];
  return rule['system'] === true ? Number.MAX_SAFE_INTEGER : typeof priority === 'number' ? priority : 0;
}

function row(rule: JsonObject, index: number, user: JsonObject | undefined, groups: ReadonlySet<string>, names: Names): JsonObject {
  const verdict = user === undefined ? {} : match(rule, user, groups, names);
  const gaps = gapsOf(rule);
  return {
    order: index + 1, id: rule['id'] ?? null, name: rule['name'] ?? null, status: rule['status'] === 'ACTIVE' ? null : (rule['status'] ?? null), conditions: conditionsOf(rule, names), outcome: outcomeOf(rule), ...verdict,
    ...(gaps.length === 0 ? {} : { gaps }),
  };
}

/** Whether a rule can match a user: who the user is, is known; where and with what the user signs in, is not. */
function match(rule: JsonObject, user: JsonObject, groups: ReadonlySet<string>, names: Names): { can_match: string; why: string } {
  const no = (why: string): { can_match: string; why: string } => ({ can_match: 'no', why });
  const id = textAt(user, 'id');
  const named = (ids: readonly string[]): string => ids.map((one) => JSON.stringify(names.groups.get(one) ?? one)).join(', ');
  if (rule['status'] !== 'ACTIVE') return no('the rule is not active');
  if (listAt(rule, 'conditions.people.users.exclude').includes(id)) return no('the user is excluded');
  const excluded = listAt(rule, 'conditions.people.groups.exclude').filter((group) => groups.has(group));
  if (excluded.length > 0) return no(`excluded as a member of ${named(excluded)}`);
  const [users, wanted] = [listAt(rule, 'conditions.people.users.include'), listAt(rule, 'conditions.people.groups.include')];
  const member = wanted.filter((group) => groups.has(group));
  if (users.length + wanted.length > 0 && !users.includes(id) && member.length === 0) return no(`not a member of ${named(wanted)}`);
  const types = listAt(rule, 'conditions.userType.include');
  const type = textAt(user, 'type.id');
  if (types.length > 0 && !types.includes(type)) return no('the user is of another user type');
  if (listAt(rule, 'conditions.userType.exclude').includes(type)) return no('users of this user type are excluded');
  const open = ['network', 'device', 'riskScore', 'risk', 'platform', 'elCondition'].filter((name) => isOpen(name, valueAt(rule, `conditions.${name}`)));
  const as = member.length > 0 ? `a member of ${named(member)}` : 'it is for everybody';
  return open.length === 0 ? { can_match: 'yes', why: as } : { can_match: 'depends', why: `${as}; depends on ${open.join(', ')}` };
}

function isOpen(name: string, condition: unknown): boolean {
  if (!isJsonObject(condition)) return false;
  if (name === 'network') return condition['connection'] !== 'ANYWHERE';
  if (name === 'riskScore') return condition['level'] !== 'ANY';
  return Object.keys(condition).length > 0;
}
