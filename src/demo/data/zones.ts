import type { JsonObject } from '../../json.js';
import { oktaId } from './ids.js';
import { DAY, HOUR, stamp } from './instants.js';
import type { Build } from './model.js';
import { OFFICES, officeNetwork } from './places.js';

export interface Zone {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly lastUpdated: number;
  readonly json: JsonObject;
}

interface ZonePlan {
  readonly key: string;
  readonly name: string;
  readonly type: 'IP' | 'DYNAMIC' | 'DYNAMIC_V2';
  readonly usage?: 'BLOCKLIST';
  readonly status?: 'INACTIVE';
  readonly system?: true;
  /** Changed so many days ago, in the days of the log. */
  readonly changedDaysAgo?: number;
  readonly body: JsonObject;
}

const cidr = (value: string): JsonObject => ({ type: 'CIDR', value });
const range = (value: string): JsonObject => ({ type: 'RANGE', value });
const ip = (gateways: JsonObject[] | null, proxies: JsonObject[] | null): JsonObject => ({ gateways, proxies });

/** The zone whose name the events of offices carry in `client.zone`. */
export const OFFICE_ZONE = 'Northwind Offices';

const PLANS: readonly ZonePlan[] = [
  { key: 'legacy', name: 'LegacyIpZone', type: 'IP', system: true, body: ip(OFFICES.slice(0, 3).map((place) => cidr(`198.51.100.${officeNetwork(place)}/28`)), null) },
  { key: 'blocked', name: 'BlockedIpZone', type: 'IP', usage: 'BLOCKLIST', system: true, changedDaysAgo: 4, body: ip([cidr('192.0.2.200/32'), range('192.0.2.210-192.0.2.219')], null) },
  { key: 'default-enhanced', name: 'DefaultEnhancedDynamicZone', type: 'DYNAMIC_V2', usage: 'BLOCKLIST', system: true, body: { locations: { include: [], exclude: [] }, ipServiceCategories: { include: ['ALL_ANONYMIZERS'], exclude: [] }, asns: { include: [], exclude: [] } } },
  { key: 'offices', name: OFFICE_ZONE, type: 'IP', body: ip(OFFICES.map((place) => cidr(`198.51.100.${officeNetwork(place)}/28`)), [cidr('198.51.100.240/30')]) },
  { key: 'vpn', name: 'VPN egress', type: 'IP', body: ip([range('203.0.113.240-203.0.113.247'), cidr('2001:db8:f00d::/48')], null) },
  { key: 'partners', name: 'Partner gateways', type: 'IP', body: ip([cidr('203.0.113.248/29')], null) },
  { key: 'old-dc', name: 'Old data centre (retired)', type: 'IP', status: 'INACTIVE', body: ip([cidr('198.51.100.224/28')], null) },
  { key: 'countries', name: 'Countries where we work', type: 'DYNAMIC', body: { locations: [...new Set(OFFICES.map(({ countryCode }) => countryCode))].map((country) => ({ country, region: country === 'US' ? 'US-CA' : null })), proxyType: '' } },
  { key: 'hosting', name: 'Hosting networks', type: 'DYNAMIC', usage: 'BLOCKLIST', body: { locations: null, proxyType: null, asns: ['64500', '64501'] } },
  { key: 'tor', name: 'Tor anonymizers', type: 'DYNAMIC', usage: 'BLOCKLIST', body: { locations: null, proxyType: 'TorAnonymizer' } },
  { key: 'enhanced', name: 'High-risk services', type: 'DYNAMIC_V2', body: { locations: { include: [{ country: 'PA', region: null }], exclude: [{ country: 'NL', region: 'NL-NH' }, { country: 'GB', region: null }] }, ipServiceCategories: { include: ['ALL_PROXIES_VPNS'], exclude: ['APPLE_ICLOUD_RELAY_PROXY'] }, asns: { include: ['64502'], exclude: ['64510'] } } },
];

/** The network zones, in the order in which Okta lists them. */
export function makeZones(build: Build): Zone[] {
  const random = build.random.fork('zones');
  return PLANS.map((plan) => {
    const created = build.orgCreated + (plan.system === true ? 0 : random.int(3, 1800) * DAY);
    const lastUpdated = plan.changedDaysAgo === undefined ? created + random.int(0, 60) * 1000 : build.now - plan.changedDaysAgo * DAY - 5 * HOUR;
    const id = oktaId('nzo', created, random);
    const self = `${build.api}/zones/${id}`;
    const toggle = plan.status === 'INACTIVE' ? 'activate' : 'deactivate';
    const json: JsonObject = {
      type: plan.type, id, name: plan.name, status: plan.status ?? 'ACTIVE', usage: plan.usage ?? 'POLICY', created: stamp(created), lastUpdated: stamp(lastUpdated), system: plan.system ?? false, ...plan.body,
      _links: { self: { href: self, hints: { allow: ['GET', 'PUT', 'DELETE'] } }, [toggle]: { href: `${self}/lifecycle/${toggle}`, hints: { allow: ['POST'] } } },
    };
    return { id, key: plan.key, name: plan.name, lastUpdated, json };
  });
}
