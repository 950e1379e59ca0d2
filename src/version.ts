import { readFileSync } from 'node:fs';
import { isJsonObject, parseJson } from './json.js';

/** The package's version: package.json is the one place that says it. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const content = parseJson(text);
  return isJsonObject(content) && typeof content['version'] === 'string' ? content['version'] : 'unknown';
}
