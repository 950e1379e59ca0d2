import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { Readable, Writable } from 'node:stream';
import { isJsonObject, jsonOrUndefined, type JsonObject, type JsonValue } from '../json.js';
import { discovery, eraOf, MODERN_VERSION, modernResult, UNSUPPORTED_VERSION, type ServerFacts } from './eras.js';
import { handshake } from './handshake.js';
import { LineReader } from './lines.js';

/** A request that was passed on and not yet answered. */
interface Pending {
  /** The id as the peer wrote it. */
  readonly id: string | number;
  readonly method: string;
  readonly modern: boolean;
}

/** JSON-RPC 2.0, section 5.1. */
const ErrorCode = { ParseError: -32_700, InvalidRequest: -32_600, MethodNotFound: -32_601, InvalidParams: -32_602 } as const;
const MAX_LINE_BYTES = 16 * 1024 * 1024;
/** How long requests may still be answered once the peer closed its end. */
const GRACE_MS = 500;
const LOADING_GRACE_MS = 900;

/**
 * MCP over a pair of streams, one JSON-RPC message a line, under the SDK's server. It answers what the SDK's own transport drops without a
 * word (malformed messages, batches, lines beyond every bound), sees the end of its input and a broken output, and speaks both eras of the
 * protocol: with `initialize`, and the stateless one of 2026-07-28. Ids are the transport's own inside, so that 0 can be cancelled too.
 *
 * It answers `initialize` and `server/discover` itself as soon as the server's facts are known; what follows waits until the server is
 * connected, since loading it takes longer than a host should wait for the handshake.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;

  readonly #input: Readable;
  readonly #output: Writable;
  readonly #demanded: () => void;
  readonly #lines = new LineReader(MAX_LINE_BYTES);
  readonly #pending = new Map<number, Pending>();
  /** Messages that arrived and wait for the facts or the server. */
  readonly #queue: { readonly method: string; readonly message: JsonObject }[] = [];
  #facts: ServerFacts | undefined;
  /** True for a message that the SDK's server will not drop; there once it is connected. */
  #accepts: ((message: unknown) => message is JSONRPCMessage) | undefined;
  #initialize: JsonObject | undefined;
  #asked = false;
  readonly #outgoing: string[] = [];
  #lastId = 0;
  #ending = false;
  #closed = false;

  /** @param demanded told once, when the first message has come and, if that is possible, been answered: time to connect the server */
  constructor(input: Readable, output: Writable, demanded: () => void) {
    this.#input = input;
    this.#output = output;
    this.#demanded = demanded;
  }

  /** Begins to read. */
  listen(): void {
    this.#input.on('data', (chunk: Buffer) => { this.#read(this.#lines.push(chunk)); });
    this.#input.once('end', () => { this.#end(); }).once('close', () => { this.#end(); }).once('error', () => { this.#end(); });
    this.#output.on('error', () => { void this.close(); });
  }

  /** Says what the server is: from now on the handshake is answered. */
  introduce(facts: ServerFacts): void {
    this.#facts = facts;
    this.#drain();
  }

  /** Lets the SDK's server have the messages; called once it is connected. */
  open(accepts: (message: unknown) => message is JSONRPCMessage): void {
    this.#accepts = accepts;
    if (this.#initialize !== undefined) this.#forward({ ...this.#initialize, id: this.#nextId() });
    this.#drain();
  }

  /** Reading began with `listen`. */
  start(): Promise<void> {
    return Promise.resolve();
  }

  /** Writes a message of the server: a response goes out under the peer's own id; one to a cancelled request is dropped. */
  send(message: JSONRPCMessage): Promise<void> {
    if ('method' in message) {
      this.#write(message);
      return Promise.resolve();
    }
    const pending = typeof message.id === 'number' ? this.#pending.get(message.id) : undefined;
    if (pending === undefined) return Promise.resolve();
    this.#pending.delete(Number(message.id));
    if ('result' in message) {
      const result = pending.modern && this.#facts !== undefined ? modernResult(pending.method, message.result, this.#facts) : message.result;
      this.#write({ jsonrpc: '2.0', id: pending.id, result });
    } else this.#write({ ...message, id: pending.id });
    this.#closeWhenDone();
    return Promise.resolve();
  }

  close(): Promise<void> {
    if (!this.#closed) {
      this.#flush();
      this.#closed = true;
      this.#input.removeAllListeners('data').pause();
      this.#pending.clear();
      this.onclose?.();
    }
    return Promise.resolve();
  }

  #end(): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#read([this.#lines.rest()].filter((line) => line !== undefined));
    this.#closeWhenDone();
    if (!this.#closed) setTimeout(() => { void this.close(); }, this.#accepts === undefined ? LOADING_GRACE_MS : GRACE_MS).unref();
  }

  #closeWhenDone(): void {
    if (this.#ending && this.#pending.size === 0 && this.#queue.length === 0) void this.close();
  }

  #read(lines: readonly (string | undefined)[]): void {
    for (const line of lines) {
      if (this.#closed) return;
      if (line === undefined) this.#refuse(ErrorCode.InvalidRequest, `A message may have at most ${MAX_LINE_BYTES / 1024 / 1024} MiB.`);
      else this.#receive(line.replace(/^\ufeff/, '').trim());
    }
  }

  #receive(line: string): void {
    if (line === '') return;
    const message = jsonOrUndefined(line);
    if (message === undefined) this.#refuse(ErrorCode.ParseError, 'The line is not JSON.');
    else if (Array.isArray(message)) this.#refuse(ErrorCode.InvalidRequest, 'Batching is not supported.');
    else if (!isJsonObject(message) || message['jsonrpc'] !== '2.0') this.#refuse(ErrorCode.InvalidRequest, 'The line is not a JSON-RPC 2.0 message.');
    else if (typeof message['method'] !== 'string') {
      if (!('result' in message) && !('error' in message)) this.#refuse(ErrorCode.InvalidRequest, 'The message has no method.', message['id']);
    } else {
      this.#queue.push({ method: message['method'], message });
      this.#drain();
      this.#demand();
    }
  }

  /** Asks for the server, once, after the answer to the first message has left. */
  #demand(): void {
    if (this.#asked) return;
    this.#asked = true;
    setImmediate(() => { setImmediate(this.#demanded); });
  }

  /** Takes messages in their order, as far as they can be answered now. */
  #drain(): void {
    for (let next = this.#queue[0]; next !== undefined && this.#canTake(next.method); next = this.#queue[0]) {
      this.#queue.shift();
      const { method, message } = next;
      if ('id' in message) this.#request(message, method);
      else this.#notification(method, message['params']);
    }
    this.#closeWhenDone();
  }

  #canTake(method: string): boolean {
    return this.#facts !== undefined && (this.#accepts !== undefined || method === 'initialize' || method === 'server/discover');
  }

  #request(message: JsonObject, method: string): void {
    const { id, params } = message;
    if (!isId(id)) {
      this.#refuse(ErrorCode.InvalidRequest, 'An id is text or an integer.');
      return;
    }
    if ([...this.#pending.values()].some((pending) => pending.id === id)) {
      this.#refuse(ErrorCode.InvalidRequest, 'A request with this id is under way.', id);
      return;
    }
    const era = eraOf(method, params);
    if (era.kind === 'unsupported') this.#refuse(UNSUPPORTED_VERSION, 'Unsupported protocol version.', id, { supported: [MODERN_VERSION], requested: era.requested });
    else if (era.kind === 'removed') this.#refuse(ErrorCode.MethodNotFound, 'Method not found.', id);
    else if (era.kind === 'incomplete') this.#refuse(ErrorCode.InvalidParams, `Revision ${MODERN_VERSION} wants io.modelcontextprotocol/protocolVersion and io.modelcontextprotocol/clientCapabilities in \`_meta\`.`, id);
    else if (method === 'server/discover') this.#answer(id, (facts) => modernResult(method, discovery(facts), facts));
    else if (method === 'initialize' && this.#initialize !== undefined) this.#refuse(ErrorCode.InvalidRequest, 'The connection is initialized already.', id);
    else if (method === 'initialize') this.#handshake(id, message);
    else this.#pass(id, method, params, era.kind === 'modern');
  }

  #answer(id: string | number, result: (facts: ServerFacts) => Record<string, unknown>): void {
    if (this.#facts !== undefined) this.#write({ jsonrpc: '2.0', id, result: result(this.#facts) });
  }

  #handshake(id: string | number, message: JsonObject): void {
    const result = this.#facts === undefined ? undefined : handshake(message['params'], this.#facts);
    if (result === undefined) {
      this.#refuse(ErrorCode.InvalidParams, '`initialize` needs protocolVersion, capabilities and clientInfo.', id);
      return;
    }
    this.#initialize = message;
    this.#answer(id, () => result);
    // The server learns of it too; its own answer goes nowhere, since nothing waits under the id.
    if (this.#accepts !== undefined) this.#forward({ ...message, id: this.#nextId() });
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Hands a message to the SDK's server; false when it would drop it without a word. */
  #forward(message: JsonObject): boolean {
    if (this.#accepts?.(message) !== true) return false;
    this.onmessage?.(message);
    return true;
  }

  #pass(id: string | number, method: string, params: JsonValue | undefined, modern: boolean): void {
    const own = this.#nextId();
    this.#pending.set(own, { id, method, modern });
    if (this.#forward({ jsonrpc: '2.0', id: own, method, ...(params === undefined ? {} : { params }) })) return;
    this.#pending.delete(own);
    this.#refuse(ErrorCode.InvalidParams, '`params` has to be an object.', id);
  }

  #notification(method: string, params: JsonValue | undefined): void {
    const forwarded = method === 'notifications/cancelled' ? this.#cancelled(params) : params;
    if (method !== 'notifications/cancelled' || forwarded !== undefined) this.#forward({ jsonrpc: '2.0', method, ...(forwarded === undefined ? {} : { params: forwarded }) });
  }

  /** Translates the id of a cancelled request; it gets no answer, so nothing is kept of it. Undefined when no such request is under way. */
  #cancelled(params: JsonValue | undefined): JsonObject | undefined {
    if (!isJsonObject(params)) return undefined;
    for (const [own, pending] of this.#pending) {
      if (pending.id !== params['requestId']) continue;
      this.#pending.delete(own);
      return { ...params, requestId: own };
    }
    return undefined;
  }

  #refuse(code: number, message: string, id?: JsonValue, data?: JsonObject): void {
    this.#write({ jsonrpc: '2.0', ...(isId(id) ? { id } : {}), error: { code, message, ...(data === undefined ? {} : { data }) } });
  }

  /** Messages of one turn of the event loop leave in one write. */
  #write(message: object): void {
    if (this.#closed) return;
    if (this.#outgoing.push(`${JSON.stringify(message)}\n`) === 1) setImmediate(() => { this.#flush(); });
  }

  #flush(): void {
    const lines = this.#outgoing.splice(0).join('');
    if (lines !== '') this.#output.write(lines);
  }
}

function isId(id: JsonValue | undefined): id is string | number {
  return typeof id === 'string' || (typeof id === 'number' && Number.isSafeInteger(id));
}
