import { lstatSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import { FileError } from './errors.js';
import { currentUser, isTrustedOwner } from './owner.js';

/** As many as Linux follows (path_resolution(7)). */
const MAX_LINKS = 40;
const ANYONE_WRITES = 0o002;

/**
 * A path with its links resolved; the file itself, and folders before it, may be missing. A link is followed only where nobody else can
 * have put it: it is the user's own or the administrator's, and so is its folder, to which not everybody may write. A link to a file of
 * somebody else, or to none, is not followed, either. Throws FileError and errors of the system.
 */
export function resolveOwnLinks(path: string): string {
  const user = currentUser();
  if (user === undefined) return realpathOfExisting(path);
  let rest = parts(resolve(path));
  let current = parse(resolve(path)).root;
  let leadsToFile = false;
  for (let links = 0; ;) {
    const [name, ...behind] = rest;
    if (name === undefined) break;
    const next = join(current, name);
    const stats = lstatSync(next, { throwIfNoEntry: false });
    if (stats === undefined) {
      if (leadsToFile) throw new FileError('is a link to a file that does not exist');
      return join(next, ...behind);
    }
    rest = behind;
    if (!stats.isSymbolicLink()) {
      current = next;
      continue;
    }
    links += 1;
    if (links > MAX_LINKS) throw new FileError('is a link that leads round in a circle');
    requireOwnLink(stats, lstatSync(current));
    leadsToFile ||= behind.length === 0;
    const target = resolve(current, readlinkSync(next));
    current = parse(target).root;
    rest = [...parts(target), ...behind];
  }
  if (leadsToFile && lstatSync(current).uid !== user) throw new FileError('is a link to a file of another user');
  return current;
}

function requireOwnLink(link: Stats, folder: Stats): void {
  if (!isTrustedOwner(link) || !isTrustedOwner(folder) || (folder.mode & ANYONE_WRITES) !== 0) throw new FileError('is reached through a link that another user may have put there');
}

function parts(path: string): string[] {
  return path.slice(parse(path).root.length).split(sep).filter((part) => part !== '');
}

/** True when a path, its links resolved, stands below a folder. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(realpathSync(folder), realpathOfExisting(path));
  return way !== '' && way.split(sep)[0] !== '..' && !isAbsolute(way);
}

function realpathOfExisting(path: string): string {
  const whole = resolve(path);
  if (lstatSync(whole, { throwIfNoEntry: false }) !== undefined) return realpathSync(whole);
  const folder = dirname(whole);
  return folder === whole ? whole : join(realpathOfExisting(folder), whole.slice(folder.length));
}
