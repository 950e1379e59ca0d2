import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../src/json.js';
import { at, byId, DAY, NOW, ofType, org, targets, text, time } from './data-support.js';

const user = (id: string): JsonObject | undefined => byId(org().users).get(id);
const event = (uuid: string): JsonObject | undefined => org().events.find((one) => one.uuid === uuid);
const from = (list: readonly JsonObject[], ip: string): JsonObject[] => list.filter((one) => at(one, 'client.ipAddress') === ip);

/** Successful sign-ins of each user, oldest first. */
function signIns(): Map<string, JsonObject[]> {
  const map = new Map<string, JsonObject[]>();
  for (const one of ofType('user.session.start', 'SUCCESS')) map.set(text(one, 'actor.id'), [...(map.get(text(one, 'actor.id')) ?? []), one]);
  return map;
}

function kilometres(a: JsonObject, b: JsonObject): number {
  const place = (one: JsonObject, axis: string): number => (Number(at(one, `client.geographicalContext.geolocation.${axis}`)) * Math.PI) / 180;
  const [lat1, lat2, lon] = [place(a, 'lat'), place(b, 'lat'), place(b, 'lon') - place(a, 'lon')];
  return 6371 * Math.acos(Math.min(1, Math.sin(lat1) * Math.sin(lat2) + Math.cos(lat1) * Math.cos(lat2) * Math.cos(lon)));
}

