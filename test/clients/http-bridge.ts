import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { MAIN } from '../support/host.js';

type Message = Record<string, unknown> & { id?: unknown; method?: string; params?: Record<string, unknown> };

const VERSION_KEY = 'io.modelcontextprotocol/protocolVersion';
const MODERN = '2026-07-28';

/** One process of the server. */
class Child {
  readonly #process;
  readonly #waiting = new Map<string, { id: unknown; hear: (message: Message) => void; answer: (message: Message) => void }>();

  constructor(env: Readonly<Record<string, string>>) {
    this.#process = spawn(process.execPath, [MAIN], { env: { ...env }, stdio: ['pipe', 'pipe', 'ignore'] });
    createInterface({ input: this.#process.stdout }).on('line', (line) => { this.#take(JSON.parse(line) as Message); });
  }

  /** Ids of requests are the bridge's own inside, since requests of several clients meet in one process. */
  request(message: Message, hear: (message: Message) => void): Promise<Message> {
    return new Promise((answer) => {
      const id = randomUUID();
      this.#waiting.set(id, { id: message.id, hear, answer });
      this.notify({ ...message, id });
    });
  }

  notify(message: Message): void {
    this.#process.stdin.write(`${JSON.stringify(message)}\n`);
  }

  end(): void {
    this.#process.stdin.end();
  }

  #take(message: Message): void {
    const waiting = this.#waiting.get(String(message.id));
    if (message.method !== undefined) for (const { hear } of this.#waiting.values()) hear(message);
    else if (waiting !== undefined) {
      this.#waiting.delete(String(message.id));
      waiting.answer({ ...message, id: waiting.id });
    }
  }
}

/**
 * Streamable HTTP on loopback before the stdio server, since the conformance suite speaks nothing else. Only for tests: a process a session,
 * and one for requests of revision 2026-07-28, which have none.
 */
export class HttpBridge {
  readonly #sessions = new Map<string, Child>();
  readonly #env: Readonly<Record<string, string>>;
  readonly #server = createServer((request, response) => {
    this.#handle(request, response).catch((error: unknown) => { send(response, 400, { jsonrpc: '2.0', id: null, error: { code: -32_700, message: error instanceof Error ? error.message : 'failed' } }); });
  });
  #stateless: Child | undefined;

  private constructor(env: Readonly<Record<string, string>>) {
    this.#env = env;
  }

  /** Starts it on a free port; its servers get this environment. */
  static async start(env: Readonly<Record<string, string>>): Promise<HttpBridge> {
    const bridge = new HttpBridge(env);
    await new Promise<void>((resolve) => bridge.#server.listen(0, '127.0.0.1', resolve));
    return bridge;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/mcp`;
  }

  async close(): Promise<void> {
    for (const child of [...this.#sessions.values(), ...(this.#stateless === undefined ? [] : [this.#stateless])]) child.end();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = /^(localhost|127\.0\.0\.1)(:\d+)?$/;
    const { origin } = request.headers;
    if (!host.test(request.headers.host ?? '') || (origin !== undefined && !host.test(origin.replace(/^https?:\/\//, '')))) { send(response, 403, { error: 'not from this machine' }); return; }
    const session = String(request.headers['mcp-session-id'] ?? '');
    if (request.method === 'DELETE') {
      this.#sessions.get(session)?.end();
      send(response, this.#sessions.delete(session) ? 200 : 404, {}); return;
    }
    if (request.method !== 'POST') { send(response, 405, {}); return; }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const message = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Message;
    const child = this.#childFor(message, request, session);
    if (child === undefined) { send(response, session === '' ? 400 : 404, { jsonrpc: '2.0', id: null, error: { code: -32_000, message: 'No such session.' } }); return; }
    if (message.id === undefined) {
      child.notify(message);
      send(response, 202, undefined); return;
    }
    const heard: Message[] = [];
    const answer = await child.request(message, (notification) => heard.push(notification));
    const headers: Record<string, string> = message.method === 'initialize' ? { 'mcp-session-id': [...this.#sessions].find(([, one]) => one === child)?.[0] ?? '' } : {};
    const error = answer['error'] as { code: number } | undefined;
    const modern = isModern(message, request);
    if (modern && error !== undefined) { send(response, error.code === -32_601 ? 404 : 400, answer, headers); return; }
    if (heard.length === 0) { send(response, 200, answer, headers); return; }
    response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
    response.end([...heard, answer].map((one) => `event: message\ndata: ${JSON.stringify(one)}\n\n`).join(''));
  }

  #childFor(message: Message, request: IncomingMessage, session: string): Child | undefined {
    if (isModern(message, request)) return (this.#stateless ??= new Child(this.#env));
    if (message.method !== 'initialize') return this.#sessions.get(session);
    const child = new Child(this.#env);
    this.#sessions.set(randomUUID(), child);
    return child;
  }
}

function isModern({ params }: Message, request: IncomingMessage): boolean {
  const meta = params?.['_meta'] as Record<string, unknown> | undefined;
  return meta?.[VERSION_KEY] !== undefined || request.headers['mcp-protocol-version'] === MODERN;
}


function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }).end(body === undefined ? undefined : JSON.stringify(body));
}
