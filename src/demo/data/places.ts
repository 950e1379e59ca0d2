import type { JsonObject } from '../../json.js';

/** A city from which people sign in. Addresses are of the documentation ranges (RFC 5737, RFC 3849), networks of RFC 5398. */
export interface Place {
  readonly weight: number;
  readonly city: string;
  readonly state: string;
  readonly country: string;
  readonly countryCode: string;
  readonly postalCode: string;
  readonly lat: number;
  readonly lon: number;
  /** Hours. Summer time is left out: nobody sees the hour. */
  readonly utcOffset: number;
  readonly timezone: string;
  readonly locale: string;
}

export const OFFICES: readonly Place[] = [
  { weight: 24, city: 'Amsterdam', state: 'North Holland', country: 'Netherlands', countryCode: 'NL', postalCode: '1012', lat: 52.3716, lon: 4.8883, utcOffset: 1, timezone: 'Europe/Amsterdam', locale: 'en_GB' },
  { weight: 16, city: 'San Francisco', state: 'California', country: 'United States', countryCode: 'US', postalCode: '94105', lat: 37.7852, lon: -122.3874, utcOffset: -8, timezone: 'America/Los_Angeles', locale: 'en_US' },
  { weight: 12, city: 'London', state: 'England', country: 'United Kingdom', countryCode: 'GB', postalCode: 'EC2A', lat: 51.5164, lon: -0.093, utcOffset: 0, timezone: 'Europe/London', locale: 'en_GB' },
  { weight: 9, city: 'Berlin', state: 'Land Berlin', country: 'Germany', countryCode: 'DE', postalCode: '10117', lat: 52.5167, lon: 13.4, utcOffset: 1, timezone: 'Europe/Berlin', locale: 'de_DE' },
  { weight: 9, city: 'Bengaluru', state: 'Karnataka', country: 'India', countryCode: 'IN', postalCode: '560001', lat: 12.9719, lon: 77.5937, utcOffset: 5.5, timezone: 'Asia/Kolkata', locale: 'en_IN' },
  { weight: 8, city: 'New York', state: 'New York', country: 'United States', countryCode: 'US', postalCode: '10013', lat: 40.7157, lon: -74.0, utcOffset: -5, timezone: 'America/New_York', locale: 'en_US' },
  { weight: 7, city: 'Tokyo', state: 'Tokyo', country: 'Japan', countryCode: 'JP', postalCode: '100-0001', lat: 35.6837, lon: 139.6805, utcOffset: 9, timezone: 'Asia/Tokyo', locale: 'ja_JP' },
  { weight: 6, city: 'Warsaw', state: 'Mazovia', country: 'Poland', countryCode: 'PL', postalCode: '00-124', lat: 52.2296, lon: 21.0067, utcOffset: 1, timezone: 'Europe/Warsaw', locale: 'pl_PL' },
  { weight: 5, city: 'São Paulo', state: 'São Paulo', country: 'Brazil', countryCode: 'BR', postalCode: '01310', lat: -23.5475, lon: -46.6361, utcOffset: -3, timezone: 'America/Sao_Paulo', locale: 'pt_BR' },
  { weight: 4, city: 'Sydney', state: 'New South Wales', country: 'Australia', countryCode: 'AU', postalCode: '2000', lat: -33.8715, lon: 151.2006, utcOffset: 10, timezone: 'Australia/Sydney', locale: 'en_AU' },
];

/** Where no office is: hosting centres and a hotel. */
export const ELSEWHERE = {
  reykjavik: { weight: 1, city: 'Reykjavík', state: 'Capital Region', country: 'Iceland', countryCode: 'IS', postalCode: '101', lat: 64.1355, lon: -21.8954, utcOffset: 0, timezone: 'Atlantic/Reykjavik', locale: 'en_GB' },
  vilnius: { weight: 1, city: 'Vilnius', state: 'Vilnius', country: 'Lithuania', countryCode: 'LT', postalCode: '01100', lat: 54.6892, lon: 25.2798, utcOffset: 2, timezone: 'Europe/Vilnius', locale: 'en_GB' },
  panama: { weight: 1, city: 'Panama City', state: 'Panamá', country: 'Panama', countryCode: 'PA', postalCode: '0801', lat: 8.9936, lon: -79.5197, utcOffset: -5, timezone: 'America/Panama', locale: 'es_PA' },
  singapore: { weight: 1, city: 'Singapore', state: 'Central Singapore', country: 'Singapore', countryCode: 'SG', postalCode: '049213', lat: 1.2931, lon: 103.8558, utcOffset: 8, timezone: 'Asia/Singapore', locale: 'en_SG' },
} as const satisfies Record<string, Place>;

/** The last byte of an office's network 198.51.100.N/28. */
export function officeNetwork(place: Place): number {
  return OFFICES.indexOf(place) * 16;
}

/** The context that events carry, one object a place. */
export function geographicalContext(place: Place): JsonObject {
  return { city: place.city, state: place.state, country: place.country, postalCode: place.postalCode, geolocation: { lat: place.lat, lon: place.lon } };
}

/** Great-circle distance. */
export function kilometres(from: { lat: number; lon: number }, to: { lat: number; lon: number }): number {
  const radians = Math.PI / 180;
  const dLat = (to.lat - from.lat) * radians;
  const dLon = (to.lon - from.lon) * radians;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(from.lat * radians) * Math.cos(to.lat * radians) * Math.sin(dLon / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.sqrt(h));
}
