import type * as Sdk from '@okta/okta-sdk-nodejs';
import { operations, type Operation } from './operations.js';

/** Parameters of an operation, named as in Okta's OpenAPI document; an undefined one is not sent. */
export type Parameters = Readonly<Record<string, string | number | boolean | undefined>>;

/** What the SDK built: a request that has not been sent. */
export interface BuiltRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const importSdk = async () => (await import('@okta/okta-sdk-nodejs')).default;
let loading: ReturnType<typeof importSdk> | undefined;

/** Loads the SDK, once: it takes most of a second, so nothing loads it before it is wanted. */
export function loadSdk(): ReturnType<typeof importSdk> {
  loading ??= importSdk();
  return loading;
}

/**
 * Runs one operation of the SDK's generated classes: they validate the parameters and build the request, `send` is all that touches
 * the network, and no model is made of the answer (the typed models lose fields that Okta sends). Lists fetch one page.
 */
export async function callSdk(origin: string, operation: Operation, parameters: Parameters, send: (request: BuiltRequest) => Promise<void>): Promise<void> {
  const sdk = await loadSdk();
  const httpApi = {
    send: (context: Sdk.RequestContext) => new PromiseObservable(send(built(context)).then(() => new sdk.ResponseContext(200, {}, NO_BODY))),
  };
  const configuration: unknown = Reflect.apply(sdk.createConfiguration, undefined, [{ baseServer: new sdk.ServerConfiguration(origin, {}), httpApi }]);
  const api: unknown = Reflect.construct(sdk[operations[operation].api], [configuration, undefined, RAW_PROCESSOR]);
  const method: unknown = isObject(api) ? Reflect.get(api, operation) : undefined;
  if (typeof method !== 'function') throw new TypeError(`the SDK has no operation ${operation}`);
  const result: unknown = await Reflect.apply(method, api, [parameters]);
  if (result instanceof sdk.Collection) await result.getNextPage();
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function built(context: Sdk.RequestContext): BuiltRequest {
  return { method: context.getHttpMethod().toUpperCase(), url: context.getUrl(), headers: context.getHeaders() };
}

const NO_BODY = { text: () => Promise.resolve(''), binary: () => Promise.resolve(Buffer.alloc(0)) };

/** Stands in for the generated response processors: the answer is taken raw in `send`. */
const RAW_PROCESSOR = new Proxy({}, { get: () => () => Promise.resolve([]) });

/** The SDK's own stub of an observable is not exported; this is the part of it that the generated classes use. */
class PromiseObservable<T> {
  private readonly promise: Promise<T>;
  constructor(promise: Promise<T>) {
    this.promise = promise;
  }
  toPromise(): Promise<T> {
    return this.promise;
  }
  pipe<S>(callback: (value: T) => S | Promise<S>): PromiseObservable<S> {
    return new PromiseObservable(this.promise.then(callback));
  }
}
