import type { JsonObject } from '../../json.js';
import { groups, inZones, type PolicyPlan, type PolicyReferences, type PolicyRulePlan, when } from './policy-list.js';

const DEFAULT_DESCRIPTION = 'The default policy applies in all situations if no other policy applies.';

function password(minLength: number, historyCount: number, maxAgeDays: number, maxAttempts: number): JsonObject {
  return {
    password: {
      complexity: { minLength, minLowerCase: 1, minUpperCase: 1, minNumber: 1, minSymbol: 0, excludeUsername: true, dictionary: { common: { exclude: true } }, excludeAttributes: ['firstName', 'lastName'] },
      age: { maxAgeDays, expireWarnDays: maxAgeDays === 0 ? 0 : 7, minAgeMinutes: 0, historyCount }, lockout: { maxAttempts, autoUnlockMinutes: 0, userLockoutNotificationChannels: ['EMAIL'], showLockoutFailures: false },
    },
    recovery: { factors: { recovery_question: { status: 'INACTIVE', properties: { complexity: { minLength: 4 } } }, okta_email: { status: 'ACTIVE', properties: { recoveryToken: { tokenLifetimeMinutes: 60 } } }, okta_sms: { status: 'INACTIVE' }, okta_call: { status: 'INACTIVE' } } },
    delegation: { options: { skipUnlock: false } },
  };
}

function resetBy(methods: string[], stepUp: boolean): JsonObject {
  const requirement: JsonObject = { primary: { methods }, stepUp: { required: stepUp } };
  return { passwordChange: { access: 'ALLOW' }, selfServicePasswordReset: { access: 'ALLOW', requirement }, selfServiceUnlock: { access: stepUp ? 'ALLOW' : 'DENY' } };
}

function passwordPolicies(ids: PolicyReferences): PolicyPlan[] {
  const provider: JsonObject = { authProvider: { provider: 'OKTA' } };
  return [
    { key: 'password-privileged', type: 'PASSWORD', name: 'Administrators', description: 'Long passwords, no self-service.', priority: 1, conditions: { ...groups(ids.group('administrators'), ids.group('identity-team')), ...provider }, settings: password(16, 24, 180, 5), rules: [
      { name: 'From an office', priority: 1, conditions: when({ network: inZones(ids.zone('offices')) }), actions: resetBy(['push'], true) },
    ] },
    { key: 'password-default', type: 'PASSWORD', name: 'Default Policy', description: DEFAULT_DESCRIPTION, priority: 2, system: true, conditions: { ...groups(ids.group('everyone')), ...provider }, settings: password(12, 10, 0, 10), rules: [
      { name: 'Default Rule', priority: 2, system: true, conditions: when(), actions: resetBy(['email'], false) },
      { name: 'Employees', priority: 1, conditions: when({ people: { users: { exclude: [] }, groups: { include: [ids.group('employees')], exclude: [ids.group('contractors')] } } }), actions: resetBy(['push', 'email'], true) },
    ] },
  ];
}

const authenticator = (key: string, self: string, more: JsonObject = {}): JsonObject => ({ key, enroll: { self }, ...more });
const classic = (self: string): JsonObject => ({ enroll: { self }, consent: { type: 'NONE' } });

function enrollmentPolicies(ids: PolicyReferences): PolicyPlan[] {
  const challenge = (key: string): PolicyRulePlan => ({ name: `Challenge for ${key}`, priority: 1, conditions: when({ app: { include: [{ type: 'APP', name: null, id: ids.app(key) }], exclude: [] } }), actions: { enroll: { self: 'CHALLENGE' } } });
  const byDefault: PolicyRulePlan = { name: 'Default Rule', priority: 2, system: true, conditions: when(), actions: { enroll: { self: 'LOGIN' } } };
  return [
    { key: 'enroll-admins', type: 'MFA_ENROLL', name: 'Administrators', description: 'A phishing-resistant authenticator is required.', priority: 1, conditions: groups(ids.group('administrators')), rules: [challenge('admin-console')],
      settings: { type: 'AUTHENTICATORS', authenticators: [authenticator('okta_password', 'REQUIRED'), authenticator('okta_email', 'NOT_ALLOWED'), authenticator('phone_number', 'NOT_ALLOWED'), authenticator('okta_verify', 'REQUIRED'), authenticator('webauthn', 'REQUIRED', { constraints: { aaguidGroups: ['Hardware keys'] } })] } },
    { key: 'enroll-classic', type: 'MFA_ENROLL', name: 'Contractors (from before Identity Engine)', priority: 2, inactive: true, conditions: groups(ids.group('contractors')), rules: [],
      settings: { factors: { okta_otp: classic('OPTIONAL'), okta_push: classic('REQUIRED'), google_otp: classic('OPTIONAL'), fido_webauthn: classic('OPTIONAL'), okta_sms: classic('OPTIONAL'), okta_password: classic('REQUIRED') } } },
    { key: 'enroll-default', type: 'MFA_ENROLL', name: 'Default Policy', description: DEFAULT_DESCRIPTION, priority: 3, system: true, conditions: groups(ids.group('everyone')), rules: [byDefault, challenge('erp')],
      settings: { type: 'AUTHENTICATORS', authenticators: [authenticator('okta_password', 'REQUIRED'), authenticator('okta_email', 'REQUIRED'), authenticator('okta_verify', 'OPTIONAL'), authenticator('phone_number', 'OPTIONAL'), authenticator('security_question', 'OPTIONAL'), authenticator('google_otp', 'OPTIONAL'), authenticator('yubikey_token', 'OPTIONAL'), authenticator('duo', 'OPTIONAL'), authenticator('webauthn', 'OPTIONAL')] } },
  ];
}

