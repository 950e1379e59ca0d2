declare module 'proxy-from-env' {
  /** The proxy that HTTPS_PROXY, ALL_PROXY and NO_PROXY (or their lower-case forms) want for an address; empty for none. */
  export function getProxyForUrl(url: string): string;
}
