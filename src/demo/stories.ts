/**
 * The stories planted in the demo org, with their ground truth. The generator fills these values in; whoever asks the
 * server about the org can compare the answer with them. Instants are ISO 8601 as the events carry them.
 */
export interface Stories {
  readonly passwordSpray: PasswordSpray;
  readonly pushFatigue: PushFatigue;
  readonly dormantAdministrator: DormantAdministrator;
  readonly nightGrant: NightGrant;
  readonly apiTokenCreated: ApiTokenCreated;
  readonly weakenedSignOnRule: WeakenedSignOnRule;
  readonly impossibleTravel: ImpossibleTravel;
  readonly leaverWithApplication: LeaverWithApplication;
  readonly accessThroughGroupRule: AccessThroughGroupRule;
  readonly unusedApplication: UnusedApplication;
  readonly withoutPhishingResistantFactor: WithoutPhishingResistantFactor;
  readonly passwordsTypedAsUsernames: PasswordsTypedAsUsernames;
}

/**
 * One address tries few passwords on many accounts. Ground truth: the `user.session.start` events from `ip` are exactly
 * `failures` FAILUREs (INVALID_CREDENTIALS, or VERIFICATION_ERROR for names nobody has), all between `since` and
 * `until`, whose `actor.alternateId`s are `targetedLogins`, and one SUCCESS, of the account that fell.
 */
export interface PasswordSpray {
  readonly ip: string;
  /** Time of the first failure. */
  readonly since: string;
  /** Time of the last failure. */
  readonly until: string;
  /** Every login tried, sorted: some of them do not exist in the org. */
  readonly targetedLogins: readonly string[];
  readonly distinctLogins: number;
  readonly failures: number;
  /** The one account that fell: after its failures it signs in from the same address. */
  readonly compromisedUserId: string;
  readonly successEventUuid: string;
}

/**
 * A user is sent pushes until one is approved. Ground truth: the user's `user.authentication.auth_via_mfa` FAILUREs
 * with `debugContext.debugData.pushOnlyResponseType` OV_RESPONSE_DENY from `ip` number `denials`; then one SUCCESS and a
 * `user.session.start` SUCCESS from there. No other user denied more than one push within an hour.
 */
export interface PushFatigue {
  readonly userId: string;
  readonly ip: string;
  readonly denials: number;
  /** The denied pushes, oldest first. */
  readonly denialEventUuids: readonly string[];
  /** The approved push. */
  readonly approvalEventUuid: string;
  /** Time of the `user.session.start` that followed. */
  readonly successAt: string;
  readonly successEventUuid: string;
}

/** The only ACTIVE user with an administrator role who has not signed in for more than 90 days. */
export interface DormantAdministrator {
  readonly userId: string;
  readonly roleType: string;
  readonly roleAssignmentId: string;
  readonly lastLogin: string;
}

/**
 * An administrator role granted between 00:00 and 05:00 UTC. Ground truth: the only `user.account.privilege.grant` in
 * those hours; the target holds the role now (`userRoles`).
 */
export interface NightGrant {
  readonly actorId: string;
  readonly targetUserId: string;
  readonly roleType: string;
  readonly roleAssignmentId: string;
  readonly at: string;
  readonly eventUuid: string;
}

/** The only `system.api_token.create` in the log. */
export interface ApiTokenCreated {
  readonly actorId: string;
  readonly tokenId: string;
  readonly tokenName: string;
  readonly at: string;
  readonly eventUuid: string;
}

/**
 * A rule of an ACCESS_POLICY that was weakened. Ground truth: the only rule of any ACCESS_POLICY whose
 * `actions.appSignOn.verificationMethod.factorMode` is `1FA` now; its `lastUpdated` is the `policy.rule.update` event.
 */
export interface WeakenedSignOnRule {
  readonly policyId: string;
  readonly ruleId: string;
  readonly actorId: string;
  readonly at: string;
  readonly eventUuid: string;
}

/** One end of an impossible journey: a `user.session.start` SUCCESS. */
export interface TravelEnd {
  readonly eventUuid: string;
  readonly at: string;
  readonly city: string;
  readonly country: string;
  readonly ip: string;
}

/**
 * Two successive sign-ins of one user that no traveller can make. Ground truth: the only pair of successive
 * `user.session.start` SUCCESSes of one user that is further apart than 1,000 km per hour allow.
 */
export interface ImpossibleTravel {
  readonly userId: string;
  readonly first: TravelEnd;
  readonly second: TravelEnd;
  readonly minutesApart: number;
  /** Great-circle distance, rounded. */
  readonly kilometres: number;
}

/** The only DEPROVISIONED user who still has an application (scope USER). */
export interface LeaverWithApplication {
  readonly userId: string;
  readonly applicationId: string;
  readonly deactivatedAt: string;
  readonly deactivateEventUuid: string;
}

/**
 * A user who has an application only because a group rule put that user into a group: the assignment has scope GROUP,
 * `groupId` is the only group of the application, and `groupRuleId` the only rule that fills the group.
 */
export interface AccessThroughGroupRule {
  readonly userId: string;
  readonly applicationId: string;
  readonly groupId: string;
  readonly groupRuleId: string;
}

/**
 * The only ACTIVE application with assigned users that no `user.authentication.sso` in the log names as a target,
 * although every assignment is older than 60 days (the log itself holds 30). Applications without a sign-on mode of
 * their own (`signOnMode` null or MFA_AS_SERVICE) and Okta's own (visibility hidden on the web) do not count.
 */
export interface UnusedApplication {
  readonly applicationId: string;
  /** Sorted. */
  readonly assignedUserIds: readonly string[];
}

/**
 * Every user of status ACTIVE without a factor of status ACTIVE whose `factorType` is webauthn, u2f or signed_nonce.
 * Factors of other statuses (PENDING_ACTIVATION, INACTIVE, EXPIRED) do not count as held.
 */
export interface WithoutPhishingResistantFactor {
  /** Sorted. */
  readonly userIds: readonly string[];
}

/** Failed sign-ins where somebody typed a password into the username field: it is in `actor.alternateId`. */
export interface PasswordsTypedAsUsernames {
  readonly values: readonly string[];
  readonly eventUuids: readonly string[];
}