function profileEnrollment(actions: JsonObject): PolicyRulePlan {
  return { name: 'Catch-all Rule', priority: 99, system: true, conditions: null, actions: { profileEnrollment: {
    access: 'ALLOW', preRegistrationInlineHooks: null, targetGroupIds: null, activationRequirements: { emailVerification: true }, progressiveProfilingAction: 'DISABLED', allowedIdentifiers: ['login'],
    profileAttributes: [{ name: 'firstName', label: 'First name', required: true }, { name: 'lastName', label: 'Last name', required: true }, { name: 'email', label: 'Primary email', required: true }], ...actions,
  } } };
}

/** One policy of each type that the org has by itself. */
function singlePolicies(ids: PolicyReferences): PolicyPlan[] {
  const one = (type: string, name: string, description: string, rules: PolicyRulePlan[], more: Partial<PolicyPlan> = {}): PolicyPlan => ({ key: type, type, name, description, priority: 1, system: true, conditions: null, rules, ...more });
  const last = (actions: JsonObject): PolicyRulePlan => ({ name: 'Catch-all Rule', priority: 99, system: true, conditions: null, actions });
  return [
    one('IDP_DISCOVERY', 'Idp Discovery Policy', 'The default IdP Discovery Policy', [
      { name: 'Default Rule', priority: 2, system: true, conditions: { network: { connection: 'ANYWHERE' }, userIdentifier: { patterns: [] }, app: { include: [], exclude: [] } }, actions: { idp: { providers: [{ type: 'OKTA' }], idpSelectionType: 'SPECIFIC' } } },
      { name: 'Tailspin people', priority: 1, conditions: { network: { connection: 'ANYWHERE' }, userIdentifier: { patterns: [{ matchType: 'SUFFIX', value: 'tailspin.example.com' }], type: 'IDENTIFIER' }, app: { include: [{ type: 'APP', id: ids.app('mail') }], exclude: [] } }, actions: { idp: { providers: [], matchCriteria: [{ providerExpression: "login.identifier.substringAfter('@')", propertyName: 'name' }], idpSelectionType: 'DYNAMIC' } } },
    ]),
    one('ENTITY_RISK', 'Entity Risk Policy', 'Actions on the risk of a user.', [
      last({ entityRisk: { actions: [] } }),
      { name: 'High risk ends sessions', priority: 1, conditions: { people: { users: { exclude: [] }, groups: { include: [ids.group('everyone')], exclude: [] } }, entityRisk: { level: 'HIGH' }, riskDetectionTypes: { include: [], exclude: ['USER_REPORTED_SUSPICIOUS_ACTIVITY'] } }, actions: { entityRisk: { actions: [{ action: 'TERMINATE_ALL_SESSIONS' }] } } },
    ]),
    one('POST_AUTH_SESSION', 'Post Auth Policy', 'Enables post auth policy evaluation for the org.', [
      { name: 'Evaluate again', priority: 1, conditions: { people: { users: { exclude: [] }, groups: { include: [ids.group('employees')], exclude: [] } } }, actions: { postAuthSession: { failureActions: [{ action: 'TERMINATE_SESSION' }] } } }, last({ postAuthSession: { failureActions: [] } }),
    ]),
    one('PROFILE_ENROLLMENT', 'Default Policy', DEFAULT_DESCRIPTION, [profileEnrollment({ unknownUserAction: 'DENY' })], { key: 'enrollment' }),
    one('PROFILE_ENROLLMENT', 'Beta registration', 'People may register for the pilot.', [profileEnrollment({ unknownUserAction: 'REGISTER', targetGroupIds: [ids.group('beta')] })], { key: 'enrollment-beta', system: undefined }),
    one('DEVICE_SIGNAL_COLLECTION', 'Device signals', 'How devices are asked about themselves.', [
      { name: 'Android outside the offices', priority: 0, conditions: { network: { connection: 'ZONE', exclude: [ids.zone('offices')] }, platform: { include: [{ type: 'MOBILE', os: { type: 'ANDROID' } }] } }, actions: { deviceSignalCollection: { deviceContextProviders: [{ key: 'OKTA_VERIFY', userIdentification: 'IGNORE' }, { key: 'CHROME_DEVICE_TRUST' }] } } },
    ], { system: undefined }),
    one('SESSION_VIOLATION_DETECTION', 'Session Violation Detection Policy', 'Enables session violation detection policy evaluation for the org.', [
      { name: 'Session Violation Rule', priority: 5, conditions: { network: { connection: 'ANYWHERE' }, riskScore: { minRiskLevel: 'LOW' } }, actions: { sessionViolationDetection: { policyEvaluation: { enabled: true } } } }, last({ sessionViolationDetection: { policyEvaluation: { enabled: false } } }),
    ]),
    one('CLIENT_UPDATE', 'Okta Verify updates', 'Which versions of Okta Verify update themselves.', [last({ updateControls: { actions: [{ action: 'OKTA_VERIFY_UPDATE', value: 'ALLOW' }] } })]),
    one('IDENTITY_CLAIM_SOURCING', 'Identity claim sourcing', 'Where claims come from.', [last({ identityClaimSourcing: { sources: [] } })]),
  ];
}

/** Every policy that is neither an authentication policy nor a global session policy. */
export function otherPolicies(ids: PolicyReferences): PolicyPlan[] {
  return [...passwordPolicies(ids), ...enrollmentPolicies(ids), ...singlePolicies(ids)];
}
