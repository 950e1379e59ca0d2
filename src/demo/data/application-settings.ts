import type { JsonObject } from '../../json.js';
import type { ApplicationPlan } from './application-list.js';
import { token } from './ids.js';
import type { Application } from './model.js';
import type { Random } from './random.js';

const NO_VPN: JsonObject = { vpn: { network: { connection: 'DISABLED' }, message: null, helpUrl: null } };
const RDP_INTEGRATION = 'rdp0demo0servers005d7';

/** The part of the key set of a service application: what Okta shows of a public key. */
function publicKeys(random: Random): JsonObject {
  return { keys: [{ kty: 'RSA', id: `pks${token(random, 17)}`, status: 'ACTIVE', alg: 'RS256', kid: token(random, 20), use: 'sig', e: 'AQAB', n: token(random, 342) }] };
}

function samlSignOn(host: string, legacy: boolean): JsonObject {
  if (legacy) return { defaultRelayState: null, ssoAcsUrlOverride: null, audienceOverride: `https://${host}/saml`, recipientOverride: null };
  return {
    defaultRelayState: '', ssoAcsUrl: `https://${host}/saml/acs`, idpIssuer: 'http://www.okta.com/${org.externalKey}', audience: `https://${host}/saml/metadata`, recipient: `https://${host}/saml/acs`, destination: `https://${host}/saml/acs`,
    subjectNameIdTemplate: '${user.userName}', subjectNameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress', responseSigned: true, assertionSigned: true,
    signatureAlgorithm: 'RSA_SHA256', digestAlgorithm: 'SHA256', honorForceAuthn: true, authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport', spIssuer: null, requestCompressed: false,
    attributeStatements: [
      { type: 'EXPRESSION', name: 'email', namespace: 'urn:oasis:names:tc:SAML:2.0:attrname-format:basic', values: ['user.email'] },
      { type: 'GROUP', name: 'groups', namespace: 'urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified', filterType: 'STARTS_WITH', filterValue: 'Finance' },
    ],
    inlineHooks: [], assertionEncryption: { enabled: false }, allowMultipleAcsEndpoints: false, acsEndpoints: [], samlSignedRequestEnabled: false, slo: { enabled: false },
  };
}

function oauthClient(plan: ApplicationPlan, host: string, random: Random): JsonObject {
  const service = plan.oidc === 'service';
  const settings: JsonObject = {
    client_uri: null, logo_uri: null, redirect_uris: service ? [] : [`https://${host}/callback`], response_types: service ? ['token'] : ['code'],
    grant_types: service ? ['client_credentials'] : ['authorization_code', 'refresh_token'], application_type: plan.oidc ?? 'web', consent_method: 'TRUSTED', issuer_mode: 'DYNAMIC',
    idp_initiated_login: { mode: 'DISABLED', default_scope: [] }, wildcard_redirect: 'DISABLED', dpop_bound_access_tokens: service, participate_slo: false,
  };
  if (service && plan.secret !== true) settings.jwks = publicKeys(random);
  return settings;
}

