import { generateDemoOrg } from '../../src/demo/data/generate.js';
import type { DemoOptions, DemoOrg } from '../../src/demo/org.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/json.js';

export const NOW = new Date('2026-03-18T10:24:31.417Z');
export const OPTIONS: DemoOptions = { users: 1000, seed: 7, now: NOW, origin: 'http://127.0.0.1:4711' };
export const DAY = 86_400_000;

let made: DemoOrg | undefined;

/** The org that most tests read, made once. */
export function org(): DemoOrg {
  made ??= generateDemoOrg(OPTIONS);
  return made;
}

/** What lies at a path such as `profile.login`. */
export function at(value: JsonValue | undefined, path: string): JsonValue | undefined {
  let found: JsonValue | undefined = value;
  for (const key of path.split('.')) {
    if (Array.isArray(found)) found = found[Number(key)];
    else found = isJsonObject(found) ? found[key] : undefined;
  }
  return found;
}

export function text(value: JsonValue | undefined, path: string): string {
  const found = at(value, path);
  if (typeof found !== 'string') throw new Error(`no text at ${path}: ${JSON.stringify(found)}`);
  return found;
}

export function time(value: JsonValue | undefined, path: string): number {
  return Date.parse(text(value, path));
}

/** Id to object. */
export function byId(list: readonly JsonObject[]): Map<string, JsonObject> {
  return new Map(list.map((item) => [text(item, 'id'), item]));
}

export function ofType(type: string, result?: string): JsonObject[] {
  return org().events.filter((event) => event.eventType === type && (result === undefined || at(event, 'outcome.result') === result));
}

export function targets(event: JsonObject, type?: string): JsonObject[] {
  const list = Array.isArray(event.target) ? event.target.filter(isJsonObject) : [];
  return type === undefined ? list : list.filter((target) => target.type === type);
}
