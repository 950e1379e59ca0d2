import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { homeFolder, privateFolder, xdgFolder } from '../../src/files/private-folder.js';

let root: string;
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'private-')); });
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

describe('xdgFolder', () => {
  test('takes an absolute path, and ignores an empty or relative one', () => {
    vi.stubEnv('HOME', '/home/ann');
    for (const [value, expected] of [['/var/cache/ann', '/var/cache/ann'], ['', '/home/ann/.cache'], ['caches', '/home/ann/.cache'], ['./caches', '/home/ann/.cache'], [undefined, '/home/ann/.cache']] as const) {
      vi.stubEnv('XDG_CACHE_HOME', value);
      expect(xdgFolder('XDG_CACHE_HOME', '.cache')).toBe(expected);
    }
  });

  test('is undefined where HOME is no absolute path', () => {
    vi.stubEnv('XDG_CACHE_HOME', undefined);
    for (const home of ['somewhere', '.']) {
      vi.stubEnv('HOME', home);
      expect([homeFolder(), xdgFolder('XDG_CACHE_HOME', '.cache')]).toEqual([undefined, undefined]);
    }
  });
});

describe('privateFolder', () => {
  test('makes what is missing for the user alone', () => {
    const path = join(root, 'caches', 'own');
    expect([privateFolder(path), statSync(path).mode & 0o777, statSync(join(root, 'caches')).mode & 0o777]).toEqual([true, 0o700, 0o700]);
    expect(privateFolder(path)).toBe(true);
  });

  test.each([[0o700, true], [0o755, true], [0o770, false], [0o707, false], [0o777, false], [0o1777, false]])('one that is there with mode %o: %s', (mode, expected) => {
    const path = join(root, 'own');
    mkdirSync(path);
    chmodSync(path, mode);
    expect([privateFolder(path), statSync(path).mode & 0o1777]).toEqual([expected, mode]);
  });

  test.each([[0o755, true], [0o777, false], [0o775, false], [0o1777, true]])('below a folder with mode %o: %s', (mode, expected) => {
    const above = join(root, 'above');
    mkdirSync(join(above, 'between'), { recursive: true });
    chmodSync(above, mode);
    expect(privateFolder(join(above, 'between', 'own'))).toBe(expected);
  });

  test('not a link, not a file, not below a file', () => {
    mkdirSync(join(root, 'elsewhere'));
    symlinkSync(join(root, 'elsewhere'), join(root, 'own'));
    expect(privateFolder(join(root, 'own'))).toBe(false);
    writeFileSync(join(root, 'file'), '');
    expect([privateFolder(join(root, 'file')), privateFolder(join(root, 'file', 'own'))]).toEqual([false, false]);
    symlinkSync(join(root, 'nowhere'), join(root, 'dangling'));
    expect([privateFolder(join(root, 'dangling')), existsSync(join(root, 'nowhere'))]).toEqual([false, false]);
  });

  test('a link above is followed to what it names', () => {
    mkdirSync(join(root, 'open'));
    chmodSync(join(root, 'open'), 0o777);
    mkdirSync(join(root, 'open', 'caches'));
    symlinkSync(join(root, 'open', 'caches'), join(root, 'link'));
    expect(privateFolder(join(root, 'link', 'own'))).toBe(false);
  });

  test.runIf(process.getuid?.() === 0)('not one of another user, nor below one', () => {
    const path = join(root, 'theirs');
    mkdirSync(path);
    chownSync(path, 12345, 12345);
    expect([privateFolder(path), privateFolder(join(path, 'own'))]).toEqual([false, false]);
  });
});
