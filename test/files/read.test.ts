import { chmodSync, chownSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exposureOf, readTextFile } from '../../src/files/read.js';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'read-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });
const file = (content: string | Buffer): string => {
  const path = join(folder, 'file');
  writeFileSync(path, content, { mode: 0o600 });
  return path;
};

test.each<[string, string | Buffer, string]>([
  ['plain text', 'a=ü\n', 'a=ü\n'],
  ['nothing', '', ''],
  ['a mark of UTF-8, which is left out', '\ufeffa=1', 'a=1'],
  ['exactly 64 KiB', 'x'.repeat(64 * 1024), 'x'.repeat(64 * 1024)],
])('%s is read', (_, content, text) => {
  expect(readTextFile(file(content))).toEqual({ ok: true, text });
});

test.each<[string, string | Buffer, RegExp]>([
  ['a byte more than 64 KiB', 'x'.repeat(64 * 1024 + 1), /larger than 64 KiB/],
  ['UTF-16, little end first', Buffer.from('\ufeffa=1', 'utf16le'), /UTF-16/],
  ['UTF-16, big end first', Buffer.from('\ufeffa=1', 'utf16le').swap16(), /UTF-16/],
  ['UTF-16 of letters without a zero byte', Buffer.from('\ufeff\u4e2d\u6587', 'utf16le'), /UTF-16/],
  ['a zero byte', 'a=1\0', /binary/],
])('%s is not', (_, content, message) => {
  expect(readTextFile(file(content))).toEqual({ ok: false, missing: false, message: expect.stringMatching(message) as string });
});

test('a link to a file is followed, as mounted secrets are links; one to nothing is missing', () => {
  const link = join(folder, 'link');
  symlinkSync(join(folder, 'file'), link);
  expect(readTextFile(link)).toMatchObject({ ok: false, missing: true });
  file('a=1');
  expect(readTextFile(link)).toEqual({ ok: true, text: 'a=1' });
  expect(readTextFile(join(folder, 'file', 'below'))).toMatchObject({ ok: false, missing: true });
  expect(readTextFile('no\0name')).toMatchObject({ ok: false, missing: false });
});

test('the exposure of a link is that of its file', () => {
  const path = file('a=1');
  const link = join(folder, 'link');
  symlinkSync(path, link);
  expect(exposureOf(link)).toBeUndefined();
  chmodSync(path, 0o604);
  expect(exposureOf(link)).toBe('can be read by other users of this machine');
  expect(exposureOf(join(folder, 'none'))).toBeUndefined();
});

test.runIf(process.getuid?.() === 0)('a file of another user is told, whatever its mode', () => {
  const path = file('a=1');
  chownSync(path, 12345, 12345);
  expect(exposureOf(path)).toBe('belongs to another user of this machine');
});
