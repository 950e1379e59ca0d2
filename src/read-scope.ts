/**
 * Whether a name is that of a read scope of Okta's management API: okta.<resource>.read or okta.<resource>.<part>.read, spelled as Okta
 * spells them (securitySchemes of its OpenAPI document). Everything else is none, however it may be meant: okta.users.manage.self,
 * okta.users.read.self, odd capitals. Nor are openid, profile and the like: a service app is issued none by the client-credentials flow.
 */
export function isReadScope(name: string): boolean {
  return /^okta(\.(?!manage)[a-z][A-Za-z]{1,40}){1,2}\.read$/.test(name);
}
