import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { MAIN } from '../support/host.js';
import { run } from '../support/run.js';

// Whoever reads stdout and stderr is slow, goes away or takes nothing: answers stay whole, and the process neither spins nor stays.

const env = { PATH: process.env['PATH'] };
const INITIALIZE = { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } } };
const CALL = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'get_current_time', arguments: {} } };

describe('a server whose stderr takes nothing', () => {
  /** Serves one call; resolves to what was answered and the exit code. */
  async function served(stderr: number | 'pipe'): Promise<{ stdout: string; code: unknown }> {
    const child = spawn(process.execPath, [MAIN], { env: { ...env, LOG_LEVEL: 'debug' }, cwd: tmpdir(), stdio: ['pipe', 'pipe', stderr] });
    child.stderr?.destroy();
    const closed = new Promise((resolve) => child.once('close', resolve));
    let stdout = '';
    child.stdout!.setEncoding('utf8').on('data', (chunk: string) => { stdout += chunk; });
    for (const message of [INITIALIZE, { jsonrpc: '2.0', method: 'notifications/initialized' }, CALL]) child.stdin!.write(`${JSON.stringify(message)}\n`);
    await expect.poll(() => stdout, { timeout: 20_000 }).toContain('"id":2');
    child.stdin!.end();
    const code = await Promise.race([closed, sleep(20_000, 'still running', { ref: false })]);
    child.kill('SIGKILL');
    return { stdout, code };
  }

  test('since its reader has gone: answers, and ends with stdin', async () => {
    const { stdout, code } = await served('pipe');
    expect([stdout, code]).toEqual([expect.stringContaining('"instant"') as string, 0]);
  });

  test.runIf(existsSync('/dev/full'))('since the disk is full: answers, and ends with stdin', async () => {
    const full = openSync('/dev/full', 'w');
    const { stdout, code } = await served(full);
    closeSync(full);
    expect([stdout, code]).toEqual([expect.stringContaining('"instant"') as string, 0]);
  });
});

describe('a reader that is slow', () => {
  const ARGS = ['call', 'list_okta_users', '--demo', '--all', '--csv'];

  test('gets all of a long answer', async () => {
    const expected = (await run(ARGS)).stdout;
    const child = spawn(process.execPath, [MAIN, ...ARGS], { env, cwd: tmpdir(), stdio: ['ignore', 'pipe', 'ignore'] });
    const closed = new Promise((resolve) => child.once('close', resolve));
    let stdout = '';
    child.stdout.setEncoding('utf8');
    for await (const chunk of child.stdout) {
      // Once, behind the first part: what is left is more than a pipe holds.
      if (stdout === '') await sleep(1_500);
      stdout += String(chunk);
    }
    expect(expected.length).toBeGreaterThan(70_000);
    // The org is made anew: its times differ.
    expect([await closed, stdout.length, stdout.split('\n').length]).toEqual([0, expected.length, expected.split('\n').length]);
  });

  test('as a host that reads no more does not keep the server alive', async () => {
    const child = spawn(process.execPath, [MAIN, '--demo'], { env, cwd: tmpdir(), stdio: ['pipe', 'pipe', 'ignore'] });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.stdout.pause();
    child.stdin.write(`${JSON.stringify(INITIALIZE)}\n`);
    // Many answers, more than a pipe holds.
    for (let id = 10; id < 30; id += 1) child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/list' })}\n`);
    await sleep(1_000);
    child.stdin.end();
    const code = await Promise.race([exited, sleep(20_000, 'still running', { ref: false })]);
    child.kill('SIGKILL');
    expect(code).toBe(0);
  });
});
