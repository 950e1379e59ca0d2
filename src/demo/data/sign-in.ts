import type { JsonObject } from '../../json.js';
import type { Factor } from './factors.js';
import { SECOND } from './instants.js';
import type { Draft } from './log.js';
import { type Application, byKey, type Person } from './model.js';
import type { Session } from './sites.js';
import { activeFactors, actorOf, appTarget, appUserTarget, behaviors, enrollmentTarget, factorWords, type World } from './world.js';

const USUAL = behaviors([]);
const NEW_ADDRESS = behaviors(['New IP']);
const USUAL_SECURITY = JSON.stringify({ risk: { level: 'LOW' }, behaviors: { 'New Geo-Location': 'NEGATIVE', 'New Device': 'NEGATIVE', 'New IP': 'NEGATIVE', 'New State': 'NEGATIVE', 'New Country': 'NEGATIVE', Velocity: 'NEGATIVE', 'New City': 'NEGATIVE' } });
const WIDGET = 'okta-auth-js/7.11.0 okta-signin-widget-7.30.1';

export interface SignInOptions {
  /** The factor used after the password; none: the password alone. */
  readonly factor?: Factor | undefined;
  /** Behaviours that Okta found unusual; the usual sign-in has none. */
  readonly unusual?: readonly string[];
  readonly risk?: 'LOW' | 'MEDIUM' | 'HIGH';
}

export interface SignedIn {
  readonly start: Draft;
  /** The factor event, or that of the password. */
  readonly verification: Draft;
}

/** The policy and the rule that an evaluation names. */
export function signOnTargets(world: World, rule: 'default-rule' | 'blocked-rule'): JsonObject[] {
  const policy = byKey(world.policies.list, 'signon-default');
  const evaluated = byKey(policy.rules, rule);
  return [
    { id: policy.id, type: 'PolicyEntity', alternateId: 'unknown', displayName: policy.name, detailEntry: { policyType: 'OktaSignOn' } },
    { id: evaluated.id, type: 'PolicyRule', alternateId: policy.id, displayName: evaluated.name, detailEntry: null },
  ];
}

/** A factor of those that work, the one a person would choose: some are asked for seldom. */
export function chooseFactor(world: World, person: Person): Factor | undefined {
  const working = activeFactors(world, person);
  return working.length === 0 ? undefined : world.random.pick(working);
}

function factorEvents(world: World, person: Person, session: Session, at: number, factor: Factor | undefined, enrollment: JsonObject, debug: JsonObject): Draft {
  const actor = actorOf(person);
  const type = factor?.type ?? 'password';
  const sent = { push: 'system.push.send_factor_verify_push', sms: 'system.sms.send_factor_verify_message', email: 'system.email.send_factor_verify_message' } as const;
  if (type === 'push' || type === 'sms' || type === 'email') world.log.add({ at: at - 4 * SECOND, type: sent[type], actor, session, target: [actor, enrollment] });
  const more: JsonObject = { factor: factorWords(type)[0], factorIntent: 'AUTHENTICATION', ...debug };
  if (type === 'push') more.pushOnlyResponseType = 'OV_RESPONSE_APPROVE';
  return world.log.add({ at, type: 'user.authentication.auth_via_mfa', actor, session, target: [actor, enrollment], debug: more });
}

/** A successful sign-in to Okta: the policy, the verification, the session. `at` is the time of the session. */
export function signIn(world: World, person: Person, session: Session, at: number, options: SignInOptions = {}): SignedIn {
  const { factor, unusual, risk = 'LOW' } = options;
  const actor = actorOf(person);
  const usual = unusual === undefined;
  const debug: JsonObject = { authnRequestId: session.id, behaviors: usual ? (session.site.client.zone === 'null' ? NEW_ADDRESS : USUAL) : behaviors(unusual), risk: `{level=${risk}}` };
  const challenged = factor !== undefined;
  world.log.add({
    at: at - 12 * SECOND, type: 'policy.evaluate_sign_on', actor, session, target: signOnTargets(world, 'default-rule'), result: challenged ? 'CHALLENGE' : 'ALLOW',
    reason: `Sign-on policy evaluation resulted in ${challenged ? 'CHALLENGE' : 'ALLOW'}`, debug: { ...debug, logOnlySecurityData: usual ? USUAL_SECURITY : JSON.stringify({ risk: { level: risk, reasons: unusual.join(', ') } }) },
  });
  const enrollment = enrollmentTarget(factor?.id ?? `lae${person.id.slice(3)}`, factor?.type ?? 'password');
  const verification = factorEvents(world, person, session, at - SECOND, factor, enrollment, debug);
  const start = world.log.add({
    at, type: 'user.session.start', actor, session, signsIn: person, debug: { ...debug, oktaUserAgentExtended: WIDGET, origin: world.build.options.origin },
    target: [enrollment, appTarget(byKey(world.apps, 'dashboard'))], uri: '/idp/idx/challenge/answer',
  });
  return { start, verification };
}

/** A failed password. `actor` is a user, or whoever typed a name that nobody has. */
export function failSignIn(world: World, actor: JsonObject, session: Session, at: number, reason: 'INVALID_CREDENTIALS' | 'VERIFICATION_ERROR' | 'LOCKED_OUT' = 'INVALID_CREDENTIALS', debug: JsonObject = {}): Draft {
  return world.log.add({ at, type: 'user.session.start', actor, session, result: 'FAILURE', reason, target: [appTarget(byKey(world.apps, 'dashboard'))], debug: { loginResult: reason, authnRequestId: session.id, ...debug } });
}

/** A sign-in to an application within a session. */
export function singleSignOn(world: World, person: Person, session: Session, app: Application, at: number): Draft {
  const target: JsonObject[] = [appTarget(app), appUserTarget(person, app)];
  return world.log.add({ at, type: 'user.authentication.sso', actor: actorOf(person), session, target, uri: app.tile, debug: { authnRequestId: session.id, initiationType: 'IDP', signOnMode: app.signOnMode ?? 'none' } });
}
