/** What Okta says in `displayMessage`, `legacyEventType` and `debugData.requestUri` of a type of event. */
export interface EventType {
  readonly message: string;
  readonly legacy: string | null;
  readonly uri: string;
}

function type(message: string, legacy: string | null, uri: string): EventType {
  return { message, legacy, uri };
}

/** The types of event in the log of the demo org, all from Okta's catalogue. */
export const EVENT_TYPES = {
  'user.session.start': type('User login to Okta', 'core.user_auth.login_success', '/idp/idx/identify'),
  'user.session.end': type('User logout from Okta', 'core.user_auth.logout_success', '/login/signout'),
  'user.session.access_admin_app': type('User accessing Okta admin app', 'app.admin.sso.login.success', '/admin/sso/request'),
  'user.authentication.auth_via_mfa': type('Authentication of user via MFA', 'core.user.factor.attempt_success', '/idp/idx/challenge/answer'),
  'user.authentication.sso': type('User single sign on to app', 'app.auth.sso', '/app/sso'),
  'user.authentication.verify': type('Verify user identity', null, '/idp/idx/authenticators/poll'),
  'policy.evaluate_sign_on': type('Evaluation of sign-on policy', null, '/idp/idx/identify'),
  'system.push.send_factor_verify_push': type('A push was sent to a user for verification', 'core.user.push.send', '/idp/idx/challenge'),
  'system.sms.send_factor_verify_message': type('Send second factor auth SMS', 'core.user.sms.message_sent.factor', '/idp/idx/challenge'),
  'system.email.send_factor_verify_message': type('Send second factor auth email', 'core.user.email.message_sent.factor', '/idp/idx/challenge'),
  'user.account.lock': type('Max sign in attempts exceeded', 'core.user_auth.account_locked', '/idp/idx/identify'),
  'user.account.unlock_by_admin': type('Unlock user account by admin', 'core.user.config.user_status.unlocked', '/api/v1/users/lifecycle/unlock'),
  'user.account.reset_password': type("Fired when the user's Okta password is reset", 'core.user.config.user_status.password_reset', '/api/v1/users/lifecycle/reset_password'),
  'user.account.expire_password': type("Expire user's password", 'core.user.config.user_status.password_expired', '/api/v1/users/lifecycle/expire_password'),
  'user.account.update_password': type('User update password for Okta', 'core.user.config.password_update.success', '/idp/idx/challenge/answer'),
  'user.account.update_profile': type('Update user profile for Okta', 'core.user.config.profile_update.success', '/api/v1/users'),
  'user.account.privilege.grant': type('Grant user privilege', 'core.user.admin_privilege.granted', '/api/internal/administrators'),
  'user.account.report_suspicious_activity_by_enduser': type('User report suspicious activity', null, '/enduser/suspicious-activity'),
  'group.privilege.grant': type('Grant group privilege', 'group.admin_privilege.granted', '/api/internal/groups/administrators'),
  'user.lifecycle.create': type('Create okta user', 'core.user.config.user_creation.success', '/api/v1/users'),
  'user.lifecycle.activate': type('Activate Okta user', 'core.user.config.user_activated', '/api/v1/users/lifecycle/activate'),
  'user.lifecycle.suspend': type('Suspend Okta user', 'core.user.config.user_suspended', '/api/v1/users/lifecycle/suspend'),
  'user.lifecycle.unsuspend': type('Unsuspend Okta user', 'core.user.config.user_unsuspended', '/api/v1/users/lifecycle/unsuspend'),
  'user.lifecycle.deactivate': type('Deactivate Okta user', 'core.user.config.user_deactivated', '/admin/user/deactivate'),
  'group.user_membership.add': type('Add user to group membership', 'core.user_group_member.user_add', '/api/v1/groups/users'),
  'group.user_membership.remove': type('Remove user from group membership', 'core.user_group_member.user_remove', '/api/v1/groups/users'),
  'application.user_membership.add': type('Add user to application membership', 'app.generic.provision.assign_user_to_app', '/api/v1/apps/users'),
  'application.user_membership.remove': type('Remove user from application membership', 'app.generic.provision.deactivate_user_from_app', '/api/v1/apps/users'),
  'application.lifecycle.update': type('Update application', 'application.lifecycle.update', '/api/v1/apps'),
  'user.mfa.factor.activate': type('Activate factor for user', 'core.user.factor.activate', '/idp/idx/credential/enroll'),
  'user.mfa.factor.deactivate': type('Reset factor for user', 'core.user.factor.deactivate', '/api/v1/users/factors'),
  'user.mfa.factor.reset_all': type('Reset all factors for user', 'core.user.factor.reset_all', '/api/v1/users/lifecycle/reset_factors'),
  'device.enrollment.create': type('Device enrolled', null, '/idp/authenticators'),
  'policy.rule.update': type('Update policy rule', null, '/api/v1/policies/rules'),
  'zone.update': type('Network zone update', null, '/api/v1/zones'),
  'system.api_token.create': type('Create API token', 'api.token.create', '/api/internal/tokens'),
  'app.oauth2.token.grant.access_token': type('OIDC access token is granted', 'app.oauth2.token.grant.access_token_success', '/oauth2/v1/token'),
  'app.generic.unauth_app_access_attempt': type('User attempted unauthorized access to app', 'app.generic.unauth_app_access_attempt', '/app/sso'),
  'security.threat.detected': type('Request from suspicious actor', 'security.threat.detected', '/idp/idx/identify'),
} as const satisfies Record<string, EventType>;

export type EventTypeName = keyof typeof EVENT_TYPES;
