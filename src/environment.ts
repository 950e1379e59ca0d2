import { parse } from 'dotenv';
import { absolutePath } from './files/paths.js';
import { readTextFile } from './files/read.js';
import { givenValue, SETTINGS, settingDocs, type SettingName } from './settings.js';

/** Settings as they were given, before they are read. */
export interface Environment {
  /** Only settings that are set, and only those that this server knows. */
  readonly values: Readonly<Record<string, string | undefined>>;
  /** Where a value came from: `environment` or the path of a file; undefined for one that is not set. */
  readonly sourceOf: (name: string) => string | undefined;
  readonly problems: readonly string[];
  /** What of a `.env` in the working directory does not count, and why: a sentence each. */
  readonly ignored: readonly string[];
}

type Values = Readonly<Partial<Record<SettingName, string>>>;

/** A file of settings as it counts. */
interface FileSettings {
  readonly values: Values;
  readonly problems?: readonly string[];
  readonly ignored?: readonly string[];
}

/**
 * The settings of the process environment with those of a file; the environment wins. The file is the one that `--settings` names, or
 * `.env` in the working directory, which may have been put there by somebody else: see `implicitSettings`.
 */
export function environment(settingsFile?: string): Environment {
  const present = processSettings();
  const path = absolutePath(settingsFile ?? '.env');
  return merged(present, path, settingsFile === undefined ? implicitSettings(path, present) : namedSettings(path));
}

/** The same without a `.env` that nobody named: for what is written down and outlives this process. */
export function namedEnvironment(settingsFile?: string): Environment {
  if (settingsFile !== undefined) return environment(settingsFile);
  const path = absolutePath('.env');
  const { values, problem, missing } = settingsIn(path, { ownOnly: true });
  const ignored = Object.keys(values).length > 0 ? [`${path} does not count here: name it by --settings to use it.`] : problem === undefined || missing ? [] : [`${path} ${problem}.`];
  return merged(processSettings(), path, { values: {}, ignored });
}

/**
 * The services whose address comes from one source and whose credential from another, a sentence each: whoever wrote the one could send
 * the other to a place of their own.
 */
export function sourceConflicts({ sourceOf }: Pick<Environment, 'sourceOf'>): string[] {
  const services = new Set(SETTINGS.flatMap((name) => settingDocs[name].service ?? []));
  return [...services].flatMap((service) => {
    const [first, ...others] = connecting(service).flatMap((name) => sourced(name, sourceOf));
    const other = others.find(({ source }) => source !== first?.source);
    if (first === undefined || other === undefined) return [];
    return [`${first.name} comes from ${inWords(first.source)} and ${other.name} from ${inWords(other.source)}: the address and the credential of ${service} have to come from one source, so nothing is sent. Set both in ${inWords(first.source)}, or both in ${inWords(other.source)}.`];
  });
}

/** Where the org's address and credential come from, `environment` or the path of a file; empty while neither is set. */
export function orgSources({ sourceOf }: Pick<Environment, 'sourceOf'>): string[] {
  return [...new Set(connecting('Okta').flatMap((name) => sourceOf(name) ?? []))];
}

/** Every file that settings come from. */
export function settingsFiles({ sourceOf }: Pick<Environment, 'sourceOf'>): string[] {
  return [...new Set(SETTINGS.flatMap((name) => sourceOf(name) ?? []))].filter((source) => source !== 'environment');
}

function merged(present: Values, path: string, { values, problems = [], ignored = [] }: FileSettings): Environment {
  return { values: { ...values, ...present }, sourceOf: (name) => (Object.hasOwn(present, name) ? 'environment' : Object.hasOwn(values, name) ? path : undefined), problems, ignored };
}

function namedSettings(path: string): FileSettings {
  const { values, problem } = settingsIn(path);
  return { values, problems: problem === undefined ? [] : [`The file that --settings names cannot be read: it ${problem}.`] };
}

/**
 * What counts of a `.env` that nobody named. The working directory may be somebody else's, a repository that was cloned: the file is one
 * source, taken only where the environment names neither address nor credential of the org, never for `namedOnly` settings, and never
 * read on to another file. One that belongs to another user does not count at all.
 */
function implicitSettings(path: string, present: Values): FileSettings {
  const { values, problem, missing } = settingsIn(path, { ownOnly: true });
  if (missing) return { values };
  if (problem !== undefined) return { values, ignored: [`${path} is ignored: it ${problem}.`] };
  const names = SETTINGS.filter((name) => name in values);
  const rival = connecting('Okta').find((name) => name in present);
  if (rival !== undefined) return { values: {}, ignored: names.length === 0 ? [] : [`${path} is ignored, since ${rival} is set in the environment. Name it by --settings to use it.`] };
  const refused = names.filter((name) => settingDocs[name].namedOnly === true);
  const toFiles = names.filter((name) => settingDocs[name].isInline?.(values[name] ?? '') === false);
  const dropped = new Set<string>([...refused, ...toFiles]);
  return {
    values: Object.fromEntries(Object.entries(values).filter(([name]) => !dropped.has(name))),
    ignored: [
      ...(refused.length === 0 ? [] : [`${refused.join(' and ')} in ${path} ${refused.length === 1 ? 'is' : 'are'} ignored: set ${refused.length === 1 ? 'it' : 'them'} in the environment, or name the file by --settings.`]),
      ...toFiles.map((name) => `${name} in ${path} is ignored, and the file that it names was not read: such a .env holds the key itself or none. Name the .env by --settings.`),
    ],
  };
}

/** The settings that a file holds; `problem` goes behind "it". */
function settingsIn(path: string, options: { readonly ownOnly?: boolean } = {}): { readonly values: Values; readonly problem?: string; readonly missing: boolean } {
  const file = readTextFile(path, options);
  return file.ok ? { values: given(parse(withoutBlankLines(file.text))), missing: false } : { values: {}, problem: file.message, missing: file.missing };
}

/** Runs of line breaks take dotenv's pattern a time that grows with their square. */
function withoutBlankLines(text: string): string {
  return text.split(/[\n\r\u2028\u2029]/).filter((line) => line.trim() !== '').join('\n');
}

function processSettings(): Values {
  return given(process.env);
}

function given(all: Readonly<Record<string, string | undefined>>): Values {
  return Object.fromEntries(SETTINGS.flatMap((name) => {
    const value = givenValue(all[name]);
    return value === undefined ? [] : [[name, value]];
  }));
}

/** The address of a service and its credentials. */
function connecting(service: string): SettingName[] {
  return SETTINGS.filter((name) => settingDocs[name].service === service);
}

function sourced(name: SettingName, sourceOf: Environment['sourceOf']): { readonly name: string; readonly source: string }[] {
  const source = sourceOf(name);
  return source === undefined ? [] : [{ name, source }];
}

function inWords(source: string): string {
  return source === 'environment' ? 'the environment' : source;
}
