import type { Stats } from 'node:fs';

/** The user this process runs as; undefined on Windows, where files have neither such an owner nor a mode. */
export function currentUser(): number | undefined {
  return process.geteuid?.();
}

/** Whether a file is this user's or the administrator's: anybody else may have put it there. Always true on Windows. */
export function isTrustedOwner({ uid }: Pick<Stats, 'uid'>): boolean {
  const user = currentUser();
  return user === undefined || uid === user || uid === 0;
}