describe('stories', () => {
  it('password spray', () => {
    const { passwordSpray: story } = org().stories;
    const failures = from(ofType('user.session.start', 'FAILURE'), story.ip);
    expect(failures).toHaveLength(story.failures);
    expect([...new Set(failures.map((one) => text(one, 'actor.alternateId')))].sort()).toEqual(story.targetedLogins);
    expect(story.distinctLogins).toBe(story.targetedLogins.length);
    expect([failures[0]?.published, failures.at(-1)?.published]).toEqual([story.since, story.until]);
    expect(time(failures.at(-1), 'published') - time(failures[0], 'published')).toBeLessThan(3_600_000);
    const successes = from(ofType('user.session.start', 'SUCCESS'), story.ip);
    expect(successes.map((one) => one.uuid)).toEqual([story.successEventUuid]);
    expect(text(successes[0], 'actor.id')).toBe(story.compromisedUserId);
    expect(story.targetedLogins).toContain(at(user(story.compromisedUserId), 'profile.login'));
  });

  it('no other address tried ten names within an hour', () => {
    const perAddress = new Map<string, JsonObject[]>();
    for (const one of ofType('user.session.start', 'FAILURE')) perAddress.set(text(one, 'client.ipAddress'), [...(perAddress.get(text(one, 'client.ipAddress')) ?? []), one]);
    for (const [ip, list] of perAddress) {
      if (ip === org().stories.passwordSpray.ip) continue;
      for (const one of list) expect(new Set(list.filter((other) => Math.abs(time(other, 'published') - time(one, 'published')) < 3_600_000).map((other) => text(other, 'actor.alternateId'))).size).toBeLessThan(10);
    }
  });

  it('push fatigue', () => {
    const { pushFatigue: story } = org().stories;
    const denied = ofType('user.authentication.auth_via_mfa', 'FAILURE').filter((one) => at(one, 'debugContext.debugData.pushOnlyResponseType') === 'OV_RESPONSE_DENY');
    const own = denied.filter((one) => text(one, 'actor.id') === story.userId);
    expect(own.map((one) => one.uuid)).toEqual(story.denialEventUuids);
    expect(own).toHaveLength(story.denials);
    expect(new Set(own.map((one) => at(one, 'client.ipAddress')))).toEqual(new Set([story.ip]));
    for (const other of denied) if (!own.includes(other)) expect(denied.filter((one) => at(one, 'actor.id') === at(other, 'actor.id') && Math.abs(time(one, 'published') - time(other, 'published')) < 3_600_000)).toHaveLength(1);
    expect(event(story.approvalEventUuid)).toMatchObject({ eventType: 'user.authentication.auth_via_mfa', outcome: { result: 'SUCCESS' }, actor: { id: story.userId } });
    expect(event(story.successEventUuid)).toMatchObject({ eventType: 'user.session.start', published: story.successAt, client: { ipAddress: story.ip } });
    expect(Date.parse(story.successAt)).toBeGreaterThan(time(own.at(-1), 'published'));
  });

  it('dormant administrator', () => {
    const { dormantAdministrator: story } = org().stories;
    const dormant = [...org().userRoles.keys()].map(user).filter((one) => one?.status === 'ACTIVE' && (one.lastLogin === null || time(one, 'lastLogin') < NOW.getTime() - 90 * DAY));
    expect(dormant.map((one) => one?.id)).toEqual([story.userId]);
    expect(dormant[0]?.lastLogin).toBe(story.lastLogin);
    expect(org().userRoles.get(story.userId)).toEqual([expect.objectContaining({ id: story.roleAssignmentId, type: story.roleType })]);
  });

  it('administrator role granted at night', () => {
    const { nightGrant: story } = org().stories;
    const atNight = ofType('user.account.privilege.grant').filter((one) => new Date(time(one, 'published')).getUTCHours() < 5);
    expect(atNight.map((one) => one.uuid)).toEqual([story.eventUuid]);
    expect(atNight[0]).toMatchObject({ published: story.at, actor: { id: story.actorId } });
    expect(targets(atNight[0] ?? {}).map((one) => one.id)).toEqual([story.targetUserId]);
    expect(org().userRoles.get(story.targetUserId)).toContainEqual(expect.objectContaining({ id: story.roleAssignmentId, type: story.roleType, created: `${story.at.slice(0, 19)}.000Z` }));
    expect(org().userRoles.get(story.actorId)?.map((role) => role.type)).toContain('SUPER_ADMIN');
  });

  it('API token created', () => {
    const { apiTokenCreated: story } = org().stories;
    const created = ofType('system.api_token.create');
    expect(created.map((one) => [one.uuid, one.published, at(one, 'actor.id'), at(one, 'target.0.id'), at(one, 'target.0.displayName')])).toEqual([[story.eventUuid, story.at, story.actorId, story.tokenId, story.tokenName]]);
  });

  it('sign-on rule weakened', () => {
    const { weakenedSignOnRule: story } = org().stories;
    const oneFactor = org().policies.filter((policy) => policy.type === 'ACCESS_POLICY').flatMap((policy) => (org().policyRules.get(text(policy, 'id')) ?? []).map((rule) => ({ policy, rule })))
      .filter(({ rule }) => at(rule, 'actions.appSignOn.verificationMethod.factorMode') === '1FA');
    expect(oneFactor.map(({ policy, rule }) => [policy.id, rule.id, rule.lastUpdated])).toEqual([[story.policyId, story.ruleId, `${story.at.slice(0, 19)}.000Z`]]);
    expect(event(story.eventUuid)).toMatchObject({ eventType: 'policy.rule.update', published: story.at, actor: { id: story.actorId } });
    expect(targets(event(story.eventUuid) ?? {}).map((one) => one.id)).toEqual([story.policyId, story.ruleId]);
  });

  it('impossible travel', () => {
    const { impossibleTravel: story } = org().stories;
    const pairs: JsonObject[][] = [];
    for (const list of signIns().values()) {
      list.forEach((second, position) => {
        const first = list[position - 1];
        if (first === undefined) return;
        const hours = (time(second, 'published') - time(first, 'published')) / 3_600_000;
        if (kilometres(first, second) / hours > 1000 && kilometres(first, second) > 50) pairs.push([first, second]);
      });
    }
    expect(pairs.map((pair) => pair.map((one) => one.uuid))).toEqual([[story.first.eventUuid, story.second.eventUuid]]);
    const [first, second] = pairs[0] ?? [];
    expect([at(first, 'client.geographicalContext.city'), at(second, 'client.geographicalContext.city')]).toEqual([story.first.city, story.second.city]);
    expect([at(first, 'client.ipAddress'), at(second, 'client.ipAddress')]).toEqual([story.first.ip, story.second.ip]);
    expect(Math.round((time(second, 'published') - time(first, 'published')) / 60_000)).toBe(story.minutesApart);
    expect(Math.round(kilometres(first ?? {}, second ?? {}))).toBe(story.kilometres);
    expect(text(second, 'actor.id')).toBe(story.userId);
  });

  it('leaver with an application', () => {
    const { leaverWithApplication: story } = org().stories;
    const users = byId(org().users);
    const held = [...org().applicationUsers].flatMap(([app, list]) => list.filter((one) => users.get(text(one, 'id'))?.status === 'DEPROVISIONED').map((one) => [app, one.id, one.scope]));
    expect(held).toEqual([[story.applicationId, story.userId, 'USER']]);
    expect(user(story.userId)?.statusChanged).toBe(story.deactivatedAt);
    expect(event(story.deactivateEventUuid)).toMatchObject({ eventType: 'user.lifecycle.deactivate', target: [{ id: story.userId }] });
  });

  it('access through a group rule', () => {
    const { accessThroughGroupRule: story } = org().stories;
    expect(org().applicationUsers.get(story.applicationId)).toContainEqual(expect.objectContaining({ id: story.userId, scope: 'GROUP' }));
    expect(org().applicationGroups.get(story.applicationId)?.map((group) => group.id)).toEqual([story.groupId]);
    expect(org().groupMembers.get(story.groupId)).toContain(story.userId);
    const rules = org().groupRules.filter((rule) => at(rule, 'actions.assignUserToGroups.groupIds.0') === story.groupId);
    expect(rules.map((rule) => [rule.id, rule.status])).toEqual([[story.groupRuleId, 'ACTIVE']]);
    const fitting = org().users.filter((one) => at(one, 'profile.department') === 'Legal' && at(one, 'profile.isContractor') === false && one.status !== 'DEPROVISIONED');
    expect(org().groupMembers.get(story.groupId)).toEqual(fitting.map((one) => one.id));
  });

  it('application nobody uses', () => {
    const { unusedApplication: story } = org().stories;
    const used = new Set(ofType('user.authentication.sso').flatMap((one) => targets(one, 'AppInstance').map((target) => target.id)));
    const unused = org().applications.filter((app) => app.status === 'ACTIVE' && at(app, 'visibility.hide.web') === false && (org().applicationUsers.get(text(app, 'id')) ?? []).length > 0 && !used.has(text(app, 'id')));
    expect(unused.map((app) => app.id)).toEqual([story.applicationId]);
    const assigned = org().applicationUsers.get(story.applicationId) ?? [];
    expect(assigned.map((one) => text(one, 'id')).sort()).toEqual(story.assignedUserIds);
    for (const one of assigned) expect(time(one, 'created')).toBeLessThan(NOW.getTime() - 60 * DAY);
  });

  it('users without a phishing-resistant factor', () => {
    const resistant = ['webauthn', 'u2f', 'signed_nonce'];
    const without = org().users.filter((one) => one.status === 'ACTIVE' && !(org().factors.get(text(one, 'id')) ?? []).some((factor) => factor.status === 'ACTIVE' && resistant.includes(text(factor, 'factorType'))));
    expect(without.map((one) => text(one, 'id')).sort()).toEqual(org().stories.withoutPhishingResistantFactor.userIds);
    expect(without.length).toBeGreaterThan(100);
  });

  it('passwords typed as usernames', () => {
    const { passwordsTypedAsUsernames: story } = org().stories;
    expect(story.eventUuids.map((uuid) => text(event(uuid), 'actor.alternateId'))).toEqual(story.values);
    for (const uuid of story.eventUuids) expect(event(uuid)).toMatchObject({ eventType: 'user.session.start', outcome: { result: 'FAILURE' }, actor: { id: 'unknown' } });
    expect(org().users.filter(isJsonObject).some((one) => story.values.includes(text(one, 'profile.login')))).toBe(false);
  });
});
