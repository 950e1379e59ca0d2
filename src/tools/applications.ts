import * as z from 'zod';
import { FILTER, valuesAt } from './compared.js';
import { applicationArgument, applicationCompared, applicationId } from './ids.js';
import { listTool, objectTool, type Tool } from './tool.js';

const finder = 'Find the application with list_okta_applications (q: the start of its label).';

const listApplications = listTool({
  name: 'list_okta_applications',
  title: 'List Okta applications',
  description: `Find applications. \`q\`: start of label or name. \`filter\`: status eq "ACTIVE" | name eq "salesforce" | user.id eq "00u…" (assigned to a user) | group.id eq "00g…". q and filter combine.`,
  input: () => ({
    q: z.string().max(200).optional(),
    filter: z.string().max(5000).optional(),
    include_non_deleted: z.boolean().optional().describe('Inactive ones too'),
  }),
  compared: { q: valuesAt('label', 'name'), filter: FILTER, include_non_deleted: valuesAt('status') },
  operations: ['listApplications'],
  columns: ['id', 'label', 'name', 'status', 'signOnMode', 'created', 'lastUpdated'],
  run: async ({ q, filter, include_non_deleted }, call) => call.page('listApplications', { q, filter, includeNonDeleted: include_non_deleted, limit: call.limit }),
  empty: ({ q }) => (q === undefined ? 'No application matches.' : 'No label or name begins so: q compares only the start. Without q all are listed.'),
});

const getApplication = objectTool({
  name: 'get_okta_application',
  title: 'Get an Okta application',
  description: 'One application with sign-on settings, visibility, provisioning features and user name template. Secrets are hidden. Its authentication policy: fields ["_links.accessPolicy"].',
  input: () => ({ app_id: applicationArgument }),
  compared: { app_id: applicationCompared },
  operations: ['getApplication', 'listApplications'],
  kind: 'application',
  finder,
  run: async ({ app_id }, call) => ({ object: await call.one('getApplication', { appId: await applicationId(app_id, call) }) }),
});

const listApplicationUsers = listTool({
  name: 'list_okta_application_users',
  title: "List an application's users",
  description: 'Who is assigned to an application. scope USER: assigned individually; GROUP: through a group.',
  input: () => ({ app_id: applicationArgument, q: z.string().max(200).optional().describe('Start of user name, first name, last name or email') }),
  compared: { app_id: applicationCompared, q: valuesAt('credentials.userName', 'profile.firstName', 'profile.lastName', 'profile.email') },
  operations: ['listApplicationUsers', 'listApplications'],
  columns: ['id', 'scope', 'status', 'credentials.userName', 'profile.email', 'syncState', 'created', 'statusChanged'],
  finder,
  run: async ({ app_id, q }, call) => call.page('listApplicationUsers', { appId: await applicationId(app_id, call), q, limit: call.limit }),
  empty: ({ q }) => (q === undefined ? 'Nobody is assigned to the application.' : 'No assigned user matches: q compares only the start.'),
});

const listApplicationGroups = listTool({
  name: 'list_okta_application_group_assignments',
  title: "List an application's groups",
  description: 'The groups assigned to an application, by priority (0 is first).',
  input: () => ({ app_id: applicationArgument, q: z.string().max(200).optional().describe('Start of the group name') }),
  compared: { app_id: applicationCompared, q: valuesAt('_embedded.group.profile.name') },
  operations: ['listApplicationGroupAssignments', 'listApplications'],
  columns: ['id', '_embedded.group.profile.name', '_embedded.group.type', 'priority', 'profile', 'lastUpdated'],
  finder,
  // Okta refuses pages of fewer than 20 here; the rest of a page is told by the cursor.
  run: async ({ app_id, q }, call) =>
    call.page('listApplicationGroupAssignments', { appId: await applicationId(app_id, call), q, expand: 'group', limit: Math.max(20, call.limit) }),
  empty: ({ q }) => (q === undefined ? 'No group is assigned to the application.' : 'No assigned group has a name that begins so.'),
});

export const applicationTools: readonly Tool[] = [listApplications, getApplication, listApplicationUsers, listApplicationGroups];
