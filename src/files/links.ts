import { lstatSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import { FileError } from './errors.js';
import { currentUser, isTrustedOwner } from './owner.js';

/** As many as Linux follows (path_resolution(7)). */
const MAX_LINKS = 40;
const ANYONE_WRITES = 0o002;
const STICKY = 0o1000;

/**
 * A path with its links resolved; the file itself, and folders before it, may be missing. A link is followed only where nobody else can
 * have put it: it is the user's own or the administrator's, and so is its folder, to which not everybody may write. A link to a file of
 * somebody else, or to none, is not followed, either. Nor may a folder on the way be one in which others can put something into the place of
 * what stands there, now or in a moment. Throws FileError and errors of the system.
 */
export function resolveOwnLinks(path: string): string {
  return currentUser() === undefined ? realpathOfExisting(path) : walk(path, { isLastFollowed: true, judgeFolder: requireSafeFolder });
}

/**
 * Requires that the folders of a path, and the links among them, are such as `resolveOwnLinks` would follow. Throws FileError and errors of
 * the system.
 */
export function requireOwnFolderLinks(path: string): void {
  if (currentUser() !== undefined) walk(path, { isLastFollowed: false, judgeFolder: requireSafeFolder });
}

function walk(path: string, { isLastFollowed, judgeFolder }: { readonly isLastFollowed: boolean; readonly judgeFolder: (folder: Stats) => void }): string {
  let rest = parts(resolve(path));
  let current = parse(resolve(path)).root;
  let leadsToFile = false;
  for (let links = 0; ;) {
    const [name, ...behind] = rest;
    if (name === undefined) break;
    if (!isLastFollowed && behind.length === 0) return join(current, name);
    const next = join(current, name);
    const stats = lstatSync(next, { throwIfNoEntry: false });
    if (stats?.isSymbolicLink() !== true) judgeFolder(lstatSync(current));
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
    judgeFolder(lstatSync(current));
    leadsToFile ||= behind.length === 0;
    const target = resolve(current, readlinkSync(next));
    current = parse(target).root;
    rest = [...parts(target), ...behind];
  }
  if (leadsToFile && lstatSync(current).uid !== currentUser()) throw new FileError('is a link to a file of another user');
  return current;
}

function requireOwnLink(link: Stats, folder: Stats): void {
  if (!isTrustedOwner(link) || !isTrustedOwner(folder) || (folder.mode & ANYONE_WRITES) !== 0) throw new FileError('is reached through a link that another user may have put there');
}

/** In a sticky folder, such as /tmp, only the owner of an entry can replace it. */
function requireSafeFolder(folder: Stats): void {
  if (!folder.isDirectory()) return;
  if (!isTrustedOwner(folder)) throw new FileError('is in a folder of another user, or below one');
  if ((folder.mode & ANYONE_WRITES) !== 0 && (folder.mode & STICKY) === 0) throw new FileError('is in a folder that every user may write to, or below one');
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
