/**
 * Every Okta operation this server may call, by its operationId, with the API class of the SDK that builds its request and the
 * OAuth scope it needs (Okta's OpenAPI document).
 */
export const operations = {
  listUsers: { api: 'UserApi', scope: 'okta.users.read' },
  getUser: { api: 'UserApi', scope: 'okta.users.read' },
  listUserGroups: { api: 'UserApi', scope: 'okta.users.read' },
  listAppLinks: { api: 'UserApi', scope: 'okta.users.read' },
  listFactors: { api: 'UserFactorApi', scope: 'okta.users.read' },
  listGroups: { api: 'GroupApi', scope: 'okta.groups.read' },
  getGroup: { api: 'GroupApi', scope: 'okta.groups.read' },
  listGroupUsers: { api: 'GroupApi', scope: 'okta.groups.read' },
  listAssignedApplicationsForGroup: { api: 'GroupApi', scope: 'okta.groups.read' },
  listApplications: { api: 'ApplicationApi', scope: 'okta.apps.read' },
  getApplication: { api: 'ApplicationApi', scope: 'okta.apps.read' },
  listApplicationUsers: { api: 'ApplicationApi', scope: 'okta.apps.read' },
  listApplicationGroupAssignments: { api: 'ApplicationApi', scope: 'okta.apps.read' },
  listPolicies: { api: 'PolicyApi', scope: 'okta.policies.read' },
  getPolicy: { api: 'PolicyApi', scope: 'okta.policies.read' },
  listPolicyRules: { api: 'PolicyApi', scope: 'okta.policies.read' },
  getPolicyRule: { api: 'PolicyApi', scope: 'okta.policies.read' },
  listNetworkZones: { api: 'NetworkZoneApi', scope: 'okta.networkZones.read' },
  getNetworkZone: { api: 'NetworkZoneApi', scope: 'okta.networkZones.read' },
  listLogEvents: { api: 'SystemLogApi', scope: 'okta.logs.read' },
} as const;

export type Operation = keyof typeof operations;

/** The OAuth scopes a set of operations needs, sorted, each once. */
export function scopesOf(used: readonly Operation[]): string[] {
  return [...new Set(used.map((operation) => operations[operation].scope))].sort();
}
