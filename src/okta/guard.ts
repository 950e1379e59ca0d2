import { OktaError } from './errors.js';

/** A request as it would leave the process. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Makes the process read-only and bound to one org: throws before a socket opens for every method but GET (sole exception: the
 * client_credentials POST to the org's own token endpoint), every origin but the org's, paths that are not canonical
 * (`encodeURIComponent` leaves `..` alone) and method-override headers.
 */
export function assertReadOnly(request: OutgoingRequest, origin: string): void {
  const url = parseUrl(request.url);
  if (url.origin !== origin || url.username !== '' || url.password !== '') throw refused('its address is not the configured org');
  const rawPath = (request.url.slice(origin.length).split(/[?#]/)[0] ?? '');
  if (!request.url.startsWith(`${origin}/`) || url.pathname !== rawPath || /(^|\/)(\.|%2e){1,2}(\/|$)/i.test(rawPath) || rawPath.includes('//')) {
    throw refused('its path is not canonical');
  }
  if (url.hash !== '') throw refused('it has a fragment');
  for (const [name, value] of Object.entries(request.headers)) {
    if (/method-?override$/i.test(name)) throw refused('it has a method-override header');
    if (/[\r\n\0]/.test(value)) throw refused('a header holds a line break');
  }
  if (request.method === 'GET' && request.body === undefined) return;
  if (isTokenRequest(request, origin)) return;
  throw refused(`it is a ${request.method} and this server only reads`);
}

function isTokenRequest(request: OutgoingRequest, origin: string): boolean {
  return (
    request.method === 'POST' &&
    request.url === `${origin}/oauth2/v1/token` &&
    new URLSearchParams(request.body).get('grant_type') === 'client_credentials'
  );
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw refused('it has no absolute address');
  }
}

function refused(detail: string): OktaError {
  return new OktaError({ kind: 'guard', detail });
}
