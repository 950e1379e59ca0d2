import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '../../src/json.js';

/** The bin under test: the bundle, or what TEST_MAIN names. */
export const MAIN = resolve(fileURLToPath(new URL('../..', import.meta.url)), process.env['TEST_MAIN'] ?? 'dist/main.js');

export interface Answer {
  readonly isError: boolean;
  readonly text: string;
  readonly structured: JsonObject | undefined;
}

export interface ListAnswer {
  readonly columns: string[];
  readonly rows: unknown[][];
  readonly page: { readonly returned: number; readonly has_more: boolean; readonly after?: string };
  readonly notes: string[];
}

interface Reply {
  readonly id?: unknown;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
  readonly method?: string;
  readonly params?: Record<string, unknown>;
}

/** The built server as a host runs it: a child process that is spoken to in lines of JSON-RPC, every byte kept. */
export class Host {
  stdout = '';
  stderr = '';
  readonly notifications: Reply[] = [];
  readonly exited: Promise<number | null>;
  readonly child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<unknown, (reply: Reply) => void>();
  #id = 0;
  #buffer = '';

  constructor(env: Record<string, string>, args: readonly string[] = [], options: { cwd?: string } = {}) {
    this.child = spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env['PATH'], ...env }, cwd: options.cwd ?? tmpdir(), stdio: 'pipe' });
    this.child.stdout.setEncoding('utf8').on('data', (chunk: string) => { this.#read(chunk); });
    this.child.stderr.setEncoding('utf8').on('data', (chunk: string) => { this.stderr += chunk; });
    this.child.stdin.on('error', () => undefined);
    // Not on exit: what was written before it may still be on its way.
    this.exited = new Promise((resolve) => this.child.once('close', (code) => { resolve(code); }));
    void this.exited.then(() => {
      for (const resolve of this.#waiting.values()) resolve({ error: { code: 0, message: 'the server exited' } });
    });
  }

  /** Starts a server and does the handshake. */
  static async start(env: Record<string, string>, args: readonly string[] = [], options: { cwd?: string } = {}): Promise<Host> {
    const host = new Host(env, args, options);
    await host.initialize();
    return host;
  }

  async initialize(): Promise<Record<string, unknown>> {
    const reply = await this.request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } });
    this.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return reply.result ?? {};
  }

  send(message: unknown): void {
    this.child.stdin.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`);
  }

  request(method: string, params?: unknown, id: unknown = (this.#id += 1)): Promise<Reply> {
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.send({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) });
    });
  }

  async call(tool: string, args: Record<string, unknown> = {}, meta?: Record<string, unknown>): Promise<Answer> {
    const reply = await this.request('tools/call', { name: tool, arguments: args, ...(meta === undefined ? {} : { _meta: meta }) });
    if (reply.result === undefined) throw new Error(`${tool}: ${JSON.stringify(reply.error)}`);
    const { isError, content, structuredContent } = reply.result as { isError?: boolean; content: { text: string }[]; structuredContent?: JsonObject };
    return { isError: isError === true, text: content[0]?.text ?? '', structured: structuredContent };
  }

  /** Calls a list tool and fails when it answers with an error. */
  async list(tool: string, args: Record<string, unknown> = {}): Promise<ListAnswer> {
    const answer = await this.call(tool, args);
    if (answer.isError) throw new Error(answer.text);
    const list = JSON.parse(answer.text) as Partial<ListAnswer>;
    return { columns: list.columns ?? [], rows: list.rows ?? [], page: list.page ?? { returned: -1, has_more: false }, notes: list.notes ?? [] };
  }

  /** Calls a tool that answers with a single thing. */
  async one(tool: string, args: Record<string, unknown> = {}): Promise<JsonObject> {
    const answer = await this.call(tool, args);
    if (answer.isError) throw new Error(answer.text);
    return JSON.parse(answer.text) as JsonObject;
  }

  /** Calls a tool that has to answer with an error; resolves to its text. */
  async fails(tool: string, args: Record<string, unknown> = {}): Promise<string> {
    const answer = await this.call(tool, args);
    if (!answer.isError) throw new Error(`no error: ${answer.text.slice(0, 500)}`);
    return answer.text;
  }

  /** Waits no longer for the answer to a request that was cancelled. */
  forget(id: unknown): void {
    this.#waiting.delete(id);
  }

  /** Ends stdin, as a host does that goes away; resolves to the exit code. */
  async close(): Promise<number | null> {
    this.child.stdin.end();
    return this.exited;
  }

  #read(chunk: string): void {
    this.stdout += chunk;
    this.#buffer += chunk;
    const lines = this.#buffer.split('\n');
    this.#buffer = lines.pop() ?? '';
    for (const line of lines) {
      const reply = JSON.parse(line) as Reply;
      const resolve = this.#waiting.get(reply.id);
      if (reply.id !== undefined && resolve !== undefined) {
        this.#waiting.delete(reply.id);
        resolve(reply);
      } else this.notifications.push(reply);
    }
  }
}

/** The rows of a list as objects by column. */
export function records({ columns, rows }: ListAnswer): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
}
