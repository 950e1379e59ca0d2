import type { Completable } from '../completion/completion.js';

/** An argument of a prompt; the org completes it. */
export interface PromptArgument {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly completes: Completable;
  /** What stands for it when it is left out. */
  readonly standard?: string;
}

/** A playbook: a short plan with this server's own tools, for a question that people ask again and again. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly PromptArgument[];
  /** The tools of the plan: without one of them the prompt is not offered. */
  readonly tools: readonly string[];
  /** @param given what stands for each argument, quoted, with the default where one is left out */
  readonly text: (given: Readonly<Record<string, string>>) => string;
}

const user: PromptArgument = { name: 'user', description: 'Login or id', required: true, completes: 'user' };
const group: PromptArgument = { name: 'group', description: 'Name or id', required: true, completes: 'group' };
const application: PromptArgument = { name: 'application', description: 'Label or id', required: true, completes: 'application' };
const since: PromptArgument = { name: 'since', description: 'How far back; default "7 days ago"', required: false, completes: 'time', standard: '7 days ago' };

const REPORT = 'Report the finding first, then the evidence (ids, times in UTC). Say what could not be read, and when examined.complete is false go on with after. Change nothing: propose what an administrator should do.';

/** Every prompt, in the order in which clients list them. */
export const prompts: readonly Prompt[] = [
  {
    name: 'review_user_access',
    title: 'Access review of a user',
    description: 'What a user can reach and by which way, and what looks too much.',
    arguments: [user],
    tools: ['get_okta_user', 'explain_okta_user_access', 'list_okta_user_factors'],
    text: ({ user: who }) => `Review the access of the Okta user ${who}.
1. get_okta_user: status, department, title, manager, last sign-in.
2. explain_okta_user_access without app_id: every application and administrator role, and the way each came by.
3. list_okta_user_factors: is there a phishing-resistant factor?
Point out administrator roles, direct assignments beside group ones, access that does not fit department and title, and an account that is not used. ${REPORT}`,
  },
  {
    name: 'review_application_access',
    title: 'Access review of an application',
    description: 'Who may use an application and who does, and what its sign-in asks for.',
    arguments: [application],
    tools: ['get_okta_application', 'list_okta_application_group_assignments', 'review_okta_application_usage', 'explain_okta_sign_in_policy'],
    text: ({ application: app }) => `Review who has access to the Okta application ${app}.
1. get_okta_application: status, sign-on mode, features.
2. list_okta_application_group_assignments: the groups that give it.
3. review_okta_application_usage with its app_id: who is assigned and does not use it, deactivated users included.
4. explain_okta_sign_in_policy with its app_id: what a sign-in needs.
Point out unused and direct assignments, users who left, and a sign-in without a phishing-resistant factor. ${REPORT}`,
  },
  {
    name: 'review_group_access',
    title: 'Access review of a group',
    description: "What membership of a group gives, how members came in, and who is in it.",
    arguments: [group],
    tools: ['get_okta_group', 'list_okta_group_members', 'list_okta_assigned_applications_for_group', 'list_okta_configuration'],
    text: ({ group: name }) => `Review the Okta group ${name}.
1. get_okta_group: type (OKTA_GROUP, APP_GROUP, BUILT_IN) and description.
2. list_okta_assigned_applications_for_group: what membership gives.
3. list_okta_configuration with kind group_rules: which rules fill the group.
4. list_okta_group_members with fields id, status, profile.login, profile.department, lastLogin: page with after while has_more is true.
Point out members who are not active or do not fit, and applications that are sensitive. ${REPORT}`,
  },
  {
    name: 'investigate_failed_sign_ins',
    title: 'Investigate failed sign-ins',
    description: "Why sign-ins fail, of one user or of the whole org, and whether it is an attack.",
    arguments: [{ ...user, required: false, description: 'Login or id; everybody when left out' }, since],
    tools: ['find_okta_sign_in_threats', 'summarize_okta_event_logs', 'get_okta_user_timeline', 'get_okta_event_logs'],
    text: ({ user: who, since: from }) => `Investigate failed Okta sign-ins${who === undefined ? '' : ` of ${who}`} since ${from ?? ''}.
1. ${who === undefined ? '' : 'get_okta_user_timeline for the user. Then '}summarize_okta_event_logs, filter eventType eq "user.session.start" and outcome.result eq "FAILURE"${who === undefined ? '' : ` and actor.alternateId eq ${who}`}, group_by outcome.reason and actor.alternateId; then group_by client.ipAddress.
2. The same for eventType eq "policy.evaluate_sign_on" and outcome.result eq "DENY": denials have another event type.
3. find_okta_sign_in_threats for the same time: spraying, guessing, push fatigue, impossible travel.
4. get_okta_event_logs for the few events that matter.
Tell a mistake (expired password, lost factor, policy) from an attack. ${REPORT}`,
  },
  {
    name: 'check_leaver',
    title: 'Leaver check',
    description: 'Whether somebody who left has anything left: account, applications, roles, factors, activity.',
    arguments: [user],
    tools: ['get_okta_user', 'explain_okta_user_access', 'list_okta_user_factors', 'get_okta_user_timeline', 'list_okta_configuration'],
    text: ({ user: who }) => `Check that nothing is left of the Okta access of ${who}, who left.
1. get_okta_user: status should be DEPROVISIONED or SUSPENDED; note when it changed.
2. explain_okta_user_access without app_id: applications and roles that remain.
3. list_okta_user_factors: factors that remain.
4. list_okta_configuration with kind api_tokens: tokens whose userId is this user's.
5. get_okta_user_timeline since "30 days ago": activity after the status changed.
Point out each thing that remains and anything done after leaving. ${REPORT}`,
  },
  {
    name: 'audit_mfa',
    title: 'MFA audit',
    description: 'Who lacks a phishing-resistant factor, administrators first, and what policies demand.',
    arguments: [{ ...group, required: false, description: 'Only members of this group' }],
    tools: ['audit_okta_mfa_coverage', 'list_okta_admins', 'list_okta_policies', 'list_okta_policy_rules'],
    text: ({ group: name }) => `Audit multifactor authentication${name === undefined ? ' of the Okta org' : ` of the Okta group ${name}`}.
1. audit_okta_mfa_coverage${name === undefined ? '' : ` with group_id ${name}`}: who has no factor and who no phishing-resistant one.
2. list_okta_admins: administrators come first; compare them with the gaps.
3. list_okta_policies with type ACCESS_POLICY, then list_okta_policy_rules of the most used: which rules let a password alone pass.
Give the counts, the administrators in the gap by name, and the weakest rules. ${REPORT}`,
  },
  {
    name: 'audit_administrators',
    title: 'Administrator audit',
    description: 'Who has which administrator role, by which way, with what factors, and what changed lately.',
    arguments: [{ ...since, description: 'Changes since; default "7 days ago"' }],
    tools: ['list_okta_admins', 'find_okta_dormant_users', 'find_okta_risky_changes', 'audit_okta_mfa_coverage'],
    text: ({ since: from }) => `Audit the administrators of the Okta org.
1. list_okta_admins: roles, direct or by group, and targets.
2. find_okta_dormant_users: administrators who do not sign in.
3. audit_okta_mfa_coverage: administrators without a phishing-resistant factor.
4. find_okta_risky_changes since ${from ?? ''}: roles granted, API tokens made, policies weakened.
Point out super administrators beyond a handful, dormant ones, roles granted at odd hours, and roles wider than the job. ${REPORT}`,
  },
  {
    name: 'build_incident_timeline',
    title: 'Incident timeline',
    description: 'What happened around a user in a window: sign-ins, changes made, changes suffered, addresses.',
    arguments: [user, since],
    tools: ['get_okta_user_timeline', 'find_okta_sign_in_threats', 'find_okta_risky_changes', 'get_okta_event_logs'],
    text: ({ user: who, since: from }) => `Build the timeline of an incident around the Okta user ${who} since ${from ?? ''}.
1. get_okta_user_timeline: sign-ins, factors, groups, roles, sessions, in order.
2. find_okta_sign_in_threats and find_okta_risky_changes for the same window: what belongs to this user or the same addresses.
3. get_okta_event_logs with filter client.ipAddress eq "…" for each suspicious address: who else came from there.
4. get_okta_event_logs with filter actor.id eq "…": everything the account did after the first suspicious event.
Give one list in order of time (UTC, event uuid, what, from where, outcome), then what is certain, what is likely and what is open. ${REPORT}`,
  },
];
