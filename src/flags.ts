import { parseArgs } from 'node:util';
import { boundedFaults } from './faults.js';
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
  /** What is wrong with the known ones, a sentence each. */
  readonly problems: readonly string[];
  /** The known ones that something is wrong with. */
  readonly faulty: ReadonlySet<string>;
}

/** Reads flags and positionals; `--user-id` counts as `--user_id` where that is the flag's name. Everything behind `--` is positional. */
export function parseFlags(args: readonly string[], flags: Readonly<Record<string, Flag>>): ParsedFlags {
  const options = Object.fromEntries(Object.entries(flags).map(([name, { value, short }]) => [name, { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short === undefined ? {} : { short }) }]));
  const { given, valueless } = split(args.map((arg) => knownSpelling(arg, flags)), flags);
  const { tokens } = parseArgs({ args: given, options, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<string, (string | true)[]>();
  const problems: string[] = [];
  const unknown = new Set<string>();
  const faulty = new Set<string>();
  const fault = (name: string, sentence: string): void => {
    faulty.add(name);
    problems.push(`--${name} ${sentence}`);
  };
  for (const name of valueless) fault(name, `needs a value: --${name} ${flags[name]?.value ?? ''}.`);
  const positionals: string[] = [];
  let strayAt = -1;
  for (const token of tokens) {
    // What follows a flag that is not known was meant for it.
    if (token.kind === 'positional' && token.index !== strayAt) positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : undefined;
    if (flag === undefined) {
      unknown.add(token.rawName);
      if (token.value === undefined) strayAt = token.index + 1;
    } else if (flag.value === undefined && token.value !== undefined) fault(token.name, 'takes no value.');
    else values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? true]);
  }
  return { values, positionals, unknown: [...unknown], problems, faulty };
}

/** The sentence about a flag or a name that is not known; `help` follows it. */
export function unknownName(what: string, written: string, names: readonly string[], help = ''): string {
  const [near] = nearest(written, names, 1);
  return `Unknown ${what} ${JSON.stringify(written)}.${near === undefined ? '' : ` Did you mean ${near}?`} ${help}`.trimEnd();
}

/** All faults of a command line, a line each; then where to read how it is done right. */
export function faultText(faults: readonly string[], help = 'See --help.'): string {
  return [...boundedFaults(faults), help].join(faults.length === 1 ? ' ' : '\n');
}

/** Takes out the flags that need a value and have none, since the next flag follows at once: it would be taken for their value. */
function split(args: readonly string[], flags: Readonly<Record<string, Flag>>): { given: string[]; valueless: string[] } {
  const given: string[] = [];
  const valueless: string[] = [];
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  for (let index = 0; index < end; index += 1) {
    const [arg = '', next] = [args[index], index + 1 < end ? args[index + 1] : undefined];
    const needsValue = arg.startsWith('--') && flags[arg.slice(2)]?.value !== undefined;
    if (!needsValue) given.push(arg);
    else if (next === undefined || isFlag(next, flags)) valueless.push(arg.slice(2));
    else {
      given.push(`${arg}=${next}`);
      index += 1;
    }
  }
  return { given: [...given, ...args.slice(end)], valueless };
}

function isFlag(text: string, flags: Readonly<Record<string, Flag>>): boolean {
  return text.startsWith('--') && Object.hasOwn(flags, knownSpelling(text, flags).slice(2).split('=')[0] ?? '');
}

function knownSpelling(arg: string, flags: Readonly<Record<string, Flag>>): string {
  const [, name = ''] = /^--([\w-]+)/.exec(arg) ?? [];
  const underscored = name.replaceAll('-', '_');
  return name !== '' && !Object.hasOwn(flags, name) && Object.hasOwn(flags, underscored) ? `--${underscored}${arg.slice(2 + name.length)}` : arg;
}
