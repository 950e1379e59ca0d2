import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  /** Raw, with the query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
  /** Set when the client gave up before it was answered. */
  aborted: boolean;
}

/** A certificate and its key, as PEM. */
export interface TlsFiles {
  readonly key: string;
  readonly cert: string;
}

export type Behaviour = (request: Seen, response: ServerResponse, count: number) => void | Promise<void>;

/** A loopback org that behaves as a test says: it answers every request with `behave`. */
export class RudeOrg {
  readonly seen: Seen[] = [];
  behave: Behaviour;
  readonly #server;

  private constructor(behave: Behaviour, readonly tls: TlsFiles | undefined) {
    this.behave = behave;
    const listener = (request: IncomingMessage, response: ServerResponse): void => { void this.#answer(request, response); };
    this.#server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  }

  static async start(behave: Behaviour = (_, response) => { json(response, 200, []); }, tls?: TlsFiles): Promise<RudeOrg> {
    const org = new RudeOrg(behave, tls);
    await new Promise<void>((resolve) => org.#server.listen(0, '127.0.0.1', resolve));
    return org;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return this.tls === undefined ? `http://127.0.0.1:${this.port}` : `https://localhost:${this.port}`;
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
    for await (const chunk of request) seen.body += String(chunk);
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
