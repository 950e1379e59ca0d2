import { expect, test } from 'vitest';
import { isReadScope } from '../src/read-scope.js';
import { operations } from '../src/okta/operations.js';

/** Every scope of Okta's management API (securitySchemes.oauth2 of its OpenAPI document, 2025), by resource. */
const READ_AND_MANAGE = 'agentPools aiAgents apiTokens appGrants apps.interclientTrust apps authenticators authorizationServers behaviors brands captchas customTelephonyProvider deviceAssurance deviceIntegrations devicePostureChecks devices domains dr emailDomains emailServers eventHooks features groups identitySources idps inlineHooks linkedObjects logStreams manifests networkZones oauthIntegrations orgs personal.adminSettings policies principalRateLimits privilegedResources profileMappings pushProviders rateLimits realmAssignments realms riskProviders roles schemas securityEventsProviders serviceAccounts.okta serviceAccounts sessions templates threatInsights trustedOrigins uischemas userRisk userTypes users'.split(' ');
const OTHERS = ['okta.riskEvents.manage', 'okta.authenticators.manage.self', 'okta.users.manage.self', 'okta.users.read.self', 'okta.users.credentials.manageTemporaryAccessCode', 'ssf.manage', 'ssf.read'];

test('every read scope that Okta documents is one, and no other is', () => {
  expect([...READ_AND_MANAGE, 'logs', 'operations'].filter((name) => !isReadScope(`okta.${name}.read`))).toEqual([]);
  expect([...READ_AND_MANAGE.map((name) => `okta.${name}.manage`), ...OTHERS].filter(isReadScope)).toEqual([]);
});

test('the scopes of every operation that the tools read are', () => {
  const scopes = Object.values(operations).flatMap(({ scope }) => scope ?? []);
  expect(scopes.length).toBeGreaterThan(20);
  expect(scopes.filter((scope) => !isReadScope(scope))).toEqual([]);
});

test.each(['', 'openid', 'okta.read', 'okta..read', 'okta.users.read ', ' okta.users.read', 'okta.users.read\n', 'Okta.users.read', 'okta.Users.read', 'okta.users.Read', 'okta.users.manage.read', 'okta.manage.users.read', 'xokta.users.read', 'okta.users.read.manage', 'okta.us\u00e9rs.read', 'okta.users\u200b.read'])('%j is none', (name) => {
  expect(isReadScope(name)).toBe(false);
});
