import { createHash } from 'node:crypto';
import { OktaError } from './errors.js';

/** No list of an org is longer in practice; one that is read to its end ends here at the latest, and the answer tells. */
export const MAX_LIST_PAGES = 10_000;

export interface ListMax {
  readonly pages: number;
  readonly entries: number;
}

/**
 * Bounds the reading of one list to its end: a number of pages and of entries, and no page twice. Links of a list come from the org, and
 * may go round in a circle or on for ever.
 */
export class ListBound {
  readonly #max: ListMax;
  readonly #queries = new Set<string>();
  #pages = 0;
  #entries = 0;

  constructor({ pages = MAX_LIST_PAGES, entries = Infinity }: Partial<ListMax> = {}) {
    this.#max = { pages, entries };
  }

  /** Counts a page; true when the list may go on behind it with the query of its next page. Throws OktaError (malformed) when that page was read before. */
  mayGoOn(entries: number, next: string): boolean {
    this.#pages += 1;
    this.#entries += entries;
    const key = createHash('sha256').update(next).digest('base64');
    if (this.#queries.has(key)) throw new OktaError({ kind: 'malformed', detail: 'its links to the next pages lead in a circle' });
    this.#queries.add(key);
    return this.#pages < this.#max.pages && this.#entries < this.#max.entries;
  }

  /** What was read when the bound was met, in words. */
  get reached(): string {
    return `${this.#pages} pages with ${this.#entries} entries`;
  }
}
