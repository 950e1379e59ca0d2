import type { JsonObject, JsonValue } from '../../json.js';
import { APPLICATION_PLANS, type ApplicationPlan, internalName } from './application-list.js';
import { applicationCredentials, applicationSettings } from './application-settings.js';
import { stamp } from './instants.js';
import { type Application, type Assignment, type Build, byKey, type Person, type UserStatus } from './model.js';
import type { Policies } from './policies.js';
import type { Random } from './random.js';

function links(build: Build, plan: ApplicationPlan, app: Application, name: string, policies: Policies): JsonObject {
  const self = `${build.api}/apps/${app.id}`;
  const toggle = app.status === 'ACTIVE' ? 'deactivate' : 'activate';
  const tiles: JsonValue = app.opens ? [{ name: `${name}_link`, href: build.options.origin + app.tile, type: 'text/html' }] : [];
  const written: JsonObject = { uploadLogo: { href: `${self}/logo`, hints: { allow: ['POST'] } }, appLinks: tiles, profileEnrollment: { href: `${build.api}/policies/${byKey(policies.list, 'enrollment').id}` } };
  if (plan.mode === 'SAML_2_0') written.metadata = { href: `${self}/sso/saml/metadata`, type: 'application/xml' };
  if (plan.mode === 'SAML_2_0') written.help = { href: `${build.options.origin}/app/${name}/${app.id}/setup/help/SAML_2_0/instructions`, type: 'text/html' };
  if (plan.secret === true) written.clientCredentials = [{ name: 'secrets', href: `${self}/credentials/secrets` }];
  if (plan.mode !== null && plan.mode !== 'MFA_AS_SERVICE') {
    written.policies = { href: `${self}/policies`, hints: { allow: ['PUT'] } };
    written.accessPolicy = { href: `${build.api}/policies/${byKey(policies.list, plan.policy ?? 'two-factors').id}` };
  }
  return {
    ...written, groups: { href: `${self}/groups` }, logo: [{ name: 'medium', href: 'https://static.oktacdn.example/assets/img/logos/default.png', type: 'image/png' }],
    users: { href: `${self}/users` }, [toggle]: { href: `${self}/lifecycle/${toggle}` },
  };
}

function renderApplication(build: Build, random: Random, plan: ApplicationPlan, app: Application, policies: Policies, secrets: string[]): JsonObject {
  const name = internalName(plan);
  const system = plan.hidden === true && plan.oidc === undefined;
  const universalLogout: JsonValue = plan.mode === 'SAML_2_0' ? { status: 'DISABLED', supportType: 'FULL', identityStack: 'NOT_SHARED', protocol: 'GLOBAL_TOKEN_REVOCATION' } : null;
  return {
    id: app.id, orn: `orn:okta:idp:00o0demo0northwnd5d7:apps:${name}:${app.id}`, name, label: app.label, status: app.status, lastUpdated: stamp(app.lastUpdated), created: stamp(app.created),
    accessibility: { selfService: plan.key === 'parking', errorRedirectUrl: null, loginRedirectUrl: null },
    visibility: { autoLaunch: plan.key === 'mail', autoSubmitToolbar: false, hide: { iOS: !app.opens, web: !app.opens }, appLinks: system ? {} : { [`${name}_link`]: true } },
    features: plan.key === 'hr' ? ['PUSH_NEW_USERS', 'PUSH_USER_DEACTIVATION', 'PUSH_PROFILE_UPDATES'] : plan.key === 'active-directory' ? ['IMPORT_NEW_USERS', 'GROUP_PUSH'] : [],
    signOnMode: app.signOnMode, credentials: applicationCredentials(plan, app, random, secrets), universalLogout,
    settings: applicationSettings(plan, app, random, secrets), _links: links(build, plan, app, name, policies),
  };
}

/** The applications as GET /apps sends them, and the secrets in them. */
export function renderApplications(build: Build, apps: readonly Application[], policies: Policies): { list: JsonObject[]; secrets: string[] } {
  const random = build.random.fork('application json');
  const secrets: string[] = [];
  const list = apps.map((app) => renderApplication(build, random, byKey(APPLICATION_PLANS, app.key), app, policies, secrets));
  return { list, secrets };
}

const USER_STATUS: Record<UserStatus, string> = {
  STAGED: 'STAGED', PROVISIONED: 'ACTIVE', ACTIVE: 'ACTIVE', RECOVERY: 'ACTIVE', LOCKED_OUT: 'ACTIVE', PASSWORD_EXPIRED: 'ACTIVE', SUSPENDED: 'SUSPENDED', DEPROVISIONED: 'ACTIVE',
};

/** What all assignments of one person share. */
interface Shared {
  readonly credentials: JsonObject;
  readonly profile: JsonObject;
  readonly link: JsonObject;
}

function sharedOf(build: Build, person: Person): Shared {
  return {
    credentials: { userName: person.login },
    profile: { given_name: person.firstName, family_name: person.lastName, name: person.displayName, email: person.login, department: person.department.name, locale: person.place.locale },
    link: { href: `${build.api}/users/${person.id}` },
  };
}

function renderAssignment({ person, scope, created }: Assignment, shared: Shared, appLink: JsonObject, mode: string | null): JsonObject {
  const at = stamp(created);
  const synced = mode === null;
  const rendered: JsonObject = {
    id: person.id, externalId: synced ? person.id.slice(3) : null, created: at, lastUpdated: at, scope, status: USER_STATUS[person.status], statusChanged: at, passwordChanged: null,
    syncState: synced ? 'SYNCHRONIZED' : 'DISABLED', credentials: shared.credentials, profile: shared.profile,
  };
  if (synced) rendered.lastSync = at;
  rendered._links = { app: appLink, user: shared.link };
  return rendered;
}

/** Application id to its users, as GET /apps/{id}/users sends them. */
export function renderApplicationUsers(build: Build, apps: readonly Application[]): Map<string, JsonObject[]> {
  const shared = new Map<string, Shared>();
  return new Map(apps.map((app) => {
    const appLink: JsonObject = { href: `${build.api}/apps/${app.id}` };
    const list = app.assignments.map((assignment) => {
      const known = shared.get(assignment.person.id) ?? sharedOf(build, assignment.person);
      shared.set(assignment.person.id, known);
      return renderAssignment(assignment, known, appLink, app.signOnMode);
    });
    return [app.id, list];
  }));
}

/** Application id to its group assignments, as GET /apps/{id}/groups sends them. */
export function renderApplicationGroups(build: Build, apps: readonly Application[]): Map<string, JsonObject[]> {
  return new Map(apps.map((app) => {
    const self = `${build.api}/apps/${app.id}`;
    const list = app.groups.map((group, priority): JsonObject => ({
      id: group.id, lastUpdated: stamp(Math.max(app.created, group.created)), priority, profile: app.key === 'hr' ? { role: 'employee' } : {},
      _links: { app: { href: self }, self: { href: `${self}/groups/${group.id}` }, group: { href: `${build.api}/groups/${group.id}` } },
    }));
    return [app.id, list];
  }));
}