/** What `settings.app` holds, by sign-on mode: the part that no schema names. */
function appSettings(plan: ApplicationPlan, host: string, random: Random, secrets: string[]): JsonObject {
  const url = `https://${host}/login`;
  switch (plan.mode) {
    case 'BOOKMARK': return { requestIntegration: false, url: `https://${host}/` };
    case 'BROWSER_PLUGIN': return { url, usernameField: '#user', passwordField: '#password', buttonField: '#sign-in', redirectUrl: null, checkbox: null, loginUrlRegex: null, ...(plan.name === 'template_swa3field' ? { extraFieldSelector: '#company', extraFieldValue: 'northwind' } : {}) };
    case 'BASIC_AUTH': return { url: `https://${host}/status`, authURL: `https://${host}/status` };
    case 'WS_FEDERATION': return { realm: `urn:${host}`, wReplyURL: `https://${host}/wsfed`, nameIDFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified', audienceRestriction: `urn:${host}`, authnContextClassRef: 'urn:oasis:names:tc:SAML:1.0:am:password', groupFilter: 'app1.*', groupName: null, groupValueFormat: 'windowsDomainQualifiedName', usernameAttribute: 'username', wReplyOverride: false, attributeStatements: null, siteURL: `https://${host}` };
    case 'SECURE_PASSWORD_STORE': {
      const key = token(random, 24);
      secrets.push(key);
      return { url, usernameField: 'user', passwordField: 'password', optionalField1: 'site', optionalField1Value: 'northwind', optionalField2: 'apiKey', optionalField2Value: key, optionalField3: null, optionalField3Value: null };
    }
    case 'MFA_AS_SERVICE': return { rdpAppVersion: '1.4.4', integrationId: RDP_INTEGRATION };
    case null: return plan.name === 'active_directory' ? { namingContext: plan.label, activationEmail: null, filterGroupsByOU: true, searchOrgUnit: null } : { baseDn: 'dc=northwind,dc=example' };
    case 'SAML_2_0': return { subDomain: 'northwind', audience_uri: null, acs_url: null };
    default: return {};
  }
}

/** The `settings` of an application. */
export function applicationSettings(plan: ApplicationPlan, app: Application, random: Random, secrets: string[]): JsonObject {
  const host = `${plan.key}.apps.northwind.example`;
  const settings: JsonObject = { app: appSettings(plan, host, random, secrets), notifications: NO_VPN, manualProvisioning: false, implicitAssignment: app.groups.some((group) => group.key === 'everyone'), notes: { admin: app.status === 'INACTIVE' ? 'Retired, see CHG-4711' : null, enduser: null } };
  if (plan.mode === 'SAML_2_0' || plan.mode === 'SAML_1_1') settings.signOn = samlSignOn(host, plan.mode === 'SAML_1_1');
  if (plan.mode === 'AUTO_LOGIN') settings.signOn = { loginUrl: `https://${host}/login`, redirectUrl: null };
  if (plan.oidc !== undefined) settings.oauthClient = oauthClient(plan, host, random);
  return settings;
}

function schemeOf(plan: ApplicationPlan): string | undefined {
  if (plan.shared === true) return 'SHARED_USERNAME_AND_PASSWORD';
  return ['BROWSER_PLUGIN', 'AUTO_LOGIN', 'SECURE_PASSWORD_STORE', 'BASIC_AUTH'].includes(plan.mode ?? '') ? 'EDIT_USERNAME_AND_PASSWORD' : undefined;
}

/** The `credentials` of an application, with the client secret or the shared password where Okta would send one. */
export function applicationCredentials(plan: ApplicationPlan, app: Application, random: Random, secrets: string[]): JsonObject {
  const credentials: JsonObject = {};
  const scheme = schemeOf(plan);
  if (scheme !== undefined) credentials.scheme = scheme;
  credentials.userNameTemplate = { template: '${source.login}', type: 'BUILT_IN' };
  if (scheme !== undefined) credentials.revealPassword = plan.key === 'supplier';
  if (plan.shared === true) {
    const password = `Nw-${token(random, 14)}!`;
    secrets.push(password);
    credentials.userName = `${plan.key}@northwind.example`;
    credentials.password = { value: password };
  }
  credentials.signing = plan.mode === null || scheme !== undefined || plan.mode === 'BOOKMARK' ? {} : { kid: token(random, 43) };
  if (plan.oidc !== undefined) {
    const client: JsonObject = { autoKeyRotation: true, client_id: app.id, token_endpoint_auth_method: plan.secret === true ? 'client_secret_basic' : plan.oidc === 'service' ? 'private_key_jwt' : 'none', pkce_required: plan.secret !== true };
    if (plan.secret === true) {
      const secret = token(random, 64);
      secrets.push(secret);
      client.client_secret = secret;
    }
    credentials.oauthClient = client;
  }
  return credentials;
}
