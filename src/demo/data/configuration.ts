import type { JsonObject } from '../../json.js';
import { oktaId, token } from './ids.js';
import { DEMO_ORG_ID } from '../org.js';
import type { Random } from './random.js';
import { DAY, stamp } from './instants.js';

/** The org's configuration by the path of its endpoint behind /api/v1: a list, or one object. */
export interface Configuration {
  readonly byPath: Readonly<Record<string, JsonObject | readonly JsonObject[]>>;
  /** Client secrets, header values and stream tokens in it. */
  readonly secrets: readonly string[];
}

/** What a company of this kind has set up besides users, groups, applications and policies; `reader` owns the API token of this server. */
export function configuration(now: number, random: Random, owner: { readonly id: string; readonly displayName: string }, reader: string): Configuration {
  const secrets: string[] = [];
  const secret = (): string => {
    const value = token(random, 40);
    secrets.push(value);
    return value;
  };
  const made = (prefix: string, daysAgo: number, rest: JsonObject): JsonObject => {
    const at = now - daysAgo * DAY;
    return { id: oktaId(prefix, at, random), created: stamp(at), lastUpdated: stamp(at + DAY / 2), ...rest };
  };
  const byPath = {
    org: { id: DEMO_ORG_ID, subdomain: 'northwind', companyName: 'Northwind Traders', status: 'ACTIVE', website: 'https://northwind.example', phoneNumber: '', endUserSupportHelpURL: '', supportPhoneNumber: '', expiresAt: null, created: stamp(now - 2200 * DAY), lastUpdated: stamp(now - 90 * DAY) },
    authenticators: [
      made('aut', 900, { type: 'password', key: 'okta_password', name: 'Password', status: 'ACTIVE' }),
      made('aut', 900, { type: 'app', key: 'okta_verify', name: 'Okta Verify', status: 'ACTIVE', settings: { channelBinding: { required: 'ALWAYS', style: 'NUMBER_CHALLENGE' }, compliance: { fips: 'OPTIONAL' }, userVerification: 'PREFERRED' } }),
      made('aut', 600, { type: 'security_key', key: 'webauthn', name: 'Passkeys (FIDO2 WebAuthn)', status: 'ACTIVE' }),
      made('aut', 900, { type: 'phone', key: 'phone_number', name: 'Phone', status: 'ACTIVE', settings: { allowedFor: 'any' } }),
      made('aut', 400, { type: 'security_question', key: 'security_question', name: 'Security Question', status: 'INACTIVE' }),
    ],
    'api-tokens': [
      made('00T', 40, { name: 'SIEM export', userId: owner.id, tokenWindow: 'P30D', expiresAt: stamp(now + 25 * DAY), clientName: 'Okta API', network: { connection: 'ANYWHERE' } }),
      made('00T', 200, { name: 'HR import', userId: owner.id, tokenWindow: 'P30D', expiresAt: stamp(now + 3 * DAY), clientName: 'Okta API', network: { connection: 'ZONE' } }),
      made('00T', 15, { name: 'okta-mcp-server', userId: reader, tokenWindow: 'P30D', expiresAt: stamp(now + 30 * DAY), clientName: 'Okta API', network: { connection: 'ANYWHERE' } }),
    ],
    idps: [
      made('0oa', 500, { type: 'GOOGLE', name: 'Google', status: 'ACTIVE', issuerMode: 'DYNAMIC', protocol: { type: 'OIDC', scopes: ['openid', 'email', 'profile'], credentials: { client: { client_id: 'northwind-google', client_secret: secret() } } }, policy: { provisioning: { action: 'AUTO', groups: { action: 'NONE' } }, maxClockSkew: 0 } }),
      made('0oa', 300, { type: 'SAML2', name: 'Acquired company', status: 'ACTIVE', issuerMode: 'DYNAMIC', protocol: { type: 'SAML2', credentials: { trust: { issuer: 'https://idp.example.net', audience: 'https://northwind.example', kid: 'saml-1' } } } }),
    ],
    authorizationServers: [made('aus', 800, { name: 'default', description: 'Default authorization server', audiences: ['api://default'], issuer: 'https://northwind.example/oauth2/default', issuerMode: 'DYNAMIC', status: 'ACTIVE', credentials: { signing: { kid: 'signing-1', rotationMode: 'AUTO' } } })],
    trustedOrigins: [
      made('tos', 300, { name: 'Intranet', origin: 'https://intranet.northwind.example', scopes: [{ type: 'CORS' }, { type: 'REDIRECT' }], status: 'ACTIVE' }),
      made('tos', 100, { name: 'Local development', origin: 'http://localhost:3000', scopes: [{ type: 'CORS' }], status: 'ACTIVE' }),
    ],
    behaviors: [
      made('bev', 900, { name: 'New Country', type: 'ANOMALOUS_LOCATION', status: 'ACTIVE', settings: { maxEventsUsedForEvaluation: 15, minEventsNeededForEvaluation: 0, granularity: 'COUNTRY' } }),
      made('bev', 900, { name: 'New Device', type: 'ANOMALOUS_DEVICE', status: 'ACTIVE', settings: { maxEventsUsedForEvaluation: 20, minEventsNeededForEvaluation: 0 } }),
      made('bev', 900, { name: 'Velocity', type: 'VELOCITY', status: 'ACTIVE', settings: { velocityKph: 805 } }),
    ],
    eventHooks: [made('who', 150, { name: 'Ticket for deactivations', status: 'ACTIVE', verificationStatus: 'VERIFIED', events: { type: 'EVENT_TYPE', items: ['user.lifecycle.deactivate'] }, channel: { type: 'HTTP', version: '1.0.0', config: { uri: 'https://tickets.northwind.example/okta', headers: [{ key: 'X-Source', value: secret() }], method: 'POST', authScheme: { type: 'HEADER', key: 'Authorization', value: secret() } } } })],
    inlineHooks: [made('cal', 220, { name: 'Cost centre in tokens', type: 'com.okta.oauth2.tokens.transform', version: '1.0.0', status: 'ACTIVE', channel: { type: 'HTTP', version: '1.0.0', config: { uri: 'https://hooks.northwind.example/token', headers: [], method: 'POST', authScheme: { type: 'HEADER', key: 'Authorization', value: secret() } } } })],
    logStreams: [made('0oa', 350, { type: 'splunk_cloud_logstreaming', name: 'Splunk', status: 'ACTIVE', settings: { host: 'northwind.splunkcloud.com', edition: 'aws', token: secret() } })],
    'device-assurances': [made('dae', 120, { name: 'Managed macOS', platform: 'MACOS', osVersion: { minimum: '14.4.1' }, diskEncryptionType: { include: ['ALL_INTERNAL_VOLUMES'] }, screenLockType: { include: ['BIOMETRIC'] }, secureHardwarePresent: true, createdBy: owner.id, lastUpdatedBy: owner.id })],
    devices: [made('guo', 60, { status: 'ACTIVE', profile: { displayName: `${owner.displayName}'s laptop`, platform: 'MACOS', manufacturer: 'APPLE', model: 'Mac15,3', osVersion: '15.6', registered: true, secureHardwarePresent: true }, resourceType: 'UDDevice', resourceDisplayName: { value: `${owner.displayName}'s laptop`, sensitive: false }, resourceAlternateId: null })],
    realms: [made('guo', 700, { isDefault: true, profile: { name: 'Default Realm', realmType: 'DEFAULT' } })],
    features: [
      { id: oktaId('ftr', now - 30 * DAY, random), name: 'Passkey autofill', description: 'Lets the browser offer passkeys.', type: 'self-service', stage: { state: 'OPEN', value: 'EA' }, status: 'DISABLED' },
      { id: oktaId('ftr', now - 60 * DAY, random), name: 'Enhanced dynamic zones', description: 'Zones by IP service category.', type: 'self-service', stage: { state: 'CLOSED', value: 'GA' }, status: 'ENABLED' },
    ],
    'threats/configuration': { action: 'audit', excludeZones: [], created: stamp(now - 900 * DAY), lastUpdated: stamp(now - 100 * DAY) },
    'org/contacts/BILLING': { userId: owner.id },
    'org/contacts/TECHNICAL': { userId: owner.id },
    'rate-limit-settings/admin-notifications': { notificationsEnabled: true },
    'rate-limit-settings/warning-threshold': { warningThreshold: 90 },
    'rate-limit-settings/per-client': { defaultMode: 'ENFORCE', useCaseModeOverrides: { LOGIN_PAGE: 'ENFORCE', OAUTH2_AUTHORIZE: 'ENFORCE', OIE_APP_INTENT: 'PREVIEW' } },
  };
  return { byPath, secrets };
}
