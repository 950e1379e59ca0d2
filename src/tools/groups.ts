import * as z from 'zod';
import { NOTHING, PROFILE_FILTER, valuesAt } from './compared.js';
import { groupArgument, groupCompared, groupId } from './ids.js';
import { GROUPS_Q, oneOf, sortArguments, sortCompared, sortParameters, unpaged } from './queries.js';
import { listTool, objectTool, type Tool } from './tool.js';

const finder = 'Find the group with list_okta_groups (q: the start of its name).';

const listGroups = listTool({
  name: 'list_okta_groups',
  title: 'List Okta groups',
  description: `Find groups. \`search\` (best): profile.name sw "VPN" | type eq "APP_GROUP" | lastMembershipUpdated gt "2026-01-01T00:00:00.000Z". Operators eq sw gt ge lt le pr, co on name and description. Types: OKTA_GROUP, APP_GROUP (imported), BUILT_IN. Give one of search, filter, q.`,
  input: () => ({
    search: z.string().max(5000).optional(),
    filter: z.string().max(5000).optional().describe('Only id, type, lastUpdated, lastMembershipUpdated'),
    q: z.string().max(200).optional().describe('Start of the name'),
    ...sortArguments,
    include_stats: z.boolean().optional().describe('Adds counts of users and applications'),
  }),
  compared: { search: PROFILE_FILTER, filter: PROFILE_FILTER, q: valuesAt('profile.name'), ...sortCompared, include_stats: NOTHING },
  operations: ['listGroups'],
  columns: [
    'id', 'profile.name', 'type', 'profile.description', 'lastMembershipUpdated',
    '_embedded.stats.usersCount', '_embedded.stats.appsCount', '_embedded.stats.groupPushMappingsCount', '_embedded.stats.hasAdminPrivilege', '_embedded.stats.hasAdminPrivlege',
  ],
  run: async ({ search, filter, q, include_stats, ...sort }, call) => {
    oneOf({ search, filter, q }, 'search');
    const expand = include_stats === true ? 'stats' : undefined;
    if (q !== undefined) return unpaged(await call.page('listGroups', { q, expand, limit: GROUPS_Q.most }), GROUPS_Q);
    return call.page('listGroups', { search, filter, expand, limit: call.limit, ...sortParameters(sort, search) });
  },
  empty: ({ q }) => (q === undefined ? 'No group matches. Property names are case-sensitive (profile.name).' : 'No group name begins so. search finds parts of a name: profile.name co "…".'),
});

const getGroup = objectTool({
  name: 'get_okta_group',
  title: 'Get an Okta group',
  description: 'One group with its profile, type, source and dates. Members: list_okta_group_members.',
  input: () => ({ group_id: groupArgument }),
  compared: { group_id: groupCompared },
  operations: ['getGroup', 'listGroups'],
  kind: 'group',
  finder,
  run: async ({ group_id }, call) => ({ object: await call.one('getGroup', { groupId: await groupId(group_id, call) }) }),
});

const listGroupMembers = listTool({
  name: 'list_okta_group_members',
  title: "List a group's members",
  description: 'The users in a group, with status and login.',
  input: () => ({ group_id: groupArgument }),
  compared: { group_id: groupCompared },
  operations: ['listGroupUsers', 'listGroups'],
  columns: ['id', 'status', 'profile.login', 'profile.firstName', 'profile.lastName', 'profile.email', 'lastLogin'],
  finder,
  run: async ({ group_id }, call) => call.page('listGroupUsers', { groupId: await groupId(group_id, call), limit: call.limit }),
  empty: () => 'The group has no members. (Deprovisioned users are in no group.)',
});

const listGroupApplications = listTool({
  name: 'list_okta_assigned_applications_for_group',
  title: "List a group's applications",
  description: 'The applications that members of a group get through it.',
  input: () => ({ group_id: groupArgument }),
  compared: { group_id: groupCompared },
  operations: ['listAssignedApplicationsForGroup', 'listGroups'],
  columns: ['id', 'label', 'name', 'status', 'signOnMode', 'lastUpdated'],
  finder,
  run: async ({ group_id }, call) => call.page('listAssignedApplicationsForGroup', { groupId: await groupId(group_id, call), limit: call.limit }),
  empty: () => 'No application is assigned to the group; its members may have applications directly or through other groups.',
});

export const groupTools: readonly Tool[] = [listGroups, getGroup, listGroupMembers, listGroupApplications];
