/** One fixed window of a rate-limit bucket. */
interface Window {
  readonly resetSeconds: number;
  used: number;
}

/** What an answer's X-Rate-Limit headers say. */
export interface RateState {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch seconds. */
  readonly reset: number;
  readonly spent: boolean;
}

/** Okta's defaults a minute for a Workforce org, longest match first (facts of the documents before 2025-12). */
const DOCUMENTED: readonly (readonly [string, RegExp, number])[] = [
  ['/api/v1/apps/{id}', /^\/api\/v1\/apps\/[^/]+$/, 500],
  ['/api/v1/apps', /^\/api\/v1\/apps(\/|$)/, 100],
  ['/api/v1/users/{id}', /^\/api\/v1\/users\/[^/]+$/, 2000],
  ['/api/v1/users', /^\/api\/v1\/users(\/|$)/, 600],
  ['/api/v1/groups/{id}', /^\/api\/v1\/groups\/(?!rules$)[^/]+$/, 1000],
  ['/api/v1/groups', /^\/api\/v1\/groups(\/|$)/, 500],
  ['/api/v1/policies', /^\/api\/v1\/policies(\/|$)/, 1000],
  ['/api/v1/zones', /^\/api\/v1\/zones(\/|$)/, 100],
  ['/api/v1/logs', /^\/api\/v1\/logs$/, 120],
  ['/api/v1', /^/, 1200],
];
const WINDOW_SECONDS = 60;

/** Counts requests in fixed windows of a minute per bucket, as Okta does. */
export class RateLimits {
  readonly #limits: Readonly<Record<string, number>>;
  readonly #windows = new Map<string, Window>();

  /** @param limits requests a minute by bucket, over the documented ones */
  constructor(limits: Readonly<Record<string, number>>) {
    this.#limits = limits;
  }

  /** Counts a request; `spent` when it is one too many. */
  count(path: string, now = Date.now()): RateState {
    const [bucket, , documented] = DOCUMENTED.find(([, pattern]) => pattern.test(path)) ?? ['/api/v1', /^/, 1200];
    const limit = this.#limits[bucket] ?? documented;
    let window = this.#windows.get(bucket);
    if (window === undefined || now / 1000 >= window.resetSeconds) {
      window = { resetSeconds: Math.ceil(now / 1000) + WINDOW_SECONDS, used: 0 };
      this.#windows.set(bucket, window);
    }
    window.used += 1;
    return { limit, remaining: Math.max(0, limit - window.used), reset: window.resetSeconds, spent: window.used > limit };
  }
}
