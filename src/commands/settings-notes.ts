import { cleanText } from '../answers/text.js';
import type { Environment } from '../environment.js';
import type { Screen } from '../terminal/screen.js';

/** Tells a person what of a `.env` does not count, in a line each, and hands the settings on. */
export function withNotes(given: Environment, screen: Pick<Screen, 'err'>): Environment {
  for (const text of given.ignored) screen.err(cleanText(text));
  return given;
}
