import type { JsonObject } from '../../json.js';
import { hex32, token } from './ids.js';
import type { Person } from './model.js';
import { geographicalContext, OFFICES, officeNetwork, type Place } from './places.js';
import type { Random } from './random.js';
import { OFFICE_ZONE } from './zones.js';

/** Where requests come from: the parts of an event that all requests from there share. */
export interface Site {
  readonly place: Place;
  readonly ip: string;
  readonly client: JsonObject;
  readonly request: JsonObject;
  readonly security: JsonObject;
  /** Strings that `debugData` tells of the device. */
  readonly fingerprint: JsonObject;
}

/** One signed-in session at a site. */
export interface Session {
  readonly id: string;
  readonly site: Site;
  readonly context: JsonObject;
  readonly factorContext: JsonObject;
}

interface Agent {
  readonly device: string;
  readonly os: string;
  readonly browser: string;
  readonly raw: string;
}

const COMPUTERS: readonly Agent[] = [
  { device: 'Computer', os: 'Mac OS X', browser: 'CHROME', raw: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36' },
  { device: 'Computer', os: 'Windows 10', browser: 'CHROME', raw: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36' },
  { device: 'Computer', os: 'Windows 10', browser: 'EDGE', raw: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0' },
  { device: 'Computer', os: 'Linux', browser: 'FIREFOX', raw: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
  { device: 'Computer', os: 'Mac OS X', browser: 'SAFARI', raw: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15' },
];
const PHONE: Agent = { device: 'Mobile', os: 'iOS (iPhone)', browser: 'SAFARI', raw: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1' };
const SCRIPT: Agent = { device: 'Unknown', os: 'Unknown', browser: 'UNKNOWN', raw: 'python-requests/2.32.3' };
const SERVICE: Agent = { device: 'Unknown', os: 'Unknown', browser: 'UNKNOWN', raw: 'log-export/4.2 (+https://siem.northwind.example)' };

const USER_AGENTS = new Map<Agent, JsonObject>();
const CONTEXTS = new Map<Place, JsonObject>();

function shared<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

function makeSite(place: Place, ip: string, agent: Agent, zone: string, security: JsonObject, fingerprint: JsonObject): Site {
  const userAgent = shared(USER_AGENTS, agent, () => ({ rawUserAgent: agent.raw, os: agent.os, browser: agent.browser }));
  const context = shared(CONTEXTS, place, () => geographicalContext(place));
  return {
    place, ip, security, fingerprint, client: { userAgent, zone, device: agent.device, id: null, ipAddress: ip, geographicalContext: context },
    request: { ipChain: [{ ip, geographicalContext: context, version: ip.includes(':') ? 'V6' : 'V4', source: null }] },
  };
}

function security(asNumber: number, asOrg: string, isp: string, domain: string | null, isProxy = false): JsonObject {
  return { asNumber, asOrg, isp, domain, isProxy };
}

const OFFICE_NETWORK = security(64496, 'northwind traders', 'example transit b.v.', 'northwind.example');
const BROADBAND: readonly JsonObject[] = [security(64505, 'example broadband', 'example broadband', 'broadband.example.net'), security(64506, 'example cable and mobile', 'example cable', null), security(64507, 'example fibre', 'example fibre gmbh', 'fibre.example.org')];
const HOSTING = security(64503, 'example hosting ltd', 'example hosting', '.');
const PROXY = security(64504, 'example anonymous proxy', 'example vpn services', '.', true);

/** Where people are: at their desk, at home, and on the phone; each once, however many events there are. */
export class Sites {
  readonly #known = new Map<string, Site>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** The usual place of a person: the office, or home in the same city. */
  of(person: Person, where: 'office' | 'home' | 'phone'): Site {
    return shared(this.#known, `${person.id}${where}`, () => {
      const { place, index } = person;
      const number = OFFICES.indexOf(place);
      const agent = where === 'phone' ? PHONE : (COMPUTERS[index % COMPUTERS.length] ?? PHONE);
      const fingerprint = this.#fingerprint(true);
      if (where === 'office') return makeSite(place, `198.51.100.${officeNetwork(place) + 1 + (index % 14)}`, agent, OFFICE_ZONE, OFFICE_NETWORK, fingerprint);
      const ip = index % 5 < 3 ? `2001:db8:${(0x100 + number).toString(16)}:${(0x1000 + index).toString(16)}::${(index % 97 + 2).toString(16)}` : `203.0.113.${number * 20 + 1 + (index % 19)}`;
      return makeSite(place, ip, agent, 'null', BROADBAND[(number + index) % BROADBAND.length] ?? OFFICE_NETWORK, fingerprint);
    });
  }

  /** Somewhere else: an attacker, a hotel, a program. */
  elsewhere(place: Place, ip: string, kind: 'browser' | 'script' | 'service' | 'proxy'): Site {
    return shared(this.#known, `${ip}${kind}`, () => {
      const agent = kind === 'script' ? SCRIPT : kind === 'service' ? SERVICE : (COMPUTERS[1] ?? PHONE);
      return makeSite(place, ip, agent, 'null', kind === 'proxy' ? PROXY : HOSTING, this.#fingerprint(kind === 'browser'));
    });
  }

  /** A new session at a site. */
  session(site: Site): Session {
    const id = `idx${token(this.#random, 22)}`;
    const context: JsonObject = { authenticationProvider: null, credentialProvider: null, credentialType: null, issuer: null, interface: null, authenticationStep: 0, rootSessionId: id, externalSessionId: id };
    return { id, site, context, factorContext: { ...context, authenticationProvider: 'FACTOR_PROVIDER', credentialProvider: 'OKTA_CREDENTIAL_PROVIDER' } };
  }

  #fingerprint(browser: boolean): JsonObject {
    const dtHash = hex32(this.#random) + hex32(this.#random);
    return browser ? { deviceFingerprint: hex32(this.#random), dtHash } : { dtHash };
  }
}

const NOTHING: JsonObject = { asNumber: null, asOrg: null, isp: null, domain: null, isProxy: null };

/** What Okta does by itself: no address, no client. */
export const OKTA_ITSELF: Session = {
  id: 'unknown',
  site: {
    place: { weight: 0, city: '', state: '', country: '', countryCode: '', postalCode: '', lat: 0, lon: 0, utcOffset: 0, timezone: '', locale: '' }, ip: '', security: NOTHING, fingerprint: {}, request: { ipChain: [] },
    client: { userAgent: null, zone: null, device: null, id: null, ipAddress: null, geographicalContext: null },
  },
  context: { authenticationProvider: null, credentialProvider: null, credentialType: null, issuer: null, interface: null, authenticationStep: 0, rootSessionId: null, externalSessionId: 'trs0demo0system' },
  factorContext: {},
};
