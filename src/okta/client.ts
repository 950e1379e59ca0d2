import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../json.js';
import type { Credential } from './credential.js';
import { OktaError } from './errors.js';
import type { Executor, RequestOptions } from './executor.js';
import type { OutgoingRequest } from './guard.js';
import type { HttpAnswer } from './http.js';
import { nextQuery } from './link.js';
import type { Operation } from './operations.js';
import { callSdk, type Parameters } from './sdk.js';

/** One page of a list, as Okta sent it. */
export interface OktaPage {
  readonly items: readonly JsonObject[];
  /** The query of the request that fetched this page: sent again, it fetches it again. */
  readonly query: string;
  /** The query of the next page; undefined on the last. */
  readonly next: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** What one read may use beside its parameters. */
export interface ReadOptions extends RequestOptions {
  /** The query of an earlier page's `next` (or `query`): replaces the query that the parameters would make, on the same path. */
  readonly query?: string;
}

export interface OktaClientOptions {
  readonly origin: string;
  readonly credential: Credential;
  readonly executor: Executor;
  readonly userAgent: string;
}

/** The reads of a client: what tools are given, bounded where they need to be. */
export type OktaReads = Pick<OktaClient, 'page' | 'one' | 'settings'>;

const MAX_RENEWALS = 1;

/**
 * The door to one Okta org: every answer is the JSON that Okta sent. Lists are read a page at a time, each page is fetched once.
 */
export class OktaClient {
  readonly #options: OktaClientOptions;

  constructor(options: OktaClientOptions) {
    this.#options = options;
  }

  /** Fetches one page of a list operation. Throws OktaError. */
  async page(operation: Operation, parameters: Parameters, options: ReadOptions): Promise<OktaPage> {
    const { answer, url } = await this.#send(operation, parameters, options);
    const { list, link } = listOf(jsonOf(answer), answer.headers['link']);
    const items = list.filter(isJsonObject);
    if (items.length !== list.length) throw new OktaError({ kind: 'malformed', detail: 'its list holds entries that are not objects' });
    return { items, query: new URL(url).search.slice(1), next: nextQuery(link, url), headers: answer.headers };
  }

  /** Fetches one object; all that Okta has by itself have an id. Throws OktaError. */
  async one(operation: Operation, parameters: Parameters, options: ReadOptions): Promise<JsonObject> {
    const body = await this.settings(operation, parameters, options);
    if (typeof body['id'] !== 'string') throw new OktaError({ kind: 'malformed', detail: 'it answered with something else where an object with an id was due' });
    return body;
  }

  /** Fetches settings of the org: an object without an id. Throws OktaError. */
  async settings(operation: Operation, parameters: Parameters, options: ReadOptions): Promise<JsonObject> {
    const { answer } = await this.#send(operation, parameters, options);
    const body = jsonOf(answer);
    if (!isJsonObject(body)) throw new OktaError({ kind: 'malformed', detail: 'it answered with something else where an object with an id was due' });
    return body;
  }

  async #send(operation: Operation, parameters: Parameters, options: ReadOptions): Promise<{ answer: HttpAnswer; url: string }> {
    const { origin, userAgent } = this.#options;
    const sent: { answer: HttpAnswer; url: string }[] = [];
    await callSdk(origin, operation, parameters, async (request) => {
      const url = options.query === undefined ? request.url : `${request.url.split('?')[0] ?? ''}?${options.query}`;
      const headers = { ...request.headers, Accept: 'application/json', 'User-Agent': userAgent };
      sent.push({ answer: await this.#fetch({ method: request.method, url, headers }, options), url });
    });
    const [exchange] = sent;
    if (exchange === undefined) throw new OktaError({ kind: 'guard', detail: 'the SDK built no request' });
    return exchange;
  }

  /** Sends a request, and once more when its credential was refused and a new one is to be had. */
  async #fetch(request: OutgoingRequest, options: RequestOptions): Promise<HttpAnswer> {
    const { credential, executor } = this.#options;
    // A token is fetched for all callers at once: the bound of one must not fail it for the others.
    const signing: RequestOptions = { ...options, permit: undefined };
    for (let attempt = 0; ; attempt += 1) {
      let signed = request;
      const sign = async (unsigned: OutgoingRequest): Promise<OutgoingRequest> => (signed = await credential.sign(unsigned, signing));
      try {
        return await executor.fetch(request, { ...options, sign });
      } catch (error) {
        if (!(error instanceof OktaError) || error.failure.kind !== 'okta' || error.failure.status !== 401) throw error;
        if (!credential.refused(signed, error.headers) || attempt === MAX_RENEWALS) throw new OktaError({ ...error.failure, credential: credential.kind }, error.headers);
      }
    }
  }
}

/** The entries of a list and its links: the IAM operations send `{value, _links}` where all others send an array and a header. */
function listOf(body: JsonValue, header: string | undefined): { list: JsonValue[]; link: string | undefined } {
  if (Array.isArray(body)) return { list: body, link: header };
  const list = isJsonObject(body) ? body['value'] : undefined;
  if (!isJsonObject(body) || !Array.isArray(list)) throw new OktaError({ kind: 'malformed', detail: 'it answered with something else where a list was due' });
  const next = isJsonObject(body['_links']) ? body['_links']['next'] : undefined;
  const href = isJsonObject(next) && typeof next['href'] === 'string' ? next['href'] : undefined;
  return { list, link: href === undefined ? header : `<${href}>; rel="next"` };
}

function jsonOf(answer: HttpAnswer): JsonValue {
  try {
    return parseJson(answer.body);
  } catch {
    const type = answer.headers['content-type']?.split(';')[0] ?? 'no content type';
    throw new OktaError({ kind: 'malformed', detail: `it answered HTTP ${answer.status} with a body that is not JSON (${type})` });
  }
}
