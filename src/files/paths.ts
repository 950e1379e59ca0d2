import { resolve } from 'node:path';

/** The absolute form of a path; a relative one stays as it is in a working directory that was removed, where it names nothing. */
export function absolutePath(path: string): string {
  try {
    return resolve(path);
  } catch {
    return path;
  }
}
