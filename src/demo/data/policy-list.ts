import type { JsonObject, JsonValue } from '../../json.js';

/** A rule to be made. */
export interface PolicyRulePlan {
  readonly key?: string;
  readonly name: string;
  readonly priority: number;
  readonly system?: true;
  readonly inactive?: true;
  /** Days before now, of a change that the log tells of. */
  readonly changedDaysAgo?: number;
  readonly conditions: JsonObject | null;
  readonly actions: JsonObject;
}

export interface PolicyPlan {
  readonly key: string;
  readonly type: string;
  readonly name: string;
  readonly description?: string;
  readonly priority: number;
  readonly system?: true;
  readonly inactive?: true;
  readonly conditions: JsonObject | null;
  readonly settings?: JsonObject;
  /** Rules of PASSWORD and the like have the type of their policy; those of OKTA_SIGN_ON are SIGN_ON. */
  readonly rules: readonly PolicyRulePlan[];
}

/** Ids of the objects that policies name. */
export interface PolicyReferences {
  readonly group: (key: string) => string;
  readonly zone: (key: string) => string;
  readonly app: (key: string) => string;
}

const ANYWHERE: JsonObject = { connection: 'ANYWHERE' };
const NOBODY_EXCLUDED: JsonObject = { users: { exclude: [] } };
const NO_TYPES: JsonObject = { include: [], exclude: [] };

export function groups(...ids: string[]): JsonObject {
  return { people: { groups: { include: ids } } };
}

export function inZones(...ids: string[]): JsonObject {
  return { connection: 'ZONE', include: ids };
}

/** Conditions of a rule; what is not said is anybody, anywhere. */
export function when(more: JsonObject = {}): JsonObject {
  return { people: NOBODY_EXCLUDED, network: ANYWHERE, ...more };
}

/** Conditions of an authentication policy rule. */
export function whenApp(more: JsonObject = {}): JsonObject {
  return when({ userType: NO_TYPES, ...more });
}

/** Action of an authentication policy rule. */
export function allowApp(factorMode: '1FA' | '2FA', reauthenticateIn: string, constraints?: JsonValue[]): JsonObject {
  const verificationMethod: JsonObject = { factorMode, type: 'ASSURANCE', reauthenticateIn };
  if (constraints !== undefined) verificationMethod.constraints = constraints;
  return { appSignOn: { access: 'ALLOW', verificationMethod, keepMeSignedIn: { postAuth: 'NOT_ALLOWED' } } };
}

const DENY_APP: JsonObject = { appSignOn: { access: 'DENY', verificationMethod: { factorMode: '2FA', type: 'ASSURANCE', reauthenticateIn: 'PT2H' } } };
const PHISHING_RESISTANT: JsonValue[] = [{ possession: { required: true, phishingResistant: 'REQUIRED', hardwareProtection: 'OPTIONAL', userPresence: 'REQUIRED', userVerification: 'REQUIRED' } }];
const CHAINS: JsonObject = {
  appSignOn: {
    access: 'ALLOW', keepMeSignedIn: { postAuth: 'ALLOWED', postAuthPromptFrequency: 'PT168H' },
    verificationMethod: { type: 'AUTH_METHOD_CHAIN', reauthenticateIn: 'PT8H', chains: [{ authenticationMethods: [{ key: 'okta_password', method: 'password' }], next: [{ authenticationMethods: [{ key: 'okta_verify', method: 'signed_nonce', phishingResistant: 'REQUIRED' }] }] }, { authenticationMethods: [{ key: 'webauthn', method: 'webauthn' }] }] },
  },
};

