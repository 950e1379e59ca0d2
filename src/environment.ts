import { parse } from 'dotenv';
import { readFileSync } from 'node:fs';

/** The environment with what a `.env` file in the working directory adds; the process environment wins. A file that cannot be read counts as none. */
export function environment(): Record<string, string | undefined> {
  const present = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  return { ...readDotenv(), ...present };
}

function readDotenv(): Record<string, string> {
  try {
    return parse(readFileSync('.env'));
  } catch {
    return {};
  }
}
