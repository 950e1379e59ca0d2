import nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Lets Node keep what it compiled of this program for the next start (Node 22 and newer; NODE_DISABLE_COMPILE_CACHE=1 turns it off). The
 * folder is the user's own: one that others may write to could give this process their code.
 */
export function keepCompiled(): void {
  const module: object = nodeModule;
  if (!('enableCompileCache' in module) || typeof module.enableCompileCache !== 'function') return;
  const { XDG_CACHE_HOME: caches = join(homedir(), '.cache') } = process.env;
  Reflect.apply(module.enableCompileCache, module, [join(caches, 'okta-mcp-server')]);
}
