import type { JsonObject } from '../../json.js';
import { oktaId } from './ids.js';
import { DAY, HOUR, MINUTE, stamp } from './instants.js';
import { type Application, type Build, byKey, type Group } from './model.js';
import { accessPolicies, type PolicyPlan, type PolicyRulePlan, signOnPolicies } from './policy-list.js';
import { otherPolicies } from './policy-list-more.js';
import type { Random } from './random.js';
import type { Zone } from './zones.js';

export interface PolicyRule {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly lastUpdated: number;
  readonly json: JsonObject;
}

export interface Policy {
  readonly id: string;
  readonly key: string;
  readonly type: string;
  readonly name: string;
  readonly json: JsonObject;
  /** Unsorted, as Okta sends them. */
  readonly rules: readonly PolicyRule[];
}

export interface Policies {
  readonly list: readonly Policy[];
}

/** These types are older than Identity Engine and have the ids of then. */
const CLASSIC = ['OKTA_SIGN_ON', 'PASSWORD', 'MFA_ENROLL', 'IDP_DISCOVERY'];
const POST: JsonObject = { allow: ['POST'] };

function links(self: string, system: boolean, inactive: boolean, more: JsonObject = {}): JsonObject {
  const toggle = inactive ? 'activate' : 'deactivate';
  const written: JsonObject = { self: { href: self, hints: { allow: system ? ['GET', 'PUT'] : ['GET', 'PUT', 'DELETE'] } }, ...more };
  if (!system) written[toggle] = { href: `${self}/lifecycle/${toggle}`, hints: POST };
  return written;
}

function makeRule(build: Build, random: Random, plan: PolicyRulePlan, policy: PolicyPlan, policyId: string, created: number): PolicyRule {
  const id = oktaId(CLASSIC.includes(policy.type) ? '0pr' : 'rul', created, random);
  const lastUpdated = plan.changedDaysAgo === undefined ? created : build.now - plan.changedDaysAgo * DAY - 3 * HOUR - 17 * MINUTE;
  const system = plan.system ?? false;
  const inactive = plan.inactive ?? false;
  const json: JsonObject = {
    id, status: inactive ? 'INACTIVE' : 'ACTIVE', name: plan.name, priority: plan.priority, created: stamp(created), lastUpdated: stamp(lastUpdated), system,
    conditions: plan.conditions, actions: plan.actions, _links: links(`${build.api}/policies/${policyId}/rules/${id}`, system, inactive), type: policy.type === 'OKTA_SIGN_ON' ? 'SIGN_ON' : policy.type,
  };
  return { id, key: plan.key ?? plan.name, name: plan.name, lastUpdated, json };
}

function makePolicy(build: Build, random: Random, plan: PolicyPlan): Policy {
  const system = plan.system ?? false;
  const inactive = plan.inactive ?? false;
  const created = system ? build.orgCreated : build.orgCreated + random.int(5, 1900) * DAY + random.int(0, 86_399) * 1000;
  const id = oktaId(CLASSIC.includes(plan.type) ? '00p' : 'rst', created, random);
  const self = `${build.api}/policies/${id}`;
  const mappings: JsonObject = CLASSIC.includes(plan.type) ? {} : { mappings: { href: `${self}/mappings`, hints: { allow: ['GET', 'POST'] } } };
  const json: JsonObject = { id, status: inactive ? 'INACTIVE' : 'ACTIVE', name: plan.name };
  if (plan.description !== undefined) json.description = plan.description;
  Object.assign(json, { priority: plan.priority, system, conditions: plan.conditions, created: stamp(created), lastUpdated: stamp(created) });
  if (plan.settings !== undefined) json.settings = plan.settings;
  json._links = links(self, system, inactive, { ...mappings, rules: { href: `${self}/rules`, hints: { allow: ['GET', 'POST'] } } });
  json.type = plan.type;
  const rules = plan.rules.map((rule) => makeRule(build, random, rule, plan, id, created + (rule.system === true ? 0 : HOUR)));
  return { id, key: plan.key, type: plan.type, name: plan.name, json, rules };
}

/** The policies of every type with their rules. */
export function makePolicies(build: Build, groups: readonly Group[], zones: readonly Zone[], apps: readonly Application[]): Policies {
  const random = build.random.fork('policies');
  const ids = { group: (key: string) => byKey(groups, key).id, zone: (key: string) => byKey(zones, key).id, app: (key: string) => byKey(apps, key).id };
  return { list: [...accessPolicies(ids), ...signOnPolicies(ids), ...otherPolicies(ids)].map((plan) => makePolicy(build, random, plan)) };
}
