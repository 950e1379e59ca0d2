/** The filter syntax of each endpoint, as a page to read (Okta's OpenAPI document and recorded answers). */
export const filterSyntax = `# Filters of Okta's endpoints

Text stands in double quotes, times are ISO 8601 in UTC ("2026-11-01T00:00:00.000Z"). Conditions are joined by and, or, grouped by parentheses. Names of properties are case-sensitive.

| tool | argument | operators | notes |
|---|---|---|---|
| list_okta_users | search | eq sw gt ge lt le pr; co on firstName, lastName, login, email | best choice; finds DEPROVISIONED; any profile property, status, created, activated, statusChanged, lastUpdated, id, type.id; no ne, no lastLogin |
| list_okta_users | filter | eq; gt ge lt le on lastUpdated | status, lastUpdated, id, profile.login, profile.email, profile.firstName, profile.lastName |
| list_okta_users | q | starts with | firstName, lastName or email; never DEPROVISIONED; not paged |
| list_okta_groups | search | eq sw gt ge lt le pr; co on profile.name, profile.description | type, profile.*, created, lastUpdated, lastMembershipUpdated, source.id |
| list_okta_groups | filter | eq; gt ge lt le on times | id, type, lastUpdated, lastMembershipUpdated |
| list_okta_groups | q | starts with | name; not paged |
| list_okta_applications | filter | eq | id, status, name, credentials.signing.kid; user.id and group.id find what is assigned to them |
| list_okta_applications | q | starts with | name or label |
| list_okta_network_zones | filter | eq | id, usage ("POLICY", "BLOCKLIST"), system |
| list_okta_policies | type, status | | one type a call |
| get_okta_event_logs | filter | eq ne gt ge lt le sw pr co ew | any path of an event but published: eventType, actor.id, actor.alternateId, target.id, outcome.result, client.ipAddress, debugContext.debugData.*; time by since and until |
| get_okta_event_logs | q | keywords, all must match | at most 10 of 40 characters |

Examples: status eq "ACTIVE" and profile.department eq "Sales" · created gt "2026-01-01T00:00:00.000Z" · type eq "OKTA_GROUP" and profile.name sw "VPN" · user.id eq "00u…" · eventType sw "user.mfa." and outcome.result eq "FAILURE"
`;
