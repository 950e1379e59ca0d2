import type { JsonObject } from '../../json.js';
import { findUser, userArgument, userCompared } from '../ids.js';
import { reportTool, type InquiryCall } from '../report.js';
import type { Steps } from '../sweep.js';
import { textAt } from './log-sweep.js';
import { byTexts } from './order.js';
import { activeFactors, applicationsOf, roleName, roleType, who } from './people.js';

type Kind = 'group' | 'application' | 'role' | 'factor';
/** Things by kind and id, with their names. */
type Things = Map<string, { readonly kind: Kind; readonly id: string; readonly name: string }>;

/** What one user has that another has not. */
export const compareUsers = reportTool({
  name: 'compare_okta_users',
  title: 'Compare two users',
  description: 'What one user has that another has not, both ways: groups, applications, administrator roles, active factor types.',
  input: () => ({ user_id: userArgument, other_user_id: userArgument }),
  compared: { user_id: userCompared, other_user_id: userCompared },
  basis: ['id', 'type', 'role', 'assignmentType', 'status', 'factorType'],
  operations: ['getUser', 'listUsers', 'listUserGroups', 'listApplications', 'listAssignedRolesForUser', 'listFactors'],
  finder: 'Find the users with list_okta_users (search: profile.login eq "…").',
  begin: async ({ user_id, other_user_id }, call) => {
    const users = [await findUser(user_id, call), await findUser(other_user_id, call)] as const;
    const things: readonly [Things, Things] = [new Map(), new Map()];
    return {
      steps: (async function* () {
        for (const [index, user] of users.entries()) yield* collect(textAt(user, 'id'), things[index === 0 ? 0 : 1], call);
      })(),
      report: () => {
        const [mine, others] = things;
        const rows = [...difference(mine, others, 'user_id'), ...difference(others, mine, 'other_user_id')];
        return {
          summary: {
            user: who(users[0]), other_user: who(users[1]),
            in_common: [...mine.keys()].filter((key) => others.has(key)).length, only_user: [...mine.keys()].filter((key) => !others.has(key)).length, only_other_user: [...others.keys()].filter((key) => !mine.has(key)).length,
          },
          columns: ['only', 'kind', 'id', 'name'],
          items: rows,
          examined: {},
          notes: rows.length === 0 ? ['They have the same groups, applications, roles and factor types.'] : [],
        };
      },
    };
  },
});

async function* collect(userId: string, things: Things, { sweep, said }: InquiryCall): Steps {
  const add = (kind: Kind, id: string, name: string): void => { things.set(`${kind} ${id}`, sweep.retained.add({ kind, id, name })); };
  yield* sweep.pages('listUserGroups', { userId }, (groups) => { for (const group of groups) add('group', textAt(group, 'id'), said('profile.name', textAt(group, 'profile.name'))); }, 'groups');
  yield* sweep.pages('listApplications', applicationsOf(userId), (apps) => { for (const app of apps) add('application', textAt(app, 'id'), said('label', textAt(app, 'label'))); }, 'applications');
  const { items: roles } = yield* sweep.read((reader) => reader.page('listAssignedRolesForUser', { userId }));
  // Two people have the same role under different assignment ids.
  for (const role of roles) add('role', textAt(role, 'role') || roleType(role), roleName(role));
  for (const type of yield* sweep.read((reader) => activeFactors(userId, reader))) add('factor', type, type);
}

function difference(has: Things, hasNot: Things, only: string): JsonObject[] {
  return [...has].filter(([key]) => !hasNot.has(key)).map(([, thing]) => ({ only, ...thing })).sort((a, b) => byTexts([a.kind, b.kind], [a.name, b.name], [a.id, b.id]));
}
