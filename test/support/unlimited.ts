/** Rate limits of a demo org that no test meets. */
export const UNLIMITED: Readonly<Record<string, number>> = Object.fromEntries(
  ['/api/v1/apps/{id}', '/api/v1/apps', '/api/v1/users/{id}', '/api/v1/users', '/api/v1/groups/{id}', '/api/v1/groups', '/api/v1/policies', '/api/v1/zones', '/api/v1/logs', '/api/v1'].map((bucket) => [bucket, 10_000_000]),
);
