import { constants, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { AuditSummary, type CallCounts } from '../audit/summary.js';
import { verifyChain, type Break, type BreakKind, type ChainReport } from '../audit/verify.js';
import type { Command } from '../cli.js';
import { FileError, fileReason } from '../files/errors.js';
import { progressBar, type ProgressBar } from '../terminal/progress-bar.js';
import type { Screen } from '../terminal/screen.js';
import { table } from '../terminal/table.js';

/** Breaks in the table's place; --json has more. */
const SHOWN_BREAKS = 20;
/** From here a row has room for the outcomes and times of each tool, too. */
const WIDE = 150;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Verifies an audit file and sums up what was called. Resolves to the exit code: 0 when the chain is whole, 1 when it is broken, 2 when the
 * file cannot be read. Throws the signal's reason when it is cancelled.
 */
export async function audit({ file, json }: Extract<Command, { kind: 'audit' }>, screen: Screen, signal: AbortSignal): Promise<number> {
  const summary = new AuditSummary();
  const bar = progressBar();
  let chain: ChainReport;
  try {
    chain = await verifyChain(contentOf(file, bar, signal), (entry) => { summary.add(entry); });
  } catch (error) {
    signal.throwIfAborted();
    screen.err(`The file ${fileReason(error)}. Name an audit file, which OKTA_AUDIT_LOG names to the server.`);
    return 2;
  } finally {
    bar.end();
  }
  screen.out(json ? JSON.stringify(asJson(chain, summary), null, 2) : asText(chain, summary, screen));
  return chain.breakCount === 0 ? 0 : 1;
}

/** A file's content as far as it goes now: a server may be writing to it. */
async function* contentOf(path: string, bar: ProgressBar, signal: AbortSignal): AsyncGenerator<Buffer> {
  // A pipe that nobody writes to would keep a plain open waiting.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new FileError(stats.isDirectory() ? 'is a folder' : 'is a device or a pipe');
    if (stats.size === 0) return;
    const stream: ReadStream = handle.createReadStream({ end: stats.size - 1, highWaterMark: CHUNK_BYTES, autoClose: false, signal });
    let done = 0;
    for await (const chunk of stream) {
      if (!Buffer.isBuffer(chunk)) continue;
      yield chunk;
      done += chunk.length;
      if (stats.size > CHUNK_BYTES) bar.report(`${Math.floor((100 * done) / stats.size)} %`, { done, total: stats.size });
    }
  } finally {
    await handle.close();
  }
}

function asJson({ lines, lastHash, breaks, breakCount }: ChainReport, { total, tools }: AuditSummary): object {
  const counts = ({ outcomes, ...rest }: CallCounts): object => ({ ...rest, outcomes: Object.fromEntries(outcomes) });
  return { whole: breakCount === 0, lines, last_hash: lastHash ?? null, breaks_found: breakCount, breaks, ...counts(total), tools: [...tools].map(([tool, own]) => ({ tool, ...counts(own) })) };
}

function asText(chain: ChainReport, { total, tools }: AuditSummary, screen: Screen): string {
  const { colours, width } = screen;
  const isWide = width === undefined || width >= WIDE;
  const heads = ['tool', 'calls', 'failed', 'requests', 'rows', ...(isWide ? ['outcomes', 'first', 'last'] : [])];
  const rows = [...tools].sort(([, a], [, b]) => b.calls - a.calls).map(([tool, own]) => [tool, own.calls, own.failed, own.requests, own.rows, ...(isWide ? [outcomesOf(own), instant(own.first), instant(own.last)] : [])].map(String));
  const outcomes = total.calls === 0 ? '' : ` (${outcomesOf(total)})`;
  const span = total.first === undefined ? '' : `, from ${instant(total.first)} to ${instant(total.last)}`;
  return [
    ...(rows.length === 0 ? [] : [table(heads, rows, screen, { wrap: true }), ...(isWide ? [] : ['  The outcomes and times of each tool: --json, or a wider terminal.'])]),
    `${total.calls} calls${outcomes}, ${total.requests} requests, ${total.rows} rows${span}.`,
    ...chain.breaks.slice(0, SHOWN_BREAKS).map((broken) => colours.red(sentence(broken))),
    ...(chain.breakCount > SHOWN_BREAKS ? [colours.red(`… and ${chain.breakCount - SHOWN_BREAKS} more breaks.`)] : []),
    verdict(chain, colours),
  ].join('\n');
}

function outcomesOf({ outcomes }: CallCounts): string {
  return [...outcomes].sort(([, a], [, b]) => b - a).map(([outcome, calls]) => `${outcome} ${calls}`).join(', ');
}

function instant(time: string | undefined): string {
  return time === undefined ? '' : time.replace(/\.\d+Z$/, 'Z');
}

const WHAT: Readonly<Record<BreakKind, string>> = {
  changed: 'changed after it was written',
  missing: 'does not follow the line before it: lines are missing here, or the line before it was written anew',
  inserted: 'put in: the lines around it were written without it',
  'out-of-order': 'not in the order in which they were written',
  torn: 'incomplete: its process ended or the disk was full while it was written',
  'not-json': 'not JSON: overwritten, or written by another program',
  unchained: 'without a hash: written by another program or an earlier version',
  'too-long': 'too long for a line of this program, and not read',
};

function sentence({ kind, line, to, mayHideMissing }: Break): string {
  return `${to > line ? `Lines ${line} to ${to}` : `Line ${line}`}: ${WHAT[kind]}${mayHideMissing === true ? '; lines may be missing here' : ''}.`;
}

function verdict({ lines, lastHash = '', breaks: [first], breakCount }: ChainReport, { bold, green, red }: Screen['colours']): string {
  if (lines === 0) return bold('The file holds no lines: nothing was called, or all was taken out.');
  const last = `The last line has the hash ${lastHash}`;
  if (first !== undefined) return `${last}.\n${red(bold(`The chain is broken ${breakCount === 1 ? 'in one place' : `in ${breakCount} places`}, first at line ${first.line} of ${lines}.`))}`;
  return `${last}: kept elsewhere with the number of lines, it shows later that none of them was changed or cut off.\n${green(bold(`The chain is whole: ${lines} ${lines === 1 ? 'line' : 'lines'}.`))}`;
}
