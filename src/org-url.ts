export type OrgUrl = { readonly ok: true; readonly origin: string } | { readonly ok: false; /** Goes behind the name of the setting; never holds a secret. */ readonly message: string };

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const PLACEHOLDER = /\{.*\}|<.*>|\$\{|%7b|%3c|^(https?:\/\/)?(your|my)[-_]?(okta)?[-_]?(org|domain|company|tenant|subdomain)|yourokta|example\.okta/i;

/**
 * Reduces the org's address to its origin. It must be https (http only on loopback). The mistakes that people make have their own messages:
 * the -admin host, a placeholder, a missing scheme, a path.
 */
export function orgOrigin(text: string): OrgUrl {
  if (PLACEHOLDER.test(text)) return wrong('is still a placeholder: put in the address of your own org, such as https://acme.okta.com');
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    return wrong(/^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(\/|$)/i.test(text) ? `has no scheme: write https://${host(text)}` : 'is no address: write it as https://acme.okta.com');
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === '') return wrong('is no address: write it as https://acme.okta.com');
  if (url.username !== '' || url.password !== '') return wrong('must not hold a user name or password');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) return wrong(`must begin with https:// (${url.protocol}// would send the token in the clear)`);
  const admin = /^([a-z0-9-]+)-admin(\.(okta|oktapreview|okta-emea|okta-gov|okta\.mil|trexcloud)\..+|\.okta.*)$/i.exec(url.hostname);
  if (admin !== null) return wrong(`is the Admin Console's host: write it without -admin, https://${admin[1] ?? ''}${admin[2] ?? ''}`);
  if ((url.pathname !== '/' && url.pathname !== '') || url.search !== '' || url.hash !== '') return wrong(`must have no path: write ${url.origin}`);
  return { ok: true, origin: url.origin };
}

function host(text: string): string {
  return text.split('/')[0] ?? '';
}

function wrong(message: string): OrgUrl {
  return { ok: false, message };
}
