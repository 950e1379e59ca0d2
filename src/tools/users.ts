import * as z from 'zod';
import { PROFILE_FILTER, valuesAt } from './compared.js';
import { findUser, userArgument, userCompared, userId } from './ids.js';
import { oneOf, sortArguments, sortCompared, sortParameters, unpaged, USERS_Q } from './queries.js';
import { listTool, objectTool, type Tool } from './tool.js';

const finder = 'Find the user with list_okta_users (search: profile.login eq "…").';

const listUsers = listTool({
  name: 'list_okta_users',
  title: 'List Okta users',
  description: `Find users. \`search\` (best; includes DEPROVISIONED): status eq "LOCKED_OUT" | profile.department eq "Sales" and created gt "2026-01-01T00:00:00.000Z" | profile.lastName sw "Mc". Operators eq sw gt ge lt le pr; co only on firstName, lastName, login, email; no ne, no lastLogin. Give one of search, filter, q.`,
  input: () => ({
    search: z.string().max(5000).optional(),
    filter: z.string().max(5000).optional().describe('Exact matches, case-sensitive: status eq "ACTIVE"; prefer search'),
    q: z.string().max(200).optional().describe('Start of first name, last name or email'),
    ...sortArguments,
  }),
  // Okta calls it an implementation detail what q matches: the login is most often the email.
  compared: { search: PROFILE_FILTER, filter: PROFILE_FILTER, q: valuesAt('profile.firstName', 'profile.lastName', 'profile.email', 'profile.login'), ...sortCompared },
  operations: ['listUsers'],
  columns: ['id', 'status', 'profile.login', 'profile.firstName', 'profile.lastName', 'profile.email', 'profile.department', 'profile.title', 'lastLogin', 'created'],
  run: async ({ search, filter, q, ...sort }, call) => {
    oneOf({ search, filter, q }, 'search');
    if (q !== undefined) return unpaged(await call.page('listUsers', { q, limit: USERS_Q.most }), USERS_Q);
    const page = await call.page('listUsers', { search, filter, limit: call.limit, ...sortParameters(sort, search) });
    return search === undefined && filter === undefined ? { ...page, notes: ['DEPROVISIONED users are not in this list; `search` finds them: status eq "DEPROVISIONED".'] } : page;
  },
  empty: ({ search, q }) =>
    q !== undefined
      ? 'No user matches. q compares only the start of first name, last name and email, and never finds DEPROVISIONED users; try search.'
      : search !== undefined
        ? 'No user matches. Property names are case-sensitive (profile.department), custom attributes stand under profile too; a change shows in search after seconds.'
        : 'No user matches.',
});

const getUser = objectTool({
  name: 'get_okta_user',
  title: 'Get an Okta user',
  description: 'One user with profile, status and dates (created, activated, lastLogin, passwordChanged). Custom attributes are under profile.',
  input: () => ({ user_id: userArgument }),
  compared: { user_id: userCompared },
  operations: ['getUser', 'listUsers'],
  kind: 'user',
  finder,
  run: async ({ user_id }, call) => ({ object: await findUser(user_id, call) }),
});

const listUserGroups = listTool({
  name: 'list_okta_user_groups',
  title: "List a user's groups",
  description: 'The groups a user is a member of, Everyone included; not how the user got there.',
  input: () => ({ user_id: userArgument }),
  compared: { user_id: userCompared },
  operations: ['listUserGroups', 'getUser', 'listUsers'],
  columns: ['id', 'profile.name', 'type', 'profile.description', 'lastMembershipUpdated'],
  finder,
  run: async ({ user_id }, call) => call.page('listUserGroups', { userId: await userId(user_id, call) }),
  empty: () => 'The user is in no group, as deprovisioned users are.',
});

const listUserApplications = listTool({
  name: 'list_okta_user_applications',
  title: "List a user's applications",
  description: 'The application links on a user\'s dashboard, hidden ones included: a row a link, so an application may have several.',
  input: () => ({ user_id: userArgument }),
  compared: { user_id: userCompared },
  operations: ['listAppLinks', 'getUser', 'listUsers'],
  columns: ['appInstanceId', 'label', 'appName', 'appAssignmentId', 'hidden', 'credentialsSetup'],
  finder,
  run: async ({ user_id }, call) => call.page('listAppLinks', { userId: await userId(user_id, call) }),
  empty: () => 'The user has no application link.',
});

const listUserFactors = listTool({
  name: 'list_okta_user_factors',
  title: "List a user's MFA factors",
  description: 'The factors a user has enrolled. Phishing-resistant: webauthn, u2f, signed_nonce (Okta FastPass).',
  input: () => ({ user_id: userArgument }),
  compared: { user_id: userCompared },
  operations: ['listFactors', 'getUser', 'listUsers'],
  columns: ['id', 'factorType', 'provider', 'vendorName', 'status', 'profile.deviceType', 'profile.name', 'profile.phoneNumber', 'profile.email', 'profile.credentialId', 'created', 'lastUpdated', 'lastVerified'],
  finder,
  run: async ({ user_id }, call) => ({
    ...(await call.page('listFactors', { userId: await userId(user_id, call) })),
    notes: ['Okta lists only factors that the enrolment policy for the caller of this API (its network and client) allows; others may exist.'],
  }),
  empty: () => 'No factor is enrolled that the enrolment policy allows.',
});

export const userTools: readonly Tool[] = [listUsers, getUser, listUserGroups, listUserApplications, listUserFactors];
