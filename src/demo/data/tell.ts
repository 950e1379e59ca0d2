import type { Stories, TravelEnd } from '../stories.js';
import type { AdministrationDrafts } from './administration.js';
import { LEAVER_KEY, RULE_ONLY_KEY, UNUSED_KEY } from './application-list.js';
import type { AttackDrafts } from './attacks.js';
import { hasPhishingResistantFactor } from './factors.js';
import { instant, MINUTE, stamp } from './instants.js';
import type { Draft } from './log.js';
import { byKey, first } from './model.js';
import { kilometres } from './places.js';
import type { Site } from './sites.js';
import type { World } from './world.js';

/** Time and uuid of an event of the finished log. */
function facts(draft: Draft): { at: string; eventUuid: string } {
  return { at: instant(draft.at), eventUuid: draft.uuid };
}

function travelEnd(draft: Draft, site: Site): TravelEnd {
  return { ...facts(draft), city: site.place.city, country: site.place.country, ip: site.ip };
}

function attackStories(world: World, { spray, fatigue, travel, token }: AttackDrafts): Pick<Stories, 'passwordSpray' | 'pushFatigue' | 'impossibleTravel' | 'apiTokenCreated'> {
  const { cast } = world;
  const times = spray.failures.map(({ at }) => at).sort((a, b) => a - b);
  return {
    passwordSpray: {
      ip: spray.ip, since: instant(times[0] ?? 0), until: instant(times.at(-1) ?? 0), targetedLogins: spray.logins, distinctLogins: spray.logins.length,
      failures: spray.failures.length, compromisedUserId: cast.sprayed.id, successEventUuid: spray.success.uuid,
    },
    pushFatigue: {
      userId: cast.fatigued.id, ip: fatigue.ip, denials: fatigue.denials.length, denialEventUuids: fatigue.denials.map(({ uuid }) => uuid),
      approvalEventUuid: fatigue.approval.uuid, successAt: instant(fatigue.success.at), successEventUuid: fatigue.success.uuid,
    },
    impossibleTravel: {
      userId: cast.traveller.id, first: travelEnd(travel.from, travel.fromSite), second: travelEnd(travel.to, travel.toSite),
      minutesApart: Math.round((travel.to.at - travel.from.at) / MINUTE), kilometres: Math.round(kilometres(travel.fromSite.place, travel.toSite.place)),
    },
    apiTokenCreated: { actorId: cast.tokenAdmin.id, tokenId: token.id, tokenName: token.name, ...facts(token.draft) },
  };
}

function accessStories(world: World, deactivated: Draft): Pick<Stories, 'leaverWithApplication' | 'accessThroughGroupRule' | 'unusedApplication' | 'withoutPhishingResistantFactor'> {
  const { cast, apps, people, factors } = world;
  const app = byKey(apps, RULE_ONLY_KEY);
  const [group] = app.groups;
  if (group === undefined) throw new Error('the demo org has no group of counsel');
  const unused = byKey(apps, UNUSED_KEY);
  const bare = people.filter((person) => person.status === 'ACTIVE' && !hasPhishingResistantFactor(factors.byPerson.get(person) ?? []));
  return {
    leaverWithApplication: { userId: cast.leaver.id, applicationId: byKey(apps, LEAVER_KEY).id, deactivatedAt: stamp(cast.leaver.statusChanged ?? 0), deactivateEventUuid: deactivated.uuid },
    accessThroughGroupRule: { userId: cast.counsel.id, applicationId: app.id, groupId: group.id, groupRuleId: first(world.groupRules, 'rule of counsel', (rule) => rule.group === group).id },
    unusedApplication: { applicationId: unused.id, assignedUserIds: unused.assignments.map(({ person }) => person.id).sort() },
    withoutPhishingResistantFactor: { userIds: bare.map(({ id }) => id).sort() },
  };
}

/** The stories with their ground truth, once the log is in order. */
export function tellStories(world: World, attacks: AttackDrafts, administration: AdministrationDrafts): Stories {
  const { cast, roles, policies } = world;
  const finance = byKey(policies.list, 'finance');
  return {
    ...attackStories(world, attacks), ...accessStories(world, administration.deactivated),
    dormantAdministrator: { userId: cast.dormant.id, roleType: 'SUPER_ADMIN', roleAssignmentId: roles.dormantAssignmentId, lastLogin: stamp(cast.dormant.lastLogin ?? 0) },
    nightGrant: { actorId: cast.superAdmin.id, targetUserId: cast.grantee.id, roleType: roles.night.type, roleAssignmentId: roles.night.roleAssignmentId, ...facts(administration.nightGrant) },
    weakenedSignOnRule: { policyId: finance.id, ruleId: byKey(finance.rules, 'weakened').id, actorId: cast.ruleAdmin.id, ...facts(administration.weakenedRule) },
    passwordsTypedAsUsernames: { values: administration.typedPasswords.map(({ value }) => value), eventUuids: administration.typedPasswords.map(({ draft }) => draft.uuid) },
  };
}
