export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Okta's instants of users, groups, applications and policies: whole seconds, written with `.000Z`. */
export function stamp(at: number): string {
  return new Date(at - (at % SECOND)).toISOString();
}

export function stampOrNull(at: number | null): string | null {
  return at === null ? null : stamp(at);
}

/** The instant of a System Log event, in milliseconds. */
export function instant(at: number): string {
  return new Date(at).toISOString();
}

/** The calendar day, as profile attributes hold it. */
export function calendarDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
