import { DEMO_ORG_ID } from '../org.js';
import type { ApiAnswer, ApiRequest } from './paging.js';
import type { Store } from './store.js';

/** GET /.well-known/okta-organization: what anybody may know of an org. */
export function wellKnown(store: Store): ApiAnswer {
  return { body: { id: DEMO_ORG_ID, _links: { organization: { href: store.org.options.origin } }, pipeline: 'idx' } };
}

/** GET /oauth2/v1/clients/{id}/roles: each service app of the demo org may read and no more. */
export function listClientRoles(store: Store, request: ApiRequest): ApiAnswer {
  const at = new Date(store.org.options.now).toISOString();
  return { body: [{ id: 'ra1demo0serviceapp5d7', label: 'Read-only Administrator', type: 'READ_ONLY_ADMIN', status: 'ACTIVE', created: at, lastUpdated: at, assignmentType: 'CLIENT', _links: { assignee: { href: `${store.org.options.origin}/oauth2/v1/clients/${request.ids[0] ?? ''}` } } }] };
}