/** The authentication policies. The rule `weakened` is a story: it asked for two factors until an administrator changed it. */
export function accessPolicies(ids: PolicyReferences): PolicyPlan[] {
  const catchAll = (actions: JsonObject): PolicyRulePlan => ({ name: 'Catch-all Rule', priority: 99, system: true, conditions: null, actions });
  const policy = (key: string, name: string, description: string, rules: PolicyRulePlan[], more: Partial<PolicyPlan> = {}): PolicyPlan => ({ key, type: 'ACCESS_POLICY', name, description, priority: 1, conditions: null, rules, ...more });
  return [
    policy('admin-console', 'Okta Admin Console', 'Who may administer Okta.', [
      catchAll(allowApp('2FA', 'PT2H')),
      { name: 'Administrators with a phishing-resistant factor', priority: 0, conditions: whenApp({ people: { users: { exclude: [] }, groups: { include: [ids.group('administrators')], exclude: [] } }, riskScore: { level: 'LOW' } }), actions: allowApp('2FA', 'PT1H', PHISHING_RESISTANT) },
    ]),
    policy('two-factors', 'Any two factors', 'Require two factors to access.', [catchAll(allowApp('2FA', 'PT12H'))], { system: true }),
    policy('finance', 'Finance applications', 'Ledgerline, treasury and the bank.', [
      catchAll(DENY_APP),
      { key: 'weakened', name: 'Finance staff anywhere', priority: 1, changedDaysAgo: 9, conditions: whenApp({ people: { users: { exclude: [] }, groups: { include: [ids.group('department/Finance'), ids.group('erp'), ids.group('payroll')], exclude: [ids.group('contractors')] } }, riskScore: { level: 'ANY' } }), actions: allowApp('1FA', 'PT12H', [{ knowledge: { required: true, types: ['password'], reauthenticateIn: 'PT12H' } }]) },
      { name: 'Blocked countries and hosting', priority: 0, conditions: whenApp({ network: inZones(ids.zone('hosting'), ids.zone('tor')) }), actions: DENY_APP },
      { name: 'Employees in an office', priority: 2, conditions: whenApp({ network: inZones(ids.zone('offices')), people: { users: { exclude: [] }, groups: { include: [ids.group('employees')], exclude: [] } } }), actions: allowApp('2FA', 'PT4H') },
    ]),
    policy('engineering', 'Engineering tools', 'Source code and builds.', [
      { name: 'Managed desktops', priority: 1, changedDaysAgo: 16, conditions: whenApp({ device: { registered: true, managed: true, assurance: { include: [] } }, platform: { include: [{ type: 'DESKTOP', os: { type: 'MACOS' } }, { type: 'DESKTOP', os: { type: 'OTHER', expression: '' } }], exclude: [] } }), actions: CHAINS },
      catchAll(allowApp('2FA', 'PT8H', [{ possession: { required: true, deviceBound: 'REQUIRED' } }])),
      { name: 'Contractors from the partner network', priority: 0, inactive: true, conditions: whenApp({ network: { connection: 'ZONE', exclude: [ids.zone('partners')] } }), actions: DENY_APP },
    ]),
  ];
}

function session(access: 'ALLOW' | 'DENY', requireFactor: boolean, idle: number): JsonObject {
  const signon: JsonObject = { access, requireFactor, primaryFactor: 'PASSWORD_IDP_ANY_FACTOR', rememberDeviceByDefault: false, session: { usePersistentCookie: false, maxSessionIdleMinutes: idle, maxSessionLifetimeMinutes: idle * 6 } };
  if (requireFactor) signon.factorPromptMode = 'SESSION';
  if (requireFactor) signon.factorLifetime = 15;
  return { signon };
}

/** The global session policies. */
export function signOnPolicies(ids: PolicyReferences): PolicyPlan[] {
  const conditions = (more: JsonObject = {}): JsonObject => when({ authContext: { authType: 'ANY' }, identityProvider: { provider: 'ANY' }, ...more });
  const everyone = groups(ids.group('everyone'));
  return [
    { key: 'signon-default', type: 'OKTA_SIGN_ON', name: 'Default Policy', description: 'The default policy applies in all situations if no other policy applies.', priority: 3, system: true, conditions: everyone, rules: [
      { key: 'default-rule', name: 'Default Rule', priority: 2, system: true, conditions: conditions(), actions: session('ALLOW', false, 120) },
      { key: 'blocked-rule', name: 'Blocked networks', priority: 1, changedDaysAgo: 22, conditions: conditions({ network: inZones(ids.zone('blocked'), ids.zone('enhanced')), riskScore: { level: 'ANY' } }), actions: session('DENY', false, 120) },
    ] },
    { key: 'signon-admins', type: 'OKTA_SIGN_ON', name: 'Administrators', description: 'Short sessions.', priority: 1, conditions: groups(ids.group('administrators')), rules: [
      { name: 'New behaviour asks for a factor', priority: 1, conditions: conditions({ risk: { behaviors: ['New Device', 'New Geo-Location'] }, riskScore: { level: 'MEDIUM' } }), actions: session('ALLOW', true, 30) },
      { name: 'Administrators', priority: 2, conditions: conditions(), actions: session('ALLOW', true, 60) },
    ] },
    { key: 'signon-contractors', type: 'OKTA_SIGN_ON', name: 'Contractors', priority: 2, conditions: groups(ids.group('contractors')), rules: [
      { name: 'Outside the partner network', priority: 2, conditions: conditions({ network: { connection: 'ZONE', exclude: [ids.zone('partners'), ids.zone('offices')] } }), actions: session('ALLOW', true, 60) },
      { name: 'In the partner network', priority: 1, conditions: conditions({ network: inZones(ids.zone('partners')) }), actions: session('ALLOW', false, 240) },
    ] },
  ];
}
