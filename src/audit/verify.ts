import { isJsonObject, jsonOrUndefined, type JsonObject } from '../json.js';
import { LineReader } from '../mcp/lines.js';
import { GENESIS, lineHash, MAX_LINE_BYTES, readLink } from './chain.js';

/**
 * What is wrong with a line. `missing`: lines before it are gone; `out-of-order`: it stands elsewhere than it was written, up to `to`;
 * `inserted`: it was not there when those around it were written; `unchained`: written by another program or an earlier version.
 */
export type BreakKind = 'changed' | 'missing' | 'inserted' | 'out-of-order' | 'torn' | 'not-json' | 'unchained' | 'too-long';

export interface Break {
  kind: BreakKind;
  /** From 1. */
  readonly line: number;
  /** The last of several lines; the same as `line` for one. */
  to: number;
  /** The line behind it names neither it nor the one before it: what it was cannot be told, nor whether lines are missing here. */
  mayHideMissing?: true;
}

export interface ChainReport {
  readonly lines: number;
  /** The hash of the last line; `prev` of the next one. Undefined for a file without lines. */
  readonly lastHash: string | undefined;
  /** The first breaks; `breakCount` counts all. */
  readonly breaks: readonly Break[];
  readonly breakCount: number;
}

/** What is remembered to explain what comes later; a file may be of any size. */
const MAX_BREAKS = 100;
const MAX_OPEN_ENDS = 1000;

/**
 * Reads an audit file to its end and follows its chain. `onEntry` is told each line that is a JSON object. Neither the length of the file
 * nor of a line costs memory. Throws what reading throws.
 */
export async function verifyChain(chunks: AsyncIterable<Buffer>, onEntry: (entry: JsonObject) => void): Promise<ChainReport> {
  const reader = new LineReader(MAX_LINE_BYTES, 'latin1');
  const chain = new Chain();
  const take = (line: string | undefined): void => {
    if (line === undefined) {
      chain.add({ kind: 'too-long' }, '');
      return;
    }
    const bytes = Buffer.from(line, 'latin1');
    const text = bytes.toString('utf8');
    const entry = jsonOrUndefined(text);
    if (isJsonObject(entry)) onEntry(entry);
    const link = isJsonObject(entry) ? readLink(text) : ({ kind: 'not-json' } as const);
    chain.add(link.kind === 'linked' ? { kind: 'linked', prev: link.prev } : { kind: link.kind }, lineHash(bytes));
  };
  let isEnded = true;
  for await (const chunk of chunks) {
    for (const line of reader.push(chunk)) take(line);
    isEnded = chunk.at(-1) === 0x0a;
  }
  if (!isEnded) {
    take(reader.rest());
    chain.endsTorn();
  }
  return chain.report();
}

type LineState = { readonly kind: 'linked'; readonly prev: string } | { readonly kind: 'changed' | 'unchained' | 'not-json' | 'too-long' };

/** Follows the hashes. A break is named as soon as it is seen, and named better when a later line tells more of it. */
class Chain {
  #line = 0;
  /** The hash that the next line has to name. */
  #head = GENESIS;
  #lastHash: string | undefined;
  #breakCount = 0;
  readonly #breaks: Break[] = [];
  /** The break that the line before is, and the hash before it: a line that is not what was written says nothing of its own. */
  #bad: { readonly broken: Break; readonly headBefore: string } | undefined;
  /** Hashes that no line has named yet, with the break that began there. */
  readonly #openEnds = new Map<string, Break>();
  /** The last hash of lines that were found to stand where nothing named them, with their break. */
  readonly #strays = new Map<string, Break>();

  add(state: LineState, hash: string): void {
    this.#line += 1;
    // A copy right behind its original is followed by what follows that.
    if (state.kind === 'linked' && hash === this.#lastHash) this.#break('inserted');
    else if (state.kind === 'linked') this.#follow(state.prev);
    else this.#bad = { broken: this.#break(state.kind), headBefore: this.#bad?.headBefore ?? this.#head };
    this.#head = hash;
    this.#lastHash = hash;
  }

  /** The last line has no line break; when it is whole, nothing is lost. */
  endsTorn(): void {
    if (this.#bad?.broken.kind === 'not-json') this.#bad.broken.kind = 'torn';
  }

  report(): ChainReport {
    return { lines: this.#line, lastHash: this.#lastHash, breaks: this.#breaks, breakCount: this.#breakCount };
  }

  #follow(prev: string): void {
    const bad = this.#bad;
    this.#bad = undefined;
    if (prev === this.#head) {
      // It was written behind what stands there: what is no JSON stood there already.
      if (bad?.broken.kind === 'not-json') bad.broken.kind = 'torn';
      return;
    }
    if (bad !== undefined) {
      if (prev === bad.headBefore) bad.broken.kind = 'inserted';
      else bad.broken.mayHideMissing = true;
      return;
    }
    const open = this.#openEnds.get(prev);
    const stray = this.#strays.get(prev);
    if (open !== undefined) {
      this.#openEnds.delete(prev);
      open.kind = 'inserted';
      open.to = this.#line - 1;
      remember(this.#strays, this.#head, open);
    } else if (stray !== undefined) {
      this.#strays.delete(prev);
      stray.kind = 'out-of-order';
      stray.to = this.#line - 1;
    } else remember(this.#openEnds, this.#head, this.#break('missing'));
  }

  #break(kind: BreakKind): Break {
    const broken: Break = { kind, line: this.#line, to: this.#line };
    this.#breakCount += 1;
    if (this.#breaks.length < MAX_BREAKS) this.#breaks.push(broken);
    return broken;
  }
}

function remember(map: Map<string, Break>, hash: string, broken: Break): void {
  map.set(hash, broken);
  const [oldest] = map.keys();
  if (map.size > MAX_OPEN_ENDS && oldest !== undefined) map.delete(oldest);
}
