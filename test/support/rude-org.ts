import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  /** Raw, with the query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** Set when the client gave up before it was answered. */
  aborted: boolean;
}

export type Behaviour = (request: Seen, response: ServerResponse, count: number) => void | Promise<void>;

/** A loopback org that behaves as a test says: it answers every request with `behave`. */
export class RudeOrg {
  readonly seen: Seen[] = [];
  behave: Behaviour;
  readonly #server;

  private constructor(behave: Behaviour) {
    this.behave = behave;
    this.#server = createServer((request, response) => { void this.#answer(request, response); });
  }

  static async start(behave: Behaviour = (_, response) => { json(response, 200, []); }): Promise<RudeOrg> {
    const org = new RudeOrg(behave);
    await new Promise<void>((resolve) => org.#server.listen(0, '127.0.0.1', resolve));
    return org;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get env(): Record<string, string> {
    return { OKTA_CLIENT_ORGURL: this.origin, OKTA_API_TOKEN: 'rude-org-token-0123456789' };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen: Seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: '', aborted: false };
    this.seen.push(seen);
    response.on('close', () => { seen.aborted = !response.writableFinished; });
    response.on('error', () => undefined);
    request.resume();
    await this.behave(seen, response, this.seen.length);
  }
}

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string | string[]> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Okta's error JSON. */
export function oktaError(code: string, summary: string): Record<string, unknown> {
  return { errorCode: code, errorSummary: summary, errorLink: code, errorId: 'oaeTestErrorId0123456', errorCauses: [] };
}
