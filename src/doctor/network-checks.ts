import { lookup } from 'node:dns/promises';
import { getProxyForUrl } from 'proxy-from-env';
import type { JsonObject } from '../json.js';
import type { OktaClient, ReadOptions } from '../okta/client.js';
import type { OktaFailure } from '../okta/errors.js';
import type { Check } from './diagnosis.js';
import type { Observations } from './observations.js';

const DAY_MS = 86_400_000;
const CERTIFICATE_DAYS = 14;
/** Okta refuses assertions that are signed by a clock further off. */
const CLOCK_TOLERANCE_MS = 60_000;

/** The name of the org in the DNS; not asked where a proxy asks it. */
export async function dnsCheck(origin: string): Promise<Check> {
  const { hostname } = new URL(origin);
  const name = { area: 'network', name: 'DNS' } as const;
  if (proxyOf(origin) !== '') return { ...name, verdict: 'skipped', detail: 'the proxy resolves the name' };
  try {
    const addresses = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true });
    return { ...name, verdict: 'ok', detail: `${hostname} is ${addresses.map(({ address }) => address).slice(0, 4).join(', ')}` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { ...name, verdict: 'fault', detail: `${hostname} has no address (${code})`, next: 'Check the spelling of OKTA_CLIENT_ORGURL and the DNS of this machine.' };
  }
}

/** The proxy that the environment names for the org, without its password. */
export function proxyCheck(origin: string): Check {
  const name = { area: 'network', name: 'proxy' } as const;
  const proxy = proxyOf(origin);
  if (proxy === '') return { ...name, verdict: 'ok', detail: 'none' };
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url === undefined) return { ...name, verdict: 'fault', detail: 'HTTPS_PROXY is no address', next: 'Write it as http://host:port.' };
  return { ...name, verdict: 'ok', detail: `${url.host}${url.username === '' ? '' : ', with a password'} (HTTPS_PROXY; NO_PROXY leaves hosts out)` };
}

function proxyOf(origin: string): string {
  return origin.startsWith('https:') ? getProxyForUrl(origin) : '';
}

/** Asks for what Okta tells anybody of an org. `org` is undefined when nothing usable answered; the error says why. */
export async function organization(client: OktaClient, read: ReadOptions): Promise<{ readonly org: JsonObject } | { readonly error: unknown }> {
  try {
    return { org: await client.one('getWellknownOrgMetadata', {}, read) };
  } catch (error) {
    read.signal.throwIfAborted();
    return { error };
  }
}

/** True for a failure that says nothing of the network: Okta itself refused. */
export function answered(failure: OktaFailure | undefined): boolean {
  return failure?.kind === 'oauth' || (failure?.kind === 'okta' && failure.code !== undefined);
}

/** How the connection is encrypted, and until when its certificate holds. */
export function tlsCheck(origin: string, { certificate }: Observations): Check {
  const name = { area: 'network', name: 'TLS' } as const;
  if (!origin.startsWith('https:')) return { ...name, verdict: 'skipped', detail: 'none: the org is on this machine' };
  if (certificate === undefined) return { ...name, verdict: 'skipped', detail: 'no connection was made' };
  if (!certificate.verified) return { ...name, verdict: 'fault', detail: `${certificate.protocol}, but who answers was not verified by the certificate`, next: 'Something may sit between this machine and the org: unset what switches the check off, and name the certificate of your own proxy or authority by NODE_EXTRA_CA_CERTS.' };
  const days = Math.floor((certificate.validTo.getTime() - Date.now()) / DAY_MS);
  const detail = `${certificate.protocol}, certificate by ${certificate.issuer}, ${days} days left`;
  return days < CERTIFICATE_DAYS ? { ...name, verdict: 'warning', detail, next: 'The certificate is about to expire: whoever runs this host (or the proxy before it) has to renew it.' } : { ...name, verdict: 'ok', detail };
}

/** This machine's clock beside the org's. A warning only: where Okta refuses a service app for it, the credential is the fault. */
export function clockCheck({ clockOffMs }: Observations, oauth: boolean): Check {
  const name = { area: 'network', name: 'clock' } as const;
  if (clockOffMs === undefined) return { ...name, verdict: 'skipped', detail: 'no answer told the time' };
  const seconds = Math.round(Math.abs(clockOffMs) / 1000);
  if (Math.abs(clockOffMs) <= CLOCK_TOLERANCE_MS) return { ...name, verdict: 'ok', detail: `within ${Math.max(1, seconds)} s of the org's` };
  return { ...name, verdict: 'warning', detail: `the org's is ${seconds} s ${clockOffMs > 0 ? 'ahead of' : 'behind'} this machine's`, next: `Set this machine's clock: times such as "an hour ago" are wrong by as much${oauth ? ', and Okta refuses what the service app signs' : ''}.` };
}
