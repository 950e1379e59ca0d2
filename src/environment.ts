import { parse } from 'dotenv';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Settings as they were given, before they are read. */
export interface Environment {
  readonly values: Readonly<Record<string, string | undefined>>;
  /** Where a value came from: `environment` or the path of a file; undefined for one that is not set. */
  readonly sourceOf: (name: string) => string | undefined;
  readonly problems: readonly string[];
}

/**
 * The process environment with what a file adds; the process environment wins. The file is `.env` in the working directory, which may be
 * missing, or the one that `--settings` names, which may not.
 */
export function environment(file?: string): Environment {
  const present = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const path = resolve(file ?? '.env');
  const { values, problems } = readDotenv(path, file !== undefined);
  return {
    values: { ...values, ...present },
    sourceOf: (name) => (name in present ? 'environment' : name in values ? path : undefined),
    problems,
  };
}

function readDotenv(path: string, wanted: boolean): { values: Record<string, string>; problems: string[] } {
  try {
    return { values: parse(readFileSync(path)), problems: [] };
  } catch {
    return { values: {}, problems: wanted ? ['The file that --settings names cannot be read.'] : [] };
  }
}
