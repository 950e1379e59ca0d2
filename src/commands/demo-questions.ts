import type { DemoOrg } from '../demo/org.js';
import { isJsonObject, type JsonObject } from '../json.js';

/** A question as a person asks it, and the call that a model makes of it. */
export interface Question {
  readonly words: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** What an answer that is right has in it, from the org's own ground truth. */
  readonly expect: (text: string) => boolean;
  /** The call goes on where the answer before ended. */
  readonly goesOn?: boolean;
  /** The call has to fail. */
  readonly fails?: boolean;
}

/** The questions of the demo, about the stories that this org holds. */
export function questions(org: DemoOrg): readonly Question[] {
  const { stories } = org;
  const app = named(org.applications, stories.accessThroughGroupRule.applicationId);
  const leaver = named(org.users, stories.leaverWithApplication.userId);
  const fatigued = loginOf(named(org.users, stories.pushFatigue.userId));
  const administrator = loginOf(named(org.users, stories.dormantAdministrator.userId));
  const has = (...parts: readonly string[]) => (text: string): boolean => parts.every((part) => text.includes(part) || text.includes(JSON.stringify(part).slice(1, -1)));
  return [
    { words: 'Who is locked out right now?', tool: 'list_okta_users', args: { search: 'status eq "LOCKED_OUT"', fields: ['profile.login', 'profile.department', 'statusChanged'], limit: 20 }, expect: has('"columns"', 'profile.login') },
    { words: 'Which users are in the VPN group? (600 members, ten at a time)', tool: 'list_okta_group_members', args: { group_id: 'VPN Users', limit: 10 }, expect: has('"has_more":true') },
    { words: 'And the next ten?', tool: 'list_okta_group_members', args: { group_id: 'VPN Users', limit: 10 }, goesOn: true, expect: has('"has_more":true') },
    { words: `Is ${administrator} still active, and when was the last sign-in?`, tool: 'get_okta_user', args: { user_id: administrator, fields: ['id', 'status', 'lastLogin', 'profile.login', 'profile.title'] }, expect: has(stories.dormantAdministrator.lastLogin) },
    { words: 'Which groups is that administrator in?', tool: 'list_okta_user_groups', args: { user_id: administrator }, expect: has('Everyone') },
    { words: `Which factors does ${fatigued} have?`, tool: 'list_okta_user_factors', args: { user_id: fatigued, fields: ['factorType', 'provider', 'status', 'lastVerified'] }, expect: has('push') },
    { words: 'Which groups with "VPN" in their name have how many members?', tool: 'list_okta_groups', args: { search: 'profile.name co "VPN"', include_stats: true }, expect: has('_embedded.stats.usersCount', '600') },
    { words: `Who gets "${label(app)}", directly or by a group?`, tool: 'list_okta_application_users', args: { app_id: stories.accessThroughGroupRule.applicationId, limit: 10 }, expect: has('"scope"', 'GROUP') },
    { words: `By which groups is "${label(app)}" assigned?`, tool: 'list_okta_application_group_assignments', args: { app_id: stories.accessThroughGroupRule.applicationId }, expect: has(stories.accessThroughGroupRule.groupId) },
    { words: `Does ${loginOf(leaver)}, who left, still hold an application?`, tool: 'list_okta_applications', args: { filter: `user.id eq "${stories.leaverWithApplication.userId}"`, include_non_deleted: true }, expect: has(stories.leaverWithApplication.applicationId) },
    { words: 'What do the rules of the weakened authentication policy ask for?', tool: 'list_okta_policy_rules', args: { policy_id: stories.weakenedSignOnRule.policyId }, expect: has(stories.weakenedSignOnRule.ruleId) },
    { words: 'Which network zones block?', tool: 'list_okta_network_zones', args: { filter: 'usage eq "BLOCKLIST"' }, expect: has('BlockedIpZone') },
    { words: `What happened from the address ${stories.passwordSpray.ip} in the last 30 days?`, tool: 'get_okta_event_logs', args: { since: '30 days ago', filter: `client.ipAddress eq "${stories.passwordSpray.ip}"`, limit: 8, fields: ['published', 'client.ipAddress', 'outcome.result', 'outcome.reason', 'actor.alternateId'] }, expect: has(stories.passwordSpray.ip, '"has_more":true') },
    { words: 'Who got an administrator role in the last four weeks?', tool: 'get_okta_event_logs', args: { since: '4 weeks ago', filter: 'eventType eq "user.account.privilege.grant"', fields: ['published', 'eventType', 'actor.alternateId', 'target.alternateId'] }, expect: has('user.account.privilege.grant', stories.nightGrant.at) },
    { words: 'Failed logins: is "user.login.failed" the event type? (it is not)', tool: 'get_okta_event_logs', args: { since: 'yesterday', filter: 'eventType eq "user.login.failed"' }, expect: has('has no event type', 'Nearest') },
    { words: 'Who in Finance has no phishing-resistant factor?', tool: 'audit_okta_mfa_coverage', args: { search: 'profile.department eq "Finance"', limit: 5 }, expect: has('without_phishing_resistant_factor', '"complete":true') },
    { words: `Why does ${loginOf(named(org.users, stories.accessThroughGroupRule.userId))} have "${label(app)}"?`, tool: 'explain_okta_user_access', args: { user_id: stories.accessThroughGroupRule.userId, app_id: stories.accessThroughGroupRule.applicationId }, expect: has(stories.accessThroughGroupRule.groupRuleId) },
    { words: 'Were sign-ins attacked in the last 30 days?', tool: 'find_okta_sign_in_threats', args: { since: '30 days ago' }, expect: has(stories.passwordSpray.ip, stories.pushFatigue.approvalEventUuid, stories.impossibleTravel.second.eventUuid) },
    { words: 'Which administrators sleep?', tool: 'find_okta_dormant_users', args: { days: 90, limit: 3 }, expect: has(stories.dormantAdministrator.userId) },
    { words: 'When was last quarter, in Berlin?', tool: 'parse_relative_time', args: { time_expression: 'last quarter', timezone: 'Europe/Berlin' }, expect: has('"start"', '"end"') },
    { words: 'Delete the user nobody@example.com! (there is no such tool; looking the user up fails on purpose)', tool: 'get_okta_user', args: { user_id: 'nobody@example.com' }, fails: true, expect: has('E0000007', 'list_okta_users') },
  ];
}

function named(objects: readonly JsonObject[], id: string): JsonObject {
  return objects.find((object) => object['id'] === id) ?? {};
}

function loginOf(user: JsonObject): string {
  const profile = user['profile'];
  return isJsonObject(profile) && typeof profile['login'] === 'string' ? profile['login'] : '';
}

function label(app: JsonObject): string {
  return typeof app['label'] === 'string' ? app['label'] : '';
}
