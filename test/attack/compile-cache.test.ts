import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../support/run.js';

/*
 * What Node compiled is run at the next start: a folder that others can write to would let them put code into this process. Node keeps
 * it from version 22 on; before, there is nothing to see but that no folder appears.
 */

const keeps = Number(process.versions.node.split('.')[0]) >= 22;
let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'cache-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });

/** Starts in `folder/work`; resolves to what the run left there and in the folder that HOME names. */
async function started(env: Record<string, string>): Promise<{ work: string[]; home: string[] }> {
  for (const name of ['work', 'home']) mkdirSync(join(folder, name), { recursive: true });
  expect(await run(['tools', '--json'], { env: { HOME: join(folder, 'home'), ...env }, cwd: join(folder, 'work') })).toMatchObject({ code: 0, stderr: '' });
  return { work: readdirSync(join(folder, 'work')), home: readdirSync(join(folder, 'home')) };
}

test('the folder is made for the user alone', async () => {
  await started({});
  const cache = join(folder, 'home', '.cache', 'okta-mcp-server');
  expect(existsSync(cache)).toBe(keeps);
  if (keeps) expect([statSync(cache).mode & 0o777, readdirSync(cache).length]).toEqual([0o700, 1]);
});

test.each(['', 'relative', './relative', '../relative'])('XDG_CACHE_HOME=%j is ignored: nothing appears in the working directory', async (value) => {
  expect(await started({ XDG_CACHE_HOME: value })).toEqual({ work: [], home: keeps ? ['.cache'] : [] });
  expect(existsSync(join(folder, 'relative'))).toBe(false);
});

test.each(['relative', '.'])('with HOME=%j nothing is kept', async (value) => {
  expect(await started({ HOME: value })).toEqual({ work: [], home: [] });
});

test.each([
  ['can be written by others', (cache: string) => { mkdirSync(cache, { recursive: true }); chmodSync(cache, 0o777); }],
  ['lies in one that others can write to', (cache: string) => { mkdirSync(cache, { recursive: true }); chmodSync(join(cache, '..'), 0o777); }],
  ['is a link', (cache: string) => { mkdirSync(join(cache, '..')); mkdirSync(join(folder, 'elsewhere')); symlinkSync(join(folder, 'elsewhere'), cache); }],
])('a folder that %s is not used', async (_, make) => {
  const cache = join(folder, 'caches', 'okta-mcp-server');
  make(cache);
  await started({ XDG_CACHE_HOME: join(folder, 'caches') });
  expect(readdirSync(cache)).toEqual([]);
});
