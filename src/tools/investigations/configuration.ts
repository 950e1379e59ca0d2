import * as z from 'zod';
import type { Operation } from '../../okta/operations.js';
import type { Parameters } from '../../okta/sdk.js';
import { NOTHING } from '../compared.js';
import { listTool } from '../tool.js';

interface Kind {
  readonly operation: Operation;
  readonly parameters?: Parameters;
  /** Okta has one such thing, not a list. */
  readonly single?: true;
  /** Okta bounds the page; undefined where it knows no limit. */
  readonly limit?: number;
}

/** What a configuration consists of, by the name it is asked for. */
const KINDS = {
  group_rules: { operation: 'listGroupRules', limit: 200 },
  authenticators: { operation: 'listAuthenticators' },
  api_tokens: { operation: 'listApiTokens' },
  identity_providers: { operation: 'listIdentityProviders', limit: 200 },
  authorization_servers: { operation: 'listAuthorizationServers', limit: 200 },
  trusted_origins: { operation: 'listTrustedOrigins', limit: 200 },
  behaviors: { operation: 'listBehaviorDetectionRules' },
  event_hooks: { operation: 'listEventHooks' },
  inline_hooks: { operation: 'listInlineHooks' },
  log_streams: { operation: 'listLogStreams', limit: 200 },
  device_assurance: { operation: 'listDeviceAssurancePolicies' },
  devices: { operation: 'listDevices', limit: 200 },
  realms: { operation: 'listRealms', limit: 200 },
  features: { operation: 'listFeatures' },
  threat_insight: { operation: 'getCurrentConfiguration', single: true },
  billing_contact: { operation: 'getOrgContactUser', parameters: { contactType: 'BILLING' }, single: true },
  technical_contact: { operation: 'getOrgContactUser', parameters: { contactType: 'TECHNICAL' }, single: true },
  rate_limit_notifications: { operation: 'getRateLimitSettingsAdminNotifications', single: true },
  rate_limit_warning: { operation: 'getRateLimitSettingsWarningThreshold', single: true },
  rate_limit_per_client: { operation: 'getRateLimitSettingsPerClient', single: true },
} as const satisfies Readonly<Record<string, Kind>>;
type Name = keyof typeof KINDS;
const NAMES = Object.keys(KINDS).filter((name): name is Name => name in KINDS);

/** The parts of an org's configuration that have no tool of their own. */
export const listConfiguration = listTool({
  name: 'list_okta_configuration',
  title: 'List configuration',
  description: "One part of the org's configuration, by kind. Secrets are hidden. Some kinds exist only on Identity Engine or with a licence.",
  input: () => ({ kind: z.enum(NAMES) }),
  compared: { kind: NOTHING },
  operations: [...new Set(Object.values(KINDS).map(({ operation }) => operation))],
  columns: ['id', 'status', 'name', 'type', 'key', 'created', 'lastUpdated', 'origin', 'scopes.type', 'issuer.mode', 'audiences', 'conditions.expression.value', 'actions.assignUserToGroups.groupIds', 'userId', 'clientName', 'expiresAt', 'network.connection', 'platform', 'profile.displayName', 'profile.platform', 'profile.name', 'isDefault', 'stage.state', 'channel.config.uri', 'settings', 'action', 'excludeZones', 'notificationsEnabled', 'warningThreshold', 'defaultMode', 'useCaseModeOverrides'],
  anyScope: true,
  run: async ({ kind }, call) => {
    const { operation, parameters, single, limit }: Kind = KINDS[kind];
    if (single === true) return { items: [await call.settings(operation, parameters ?? {})], query: '', next: undefined };
    return call.page(operation, limit === undefined ? {} : { limit: Math.min(limit, call.limit) });
  },
  empty: ({ kind }) => `The org has none of kind ${kind}, or the credential may not see them.`,
  reach: (): string[] => [],
});

