import { lstatSync, mkdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

/**
 * A base folder of the XDG specification (https://specifications.freedesktop.org/basedir-spec/latest/): the one that `variable` names,
 * else `fallback` in the home folder. An empty or relative path is ignored, as it says; undefined without an absolute home folder.
 */
export function xdgFolder(variable: 'XDG_CACHE_HOME' | 'XDG_CONFIG_HOME', fallback: string): string | undefined {
  const named = process.env[variable] ?? '';
  if (isAbsolute(named)) return named;
  const home = homeFolder();
  return home === undefined ? undefined : join(home, fallback);
}

/** The user's home folder; undefined where it is not known or HOME holds no absolute path, as in some containers. */
export function homeFolder(): string | undefined {
  try {
    const home = homedir();
    return isAbsolute(home) ? home : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes a folder that only the user may enter (0700), or takes one that is there. False when it cannot be made, is a link, or
 * anybody else than the user and root could put something into it or in its place. On Windows ownership is left to the system.
 */
export function privateFolder(path: string): boolean {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const stats = lstatSync(path);
    const user = process.getuid?.();
    if (!stats.isDirectory()) return false;
    if (user === undefined) return true;
    return stats.uid === user && (stats.mode & 0o022) === 0 && ancestorsOf(realpathSync(path)).every((folder) => isSafeAround(statSync(folder), user));
  } catch {
    return false;
  }
}

/** Entries of a folder can be replaced by its owner and by whoever may write to it, unless it is sticky, as /tmp is. */
function isSafeAround({ uid, mode }: Stats, user: number): boolean {
  return (uid === user || uid === 0) && ((mode & 0o022) === 0 || (mode & 0o1000) !== 0);
}

function ancestorsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...ancestorsOf(parent)];
}
