import type { Flag } from '../flags.js';
import type { Screen } from './screen.js';
import { layout } from './table.js';

/** Flags with what they do, a row each. */
export function flagRows(all: Readonly<Record<string, Flag>>, screen: Pick<Screen, 'width'>): string {
  return layout(Object.entries(all).map(([name, { value, description }]) => [value === undefined ? `--${name}` : `--${name} ${value}`, description]), screen);
}
