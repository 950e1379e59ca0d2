import { withoutNamedMembers } from '../answers/named-secrets.js';
import type { JsonObject } from '../json.js';
import type { OktaReads } from '../okta/client.js';
import type { Runtime } from './runtime.js';
import { maskTypedSecret } from './typed-secret.js';

/**
 * The way to the org that tools have. What OKTA_REDACT hides never reaches a tool: whatever it compares, sorts, counts or puts under a name
 * of its own is what an answer may show. Passwords that were typed as logins, and secrets that only their neighbours in the event tell,
 * are masked before: what a tool takes out of the event tells neither.
 */
export function reads({ okta, redactor }: Pick<Runtime, 'okta' | 'redactor'>): OktaReads {
  const client = okta();
  const hide = (item: JsonObject): JsonObject => redactor.withoutHidden(item);
  return {
    page: async (operation, parameters, options) => {
      const page = await client.page(operation, parameters, options);
      const items = operation === 'listLogEvents' ? page.items.map((event) => withoutNamedMembers(maskTypedSecret(event))) : page.items;
      return { ...page, items: redactor.active ? items.map(hide) : items };
    },
    one: async (operation, parameters, options) => hide(await client.one(operation, parameters, options)),
    settings: async (operation, parameters, options) => hide(await client.settings(operation, parameters, options)),
  };
}
