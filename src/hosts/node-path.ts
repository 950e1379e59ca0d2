import { accessSync, constants, lstatSync, realpathSync, statSync, type Stats } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, sep } from 'node:path';
import { currentUser } from '../files/owner.js';

/** A part of a path that names a version, as in .nvm/versions/node/v22.1.0/bin or Cellar/node/22.1.0/bin. */
const VERSIONED = /(^|[\\/@_-])v?\d+\.\d+(\.\d+)?([\\/_-]|$)/;
const ANYONE_WRITES = 0o002;

/**
 * The path of this Node for a host's file. The process knows itself by the path that all links lead to, and with Homebrew, nvm, asdf and
 * others that path names a version: the next update removes it, and the host finds no program any more. So a name in PATH that leads to
 * the same Node and names no version is taken, such as /opt/homebrew/bin/node. Not taken: one of a folder that ends with the session (fnm
 * makes such), one that others could put their program at, or one that belongs to what npx unpacked.
 */
export function nodePath(execPath: string, searchPath: string): string {
  if (!VERSIONED.test(execPath)) return execPath;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const passing = [tmpdir(), process.env['XDG_RUNTIME_DIR'] ?? '', '/run', '/var/run'].filter((folder) => folder !== '');
  const isPassing = (path: string): boolean => path.includes('fnm_multishells') || path.includes('node_modules') || passing.some((folder) => `${path}${sep}`.startsWith(`${folder}${sep}`));
  const candidates = searchPath.split(delimiter).filter((folder) => isAbsolute(folder)).map((folder) => join(folder, name));
  return candidates.find((path) => !VERSIONED.test(path) && !isPassing(path) && leadsTo(path, execPath) && isOwn(path)) ?? execPath;
}

/** True for a path that the next update of Node may remove. */
export function namesVersion(path: string): boolean {
  return VERSIONED.test(path);
}

function leadsTo(path: string, program: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return realpathSync(path) === realpathSync(program);
  } catch {
    return false;
  }
}

function isOwn(path: string): boolean {
  const user = currentUser();
  if (user === undefined) return true;
  const isTrusted = ({ uid }: Stats): boolean => uid === user || uid === 0;
  const folder = statSync(dirname(path));
  return isTrusted(folder) && isTrusted(lstatSync(path)) && (folder.mode & ANYONE_WRITES) === 0;
}
