import { checkServerIdentity, TLSSocket } from 'node:tls';
import { resetDelayMs } from '../okta/gate.js';
import type { HttpAnswer } from '../okta/http.js';
import type { Headroom } from './diagnosis.js';

/** The certificate that a connection was made with. */
export interface Certificate {
  readonly protocol: string;
  readonly issuer: string;
  readonly validTo: Date;
  /** Its chain leads to an authority that this machine trusts, and it is one of the org's own name. */
  readonly verified: boolean;
}

/** What the answers of the org say beside their bodies. */
export class Observations {
  /** Milliseconds by which the org's clock is ahead of this machine's; undefined before an answer with a date. */
  clockOffMs: number | undefined;
  certificate: Certificate | undefined;
  readonly #headroom = new Map<string, Headroom>();
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Takes note of one answer. */
  readonly note = (answer: HttpAnswer, bucket: string): void => {
    const { headers, socket } = answer;
    const date = Date.parse(headers['date'] ?? '');
    if (!Number.isNaN(date)) this.clockOffMs = date - Date.now();
    if (this.certificate === undefined && socket instanceof TLSSocket) this.certificate = certificateOf(socket, new URL(this.#origin).hostname.replace(/^\[|\]$/g, ''));
    const limit = Number(headers['x-rate-limit-limit']);
    const remaining = Number(headers['x-rate-limit-remaining']);
    if (limit > 0 && remaining >= 0 && resetDelayMs(headers) !== undefined) {
      const before = this.#headroom.get(bucket);
      this.#headroom.set(bucket, { endpoint: `/${bucket}`, limit, remaining: Math.min(remaining, before?.remaining ?? remaining) });
    }
  };

  /** The rate limits of what was read, the scarcest first. */
  get headroom(): Headroom[] {
    return [...this.#headroom.values()].sort((a, b) => a.remaining / a.limit - b.remaining / b.limit);
  }
}

function certificateOf(socket: TLSSocket, hostname: string): Certificate {
  const certificate = socket.getPeerCertificate();
  const { O: organization, CN: name } = certificate.issuer;
  return { protocol: socket.getProtocol() ?? 'unknown', issuer: [organization ?? name ?? 'unknown'].flat().join(', '), validTo: new Date(certificate.valid_to), verified: socket.authorized && checkServerIdentity(hostname, certificate) === undefined };
}
