import { valueAt } from '../../answers/columns.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.js';
import { textAt } from './log-sweep.js';

/** Names by id. */
export interface Names {
  readonly groups: Map<string, string>;
  readonly zones: Map<string, string>;
}

/** A list of text at a path; empty where there is none. */
export function listAt(object: JsonObject, path: string): string[] {
  const value = valueAt(object, path);
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** The conditions of an access policy rule: people and zones by name, the rest as Okta has it. */
export function conditionsOf(rule: JsonObject, names: Names): JsonValue {
  const conditions: JsonObject = {};
  const put = (key: string, ids: readonly string[], known?: ReadonlyMap<string, string>): void => { if (ids.length > 0) conditions[key] = ids.map((id) => known?.get(id) ?? id); };
  put('groups', listAt(rule, 'conditions.people.groups.include'), names.groups);
  put('not_groups', listAt(rule, 'conditions.people.groups.exclude'), names.groups);
  put('users', listAt(rule, 'conditions.people.users.include'));
  put('not_users', listAt(rule, 'conditions.people.users.exclude'));
  put('zones', listAt(rule, 'conditions.network.include'), names.zones);
  put('not_zones', listAt(rule, 'conditions.network.exclude'), names.zones);
  const risk = textAt(rule, 'conditions.riskScore.level');
  if (risk !== '' && risk !== 'ANY') conditions['risk'] = risk;
  for (const name of ['device', 'platform', 'elCondition']) {
    const value = valueAt(rule, `conditions.${name}`);
    if (isJsonObject(value) && Object.keys(value).length > 0) conditions[name] = value;
  }
  return Object.keys(conditions).length === 0 ? 'anybody, anywhere' : conditions;
}

/** What a rule asks, in words. */
export function outcomeOf(rule: JsonObject): string {
  if (textAt(rule, 'actions.appSignOn.access') === 'DENY') return 'denies access';
  const method = 'actions.appSignOn.verificationMethod';
  const mode = textAt(rule, `${method}.factorMode`);
  const asked = mode === '1FA' ? 'one factor' : mode === '2FA' ? 'two factors' : textAt(rule, `${method}.type`) || 'nothing said';
  const constraints = valueAt(rule, `${method}.constraints`);
  const kinds = Array.isArray(constraints) ? [...new Set(constraints.flatMap(constraintWords))] : [];
  const again = textAt(rule, `${method}.reauthenticateIn`);
  return [`allows with ${asked}`, ...kinds, ...(again === '' ? [] : [again === 'PT0S' ? 'asked every time' : `asked again after ${again}`])].join(', ');
}

function constraintWords(constraint: JsonValue): string[] {
  const required = (name: string): boolean => textAt(constraint, `possession.${name}`) === 'REQUIRED';
  const methods = [...(isJsonObject(constraint) ? [...listAt(constraint, 'possession.methods'), ...listAt(constraint, 'knowledge.methods')] : [])];
  return [
    ...(required('phishingResistant') ? ['phishing-resistant'] : []), ...(required('hardwareProtection') ? ['hardware-protected'] : []), ...(required('userVerification') ? ['with user verification'] : []),
    ...(methods.length > 0 ? [`by ${methods.join(' or ')}`] : []),
  ];
}

/** Where a rule lets more in than it should. */
export function gapsOf(rule: JsonObject): string[] {
  if (rule['status'] !== 'ACTIVE' || textAt(rule, 'actions.appSignOn.access') === 'DENY') return [];
  const one = textAt(rule, 'actions.appSignOn.verificationMethod.factorMode') === '1FA';
  return [...(one ? ['one factor is enough'] : []), ...(rule['system'] === true ? [`the catch-all rule allows access${one ? ' to anybody with one factor' : ''}`] : [])];
}
