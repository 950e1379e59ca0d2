import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LockBusyError, withLock } from '../../src/files/lock.js';

const place = (): { dir: string; lock: string } => {
  const dir = mkdtempSync(join(tmpdir(), 'lock-'));
  return { dir, lock: join(dir, 'file.lock') };
};
/** What this process writes into a lock. */
function holder(): { pid: number; machine: string } {
  const { lock } = place();
  return withLock(lock, 0, () => JSON.parse(readFileSync(lock, 'utf8')) as { pid: number; machine: string });
}
const startOf = (pid: number): string => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[19]!;
const endedProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid;

test('while one holds it, no other gets it; afterwards nothing is left, after an error too', () => {
  const { dir, lock } = place();
  expect(withLock(lock, 0, () => readdirSync(dir))).toEqual(['file.lock']);
  expect(() => withLock(lock, 0, () => { throw new Error('inside'); })).toThrow('inside');
  expect(readdirSync(dir)).toEqual([]);
});

test('of a process that lives, or of another machine, it is left alone', () => {
  const { machine } = holder();
  for (const content of [{ pid: process.ppid, machine }, { pid: process.ppid, started: startOf(process.ppid), machine }, { pid: endedProcess(), machine: 'elsewhere' }, { pid: 'x', machine }]) {
    const { dir, lock } = place();
    writeFileSync(lock, JSON.stringify(content));
    expect(() => withLock(lock, 20, () => 'taken')).toThrow(LockBusyError);
    expect([readdirSync(dir), readFileSync(lock, 'utf8')]).toEqual([['file.lock'], JSON.stringify(content)]);
  }
});

test('of a process of this machine that lives, it is left alone however old it is', () => {
  const { machine } = holder();
  for (const shift of [-3_600_000, 3_600_000]) {
    const { lock } = place();
    const content = JSON.stringify({ pid: process.ppid, started: startOf(process.ppid), machine });
    writeFileSync(lock, content);
    const time = new Date(Date.now() + shift);
    utimesSync(lock, time, time);
    expect(() => withLock(lock, 20, () => 'taken')).toThrow(LockBusyError);
    expect(readFileSync(lock, 'utf8')).toBe(content);
  }
});

test('of a process of this machine that has ended, it is taken over at once; so is an old one, whatever the clock did', () => {
  const { machine } = holder();
  const cases: [string, number][] = [[JSON.stringify({ pid: endedProcess(), machine }), 0], [JSON.stringify({ pid: process.pid, machine }), 0], ['', -60_000], [JSON.stringify({ pid: process.ppid, machine: 'elsewhere' }), 60_000], [JSON.stringify({ pid: process.ppid, started: '1', machine }), 0]];
  for (const [content, shift] of cases) {
    const { dir, lock } = place();
    writeFileSync(lock, content);
    const time = new Date(Date.now() + shift);
    utimesSync(lock, time, time);
    expect(withLock(lock, 50, () => 'taken')).toBe('taken');
    expect(readdirSync(dir)).toEqual([]);
  }
});

test('what another process has taken over is told to the one that held it before', () => {
  const { lock } = place();
  const changes: string[] = [];
  expect(() => { withLock(lock, 0, (requireHeld) => {
    requireHeld();
    changes.push('own');
    rmSync(lock);
    writeFileSync(lock, 'of another');
    requireHeld();
    changes.push('of another');
  }); }).toThrow(LockBusyError);
  expect(changes).toEqual(['own']);
});

test('what another process has taken over meanwhile is not removed', () => {
  const { lock } = place();
  withLock(lock, 0, () => {
    rmSync(lock);
    writeFileSync(lock, 'of another');
  });
  expect(readFileSync(lock, 'utf8')).toBe('of another');
});

test('a link or a folder in its place is neither followed nor removed; a folder that does not exist is an error', () => {
  const { dir, lock } = place();
  symlinkSync(join(dir, 'elsewhere'), lock);
  expect(() => withLock(lock, 5, () => 'taken')).toThrow(LockBusyError);
  expect(readdirSync(dir)).toEqual(['file.lock']);
  expect(() => withLock(join(dir, 'none', 'lock'), 5, () => 'taken')).toThrow(/ENOENT/);
});
