import nodeModule from 'node:module';
import { join } from 'node:path';
import { privateFolder, xdgFolder } from './files/private-folder.js';

/**
 * Lets Node keep what it compiled of this program for the next start (Node 22 and newer; NODE_DISABLE_COMPILE_CACHE=1 turns it off). The
 * folder is the user's own, or nothing is kept: one that others may write to could give this process their code.
 */
export function keepCompiled(): void {
  const module: object = nodeModule;
  if (!('enableCompileCache' in module) || typeof module.enableCompileCache !== 'function') return;
  if ((process.env['NODE_DISABLE_COMPILE_CACHE'] ?? '') !== '') return;
  const caches = xdgFolder('XDG_CACHE_HOME', '.cache');
  if (caches === undefined) return;
  const folder = join(caches, 'okta-mcp-server');
  if (privateFolder(folder)) Reflect.apply(module.enableCompileCache, module, [folder]);
}
