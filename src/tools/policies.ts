import * as z from 'zod';
import type { JsonObject } from '../json.js';
import { NOTHING, valuesAt } from './compared.js';
import { idArgument } from './ids.js';
import { listTool, objectTool, type Tool } from './tool.js';

/** Okta's policy types (OpenAPI document, `PolicyType`). */
const policyTypes = [
  'ACCESS_POLICY', 'OKTA_SIGN_ON', 'PASSWORD', 'MFA_ENROLL', 'IDP_DISCOVERY', 'PROFILE_ENROLLMENT', 'POST_AUTH_SESSION', 'ENTITY_RISK',
  'SESSION_VIOLATION_DETECTION', 'DEVICE_SIGNAL_COLLECTION', 'CLIENT_UPDATE', 'IDENTITY_CLAIM_SOURCING',
] as const;

const policyArgument = idArgument('list_okta_policies');
const finder = 'Find the policy with list_okta_policies; a policy of an authorization server is not among them.';
const ruleFinder = 'Find the rule with list_okta_policy_rules; it has to be of this policy.';

const listPolicies = listTool({
  name: 'list_okta_policies',
  title: 'List Okta policies',
  description: 'The policies of one type, by priority: ACCESS_POLICY (authentication policies of applications), OKTA_SIGN_ON (global session), PASSWORD, MFA_ENROLL (authenticator enrollment), IDP_DISCOVERY (routing), …',
  input: () => ({
    type: z.enum(policyTypes),
    status: z.enum(['ACTIVE', 'INACTIVE']).optional(),
    q: z.string().max(200).optional().describe('Start of the name'),
  }),
  compared: { type: valuesAt('type'), status: valuesAt('status'), q: valuesAt('name') },
  operations: ['listPolicies'],
  columns: ['id', 'name', 'status', 'priority', 'system', 'description', 'conditions.people.groups.include', '_embedded.resourceType', 'lastUpdated'],
  run: async ({ type, status, q }, call) => call.page('listPolicies', { type, status, q, limit: String(call.limit) }),
  empty: ({ type }) => `No such policy of type ${type}. Classic Engine orgs have no ACCESS_POLICY, PROFILE_ENROLLMENT, POST_AUTH_SESSION or ENTITY_RISK policies.`,
});

const getPolicy = objectTool({
  name: 'get_okta_policy',
  title: 'Get an Okta policy',
  description: 'One policy with its conditions and settings. Its rules: list_okta_policy_rules.',
  input: () => ({ policy_id: policyArgument }),
  compared: { policy_id: NOTHING },
  operations: ['getPolicy'],
  kind: 'policy',
  finder,
  run: async ({ policy_id }, call) => ({ object: await call.one('getPolicy', { policyId: policy_id }) }),
});

const listPolicyRules = listTool({
  name: 'list_okta_policy_rules',
  title: "List a policy's rules",
  description: 'The rules of a policy in the order in which they are tried: the first match decides, the default rule is last. Conditions name groups, users and zones by id.',
  input: () => ({ policy_id: policyArgument }),
  compared: { policy_id: NOTHING },
  operations: ['listPolicyRules'],
  columns: ['priority', 'name', 'status', 'system', 'id', 'conditions', 'actions'],
  finder,
  run: async ({ policy_id }, call) => {
    const page = await call.page('listPolicyRules', { policyId: policy_id });
    return { ...page, items: byPriority(page.items) };
  },
  empty: () => 'The policy has no rules.',
});

const getPolicyRule = objectTool({
  name: 'get_okta_policy_rule',
  title: 'Get an Okta policy rule',
  description: 'One rule of a policy with all its conditions and actions.',
  input: () => ({ policy_id: policyArgument, rule_id: idArgument('list_okta_policy_rules') }),
  compared: { policy_id: NOTHING, rule_id: NOTHING },
  operations: ['getPolicyRule'],
  kind: 'rule',
  finder: ruleFinder,
  run: async ({ policy_id, rule_id }, call) => ({ object: await call.one('getPolicyRule', { policyId: policy_id, ruleId: rule_id }) }),
});

/** Okta does not send rules sorted. Rules without a priority come last. */
function byPriority(rules: readonly JsonObject[]): JsonObject[] {
  const priority = (rule: JsonObject): number => (typeof rule['priority'] === 'number' ? rule['priority'] : Infinity);
  return rules.toSorted((a, b) => Number(a['system'] === true) - Number(b['system'] === true) || priority(a) - priority(b));
}

export const policyTools: readonly Tool[] = [listPolicies, getPolicy, listPolicyRules, getPolicyRule];
