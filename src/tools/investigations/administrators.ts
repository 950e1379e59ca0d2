import type { JsonObject } from '../../json.js';
import { reportTool } from '../report.js';
import type { Reader } from '../sweep.js';
import { activeFactors, administratorIds, FACTORS_NOTE, personOf, personRow, PHISHING_RESISTANT, roleGroup, roleType, type Person } from './people.js';
import { textAt } from './log-sweep.js';
import { byTexts } from './order.js';

interface Administrator {
  readonly person: Person;
  readonly roles: readonly JsonObject[];
  readonly factors: readonly string[];
}

/** Who holds administrator power, and how. */
export const administrators = reportTool({
  name: 'list_okta_admins',
  title: 'List administrators',
  description: 'Everybody with an administrator role, standard or custom, direct or through a group: roles with their targets, the group by name, status, last sign-in and factors. Super administrators first.',
  input: () => ({}),
  compared: {},
  basis: ['id', 'type', 'status', 'factorType', '_links.assignee'],
  operations: [
    'listUsersWithRoleAssignments', 'listAssignedRolesForUser', 'getUser', 'listFactors', 'getGroup', 'listGroupTargetsForRole', 'listGroupTargetsForGroupRole',
    'listApplicationTargetsForApplicationAdministratorRoleForUser', 'listApplicationTargetsForApplicationAdministratorRoleForGroup',
  ],
  begin: (_, call) => {
    const { retained } = call.sweep;
    const ids: string[] = [];
    const found: Administrator[] = [];
    const targets = new Map<string, string[]>();
    const groups = new Map<string, string>();
    return {
      steps: (async function* () {
        yield* administratorIds(call, (id) => { ids.push(retained.add(id)); });
        yield { kind: 'estimate', requests: ids.length * 3, basis: `three for each of ${ids.length} administrators`, advice: 'There is no way to narrow this list.' };
        yield* call.sweep.each(ids, administrator, (_id, result) => { if (result !== undefined) found.push(retained.add(result)); }, 'administrators');
        const through = [...new Set(found.flatMap(({ roles }) => roles.map(roleGroup)).filter((id) => id !== ''))];
        yield* call.sweep.each(through, (groupId, reader) => reader.one('getGroup', { groupId }), (id, group) => { groups.set(id, retained.add(textAt(group, 'profile.name'))); }, 'groups');
        const limited = new Map(found.flatMap(({ person, roles }) => roles.filter(isLimited).map((role) => [targetKey(person.id, role), { user: person.id, role }])));
        yield* call.sweep.each([...limited.entries()], ([, { user, role }], reader) => targetsOf(user, role, reader), ([key], names) => { if (names !== undefined) targets.set(key, retained.add(names.map((name) => call.said('profile.name', name)))); }, 'roles');
      })(),
      report: () => ({
        summary: {
          administrators: ids.length, examined: found.length, by_role: byRole(found),
          without_phishing_resistant_factor: found.filter(({ factors }) => !factors.some((type) => PHISHING_RESISTANT.includes(type))).length,
        },
        columns: ['id', 'profile.login', 'status', 'lastLogin', 'roles', 'factors'],
        items: [...found].sort((a, b) => rank(a) - rank(b) || byTexts([a.person.login, b.person.login], [a.person.id, b.person.id])).map((one) => row(one, groups, targets)),
        examined: {},
        notes: [FACTORS_NOTE, 'limited_to: the groups or applications that a role is limited to; without it, it holds for all.'],
      }),
    };
  },
});

async function administrator(userId: string, reader: Reader): Promise<Administrator> {
  const person = personOf(await reader.one('getUser', { userId }));
  const { items: roles } = await reader.page('listAssignedRolesForUser', { userId });
  return { person, roles: roles.filter((role) => role['status'] === 'ACTIVE'), factors: await activeFactors(userId, reader) };
}

function byRole(found: readonly Administrator[]): JsonObject {
  const counts = new Map<string, number>();
  for (const { roles } of found) for (const name of new Set(roles.map(roleType))) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

function rank({ roles }: Administrator): number {
  return roles.some((role) => role['type'] === 'SUPER_ADMIN') ? 0 : 1;
}

/** Roles that can be limited to groups or applications. */
function isLimited(role: JsonObject): boolean {
  return ['APP_ADMIN', 'USER_ADMIN', 'HELP_DESK_ADMIN', 'GROUP_MEMBERSHIP_ADMIN'].includes(textAt(role, 'type'));
}

/** A role held through a group has the group's targets. */
function targetKey(userId: string, role: JsonObject): string {
  return `${roleGroup(role) || userId} ${textAt(role, 'id')}`;
}

/** The names of what a role is limited to, at most a page of them. */
async function targetsOf(userId: string, role: JsonObject, reader: Reader): Promise<string[]> {
  const [groupId, roleId] = [roleGroup(role), textAt(role, 'id')];
  const parameters = { roleId, limit: 200, ...(groupId === '' ? { userId } : { groupId }) };
  if (textAt(role, 'type') === 'APP_ADMIN') {
    const { items } = await reader.page(groupId === '' ? 'listApplicationTargetsForApplicationAdministratorRoleForUser' : 'listApplicationTargetsForApplicationAdministratorRoleForGroup', parameters);
    return items.map((app) => textAt(app, 'displayName') || textAt(app, 'name'));
  }
  const { items } = await reader.page(groupId === '' ? 'listGroupTargetsForRole' : 'listGroupTargetsForGroupRole', parameters);
  return items.map((group) => textAt(group, 'profile.name'));
}

function row({ person, roles, factors }: Administrator, groups: ReadonlyMap<string, string>, targets: ReadonlyMap<string, readonly string[]>): JsonObject {
  const held = roles.map((role): JsonObject => {
    const group = roleGroup(role);
    const limits = targets.get(targetKey(person.id, role)) ?? [];
    return { role: roleType(role), ...(limits.length === 0 ? {} : { limited_to: [...limits] }), ...(group === '' ? { through: 'direct' } : { through: { id: group, profile: { name: groups.get(group) ?? null } } }), since: role['created'] ?? null };
  });
  return { ...personRow(person), roles: held, factors: [...factors] };
}
