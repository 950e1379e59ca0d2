import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ErrorCode, JSONRPCMessageSchema, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { Readable, Writable } from 'node:stream';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../json.js';
import { discovery, eraOf, MODERN_VERSION, modernResult, UNSUPPORTED_VERSION, type ServerFacts } from './eras.js';
import { LineReader } from './lines.js';

/** A request that was passed on and not yet answered. */
interface Pending {
  /** The id as the peer wrote it. */
  readonly id: string | number;
  readonly method: string;
  readonly modern: boolean;
}

const MAX_LINE_BYTES = 16 * 1024 * 1024;
/** How long requests may still be answered once the peer closed its end. */
const GRACE_MS = 500;

/**
 * MCP over a pair of streams, one JSON-RPC message a line, under the SDK's server. It answers what the SDK's own transport drops without a
 * word (malformed messages, batches, lines beyond every bound), sees the end of its input and a broken output, and speaks both eras of the
 * protocol: with `initialize`, and the stateless one of 2026-07-28. Ids are the transport's own inside, so that 0 can be cancelled too.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;

  readonly #input: Readable;
  readonly #output: Writable;
  readonly #facts: ServerFacts;
  readonly #lines = new LineReader(MAX_LINE_BYTES);
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #initialized = false;
  #ending = false;
  #closed = false;

  constructor(input: Readable, output: Writable, facts: ServerFacts) {
    this.#input = input;
    this.#output = output;
    this.#facts = facts;
  }

  start(): Promise<void> {
    this.#input.on('data', (chunk: Buffer) => { this.#read(this.#lines.push(chunk)); });
    this.#input.once('end', () => { this.#end(); }).once('close', () => { this.#end(); }).once('error', () => { this.#end(); });
    this.#output.on('error', () => { void this.close(); });
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
      const result = pending.modern ? modernResult(pending.method, message.result, this.#facts) : message.result;
      this.#write({ jsonrpc: '2.0', id: pending.id, result });
    } else this.#write({ ...message, id: pending.id });
    if (this.#ending && this.#pending.size === 0) void this.close();
    return Promise.resolve();
  }

  close(): Promise<void> {
    if (!this.#closed) {
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
    if (this.#pending.size === 0) void this.close();
    else setTimeout(() => { void this.close(); }, GRACE_MS).unref();
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
    const message = parsed(line);
    if (message === undefined) this.#refuse(ErrorCode.ParseError, 'The line is not JSON.');
    else if (Array.isArray(message)) this.#refuse(ErrorCode.InvalidRequest, 'Batching is not supported.');
    else if (!isJsonObject(message) || message['jsonrpc'] !== '2.0') this.#refuse(ErrorCode.InvalidRequest, 'The line is not a JSON-RPC 2.0 message.');
    else if (typeof message['method'] !== 'string') {
      if (!('result' in message) && !('error' in message)) this.#refuse(ErrorCode.InvalidRequest, 'The message has no method.', message['id']);
    } else if ('id' in message) this.#request(message['id'], message['method'], message['params']);
    else this.#notification(message['method'], message['params']);
  }

  #request(id: JsonValue | undefined, method: string, params: JsonValue | undefined): void {
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
    else if (method === 'server/discover') this.#write({ jsonrpc: '2.0', id, result: modernResult(method, discovery(this.#facts), this.#facts) });
    else if (method === 'initialize' && this.#initialized) this.#refuse(ErrorCode.InvalidRequest, 'The connection is initialized already.', id);
    else this.#pass(id, method, params, era.kind === 'modern');
  }

  #pass(id: string | number, method: string, params: JsonValue | undefined, modern: boolean): void {
    this.#lastId += 1;
    const message = JSONRPCMessageSchema.safeParse({ jsonrpc: '2.0', id: this.#lastId, method, ...(params === undefined ? {} : { params }) });
    if (!message.success) {
      this.#refuse(ErrorCode.InvalidParams, '`params` has to be an object.', id);
      return;
    }
    if (method === 'initialize') this.#initialized = true;
    this.#pending.set(this.#lastId, { id, method, modern });
    this.onmessage?.(message.data);
  }

  #notification(method: string, params: JsonValue | undefined): void {
    const forwarded = method === 'notifications/cancelled' ? this.#cancelled(params) : params;
    const message = JSONRPCMessageSchema.safeParse({ jsonrpc: '2.0', method, ...(forwarded === undefined ? {} : { params: forwarded }) });
    if (message.success && (method !== 'notifications/cancelled' || forwarded !== undefined)) this.onmessage?.(message.data);
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

  #write(message: object): void {
    if (!this.#closed) this.#output.write(`${JSON.stringify(message)}\n`);
  }
}

function parsed(line: string): JsonValue | undefined {
  try {
    return parseJson(line);
  } catch {
    return undefined;
  }
}

function isId(id: JsonValue | undefined): id is string | number {
  return typeof id === 'string' || (typeof id === 'number' && Number.isSafeInteger(id));
}
