/**
 * Every Okta operation this server may call, by its operationId, with the API class of the SDK that builds its request and the
 * OAuth scope it needs (Okta's OpenAPI document); one needs none.
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
  getApplicationUser: { api: 'ApplicationApi', scope: 'okta.apps.read' },
  listGroupRules: { api: 'GroupApi', scope: 'okta.groups.read' },
  listUsersWithRoleAssignments: { api: 'RoleAssignmentApi', scope: 'okta.roles.read' },
  listAssignedRolesForUser: { api: 'RoleAssignmentApi', scope: 'okta.roles.read' },
  listGroupTargetsForRole: { api: 'RoleTargetApi', scope: 'okta.roles.read' },
  listGroupTargetsForGroupRole: { api: 'RoleTargetApi', scope: 'okta.roles.read' },
  listApplicationTargetsForApplicationAdministratorRoleForUser: { api: 'RoleTargetApi', scope: 'okta.roles.read' },
  listApplicationTargetsForApplicationAdministratorRoleForGroup: { api: 'RoleTargetApi', scope: 'okta.roles.read' },
  listAuthenticators: { api: 'AuthenticatorApi', scope: 'okta.authenticators.read' },
  listApiTokens: { api: 'ApiTokenApi', scope: 'okta.apiTokens.read' },
  listIdentityProviders: { api: 'IdentityProviderApi', scope: 'okta.idps.read' },
  listAuthorizationServers: { api: 'AuthorizationServerApi', scope: 'okta.authorizationServers.read' },
  listTrustedOrigins: { api: 'TrustedOriginApi', scope: 'okta.trustedOrigins.read' },
  listBehaviorDetectionRules: { api: 'BehaviorApi', scope: 'okta.behaviors.read' },
  listEventHooks: { api: 'EventHookApi', scope: 'okta.eventHooks.read' },
  listInlineHooks: { api: 'InlineHookApi', scope: 'okta.inlineHooks.read' },
  listLogStreams: { api: 'LogStreamApi', scope: 'okta.logStreams.read' },
  listDeviceAssurancePolicies: { api: 'DeviceAssuranceApi', scope: 'okta.deviceAssurance.read' },
  listDevices: { api: 'DeviceApi', scope: 'okta.devices.read' },
  listRealms: { api: 'RealmApi', scope: 'okta.realms.read' },
  listFeatures: { api: 'FeatureApi', scope: 'okta.features.read' },
  getCurrentConfiguration: { api: 'ThreatInsightApi', scope: 'okta.threatInsights.read' },
  getOrgContactUser: { api: 'OrgSettingApi', scope: 'okta.orgs.read' },
  getRateLimitSettingsAdminNotifications: { api: 'RateLimitSettingsApi', scope: 'okta.rateLimits.read' },
  getRateLimitSettingsWarningThreshold: { api: 'RateLimitSettingsApi', scope: 'okta.rateLimits.read' },
  getRateLimitSettingsPerClient: { api: 'RateLimitSettingsApi', scope: 'okta.rateLimits.read' },
  getWellknownOrgMetadata: { api: 'OrgSettingApi', scope: undefined },
  getOrgSettings: { api: 'OrgSettingApi', scope: 'okta.orgs.read' },
  listRolesForClient: { api: 'RoleAssignmentApi', scope: 'okta.roles.read' },
} as const;

export type Operation = keyof typeof operations;

/** The OAuth scopes a set of operations needs, sorted, each once. */
export function scopesOf(used: readonly Operation[]): string[] {
  return [...new Set(used.flatMap((operation) => operations[operation].scope ?? []))].sort();
}
