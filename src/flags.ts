import { parseArgs } from 'node:util';
import { nearest } from './tools/nearest.js';

/** A flag of the command line, by its name without the dashes. */
export interface Flag {
  /** What its value is called; a flag without one takes none. */
  readonly value?: string;
  readonly short?: string;
  readonly description: string;
}

export interface ParsedFlags {
  /** What was written for each flag that stands there, in its order; `true` for one that takes no value. */
  readonly values: ReadonlyMap<string, readonly (string | true)[]>;
  readonly positionals: readonly string[];
  /** Flags that are not known, as written. */
  readonly unknown: readonly string[];
  /** What is wrong with the known ones. */
  readonly problem: string | undefined;
}

/** Reads flags and positionals; `--user-id` counts as `--user_id` where that is the flag's name. Everything behind `--` is positional. */
export function parseFlags(args: readonly string[], flags: Readonly<Record<string, Flag>>): ParsedFlags {
  const options = Object.fromEntries(Object.entries(flags).map(([name, { value, short }]) => [name, { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short === undefined ? {} : { short }) }]));
  const { tokens } = parseArgs({ args: args.map((arg) => knownSpelling(arg, flags)), options, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<string, (string | true)[]>();
  const problems: string[] = [];
  const unknown: string[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const flag = flags[token.name];
    if (flag === undefined) unknown.push(token.rawName);
    else if (flag.value === undefined && token.value !== undefined) problems.push(`--${token.name} takes no value.`);
    else if (flag.value !== undefined && (token.value === undefined || isFlag(token.value, flags))) problems.push(`--${token.name} needs a value: --${token.name} ${flag.value}.`);
    else values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? true]);
  }
  return { values, positionals: tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : [])), unknown, problem: problems[0] };
}

/** The sentence about a flag or a name that is not known. */
export function unknownName(what: string, written: string, names: readonly string[], help = 'See --help.'): string {
  const [near] = nearest(written, names, 1);
  return `Unknown ${what} ${JSON.stringify(written)}.${near === undefined ? '' : ` Did you mean ${near}?`} ${help}`;
}

function isFlag(text: string, flags: Readonly<Record<string, Flag>>): boolean {
  return text.startsWith('--') && Object.hasOwn(flags, knownSpelling(text, flags).slice(2).split('=')[0] ?? '');
}

function knownSpelling(arg: string, flags: Readonly<Record<string, Flag>>): string {
  const [, name = ''] = /^--([\w-]+)/.exec(arg) ?? [];
  const underscored = name.replaceAll('-', '_');
  return name !== '' && !Object.hasOwn(flags, name) && Object.hasOwn(flags, underscored) ? `--${underscored}${arg.slice(2 + name.length)}` : arg;
}
