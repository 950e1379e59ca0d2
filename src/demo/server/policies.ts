import { invalid, notFound } from './errors.js';
import { page, type ApiAnswer, type ApiRequest } from './paging.js';
import { compile, zoneFilter } from './scim.js';
import { byId, find, startsWith, text, type Store } from './store.js';

const TYPES = new Set([
  'ACCESS_POLICY', 'OKTA_SIGN_ON', 'PASSWORD', 'MFA_ENROLL', 'IDP_DISCOVERY', 'PROFILE_ENROLLMENT', 'POST_AUTH_SESSION', 'ENTITY_RISK', 'SESSION_VIOLATION_DETECTION',
  'DEVICE_SIGNAL_COLLECTION', 'CLIENT_UPDATE', 'IDENTITY_CLAIM_SOURCING',
]);
/** GET /policies/{id}?expand=rules fails beyond this. */
const MOST_EXPANDED_RULES = 20;

/** GET /policies: `type` is required. */
export function listPolicies(store: Store, request: ApiRequest): ApiAnswer {
  const type = request.query.get('type') ?? '';
  if (!TYPES.has(type)) throw invalid('type', 'Invalid policy type specified.');
  const status = request.query.get('status');
  const q = request.query.get('q');
  const found = store.org.policies.filter((policy) => policy['type'] === type && (status === null || policy['status'] === status) && (q === null || startsWith(text(policy['name']), q)));
  return page(found, request, { standard: 20, most: 200 });
}

export function getPolicy(store: Store, request: ApiRequest): ApiAnswer {
  const policy = find(byId(store.org.policies), request.ids[0] ?? '', 'Policy');
  if (request.query.get('expand') !== 'rules') return { body: policy };
  const rules = store.org.policyRules.get(text(policy['id'])) ?? [];
  if (rules.length > MOST_EXPANDED_RULES) throw invalid('expand', `Policies with more than ${MOST_EXPANDED_RULES} rules cannot be expanded.`);
  return { body: { ...policy, _embedded: { rules: [...rules] } } };
}

/** GET /policies/{id}/rules: not sorted, not paged, no Link header. */
export function listPolicyRules(store: Store, request: ApiRequest): ApiAnswer {
  const policy = find(byId(store.org.policies), request.ids[0] ?? '', 'Policy');
  return { body: [...(store.org.policyRules.get(text(policy['id'])) ?? [])] };
}

export function getPolicyRule(store: Store, request: ApiRequest): ApiAnswer {
  const [policyId = '', ruleId = ''] = request.ids;
  const policy = find(byId(store.org.policies), policyId, 'Policy');
  const rule = store.org.policyRules.get(text(policy['id']))?.find((candidate) => candidate['id'] === ruleId);
  if (rule === undefined) throw notFound(ruleId, 'PolicyRule');
  return { body: rule };
}

export function listZones(store: Store, request: ApiRequest): ApiAnswer {
  const filter = request.query.get('filter');
  return page(filter === null ? store.org.zones : store.org.zones.filter(compile(filter, zoneFilter)), request, { standard: 20, most: 200 });
}

export function getZone(store: Store, request: ApiRequest): ApiAnswer {
  return { body: find(byId(store.org.zones), request.ids[0] ?? '', 'NetworkZone') };
}
