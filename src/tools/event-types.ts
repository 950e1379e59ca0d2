import { carried, catalogue, commonDebugData, fieldGroups } from './event-catalogue.js';
export { EVENT_TYPE_RELEASE } from './event-catalogue.js';

/** A System Log event type as Okta's catalogue has it. */
export interface EventType {
  readonly name: string;
  readonly tags: readonly string[];
  /** Fields of the event's parts that events of this type carry beside the common ones, by the path they stand under. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

const records = (text: string): string[] => text.trim().split(/;\s*/);
const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');

/** The names of all event types. */
export const eventTypes: readonly string[] = records(catalogue).map((record) => record.slice(0, record.indexOf(' ')));

/** Fields of `debugContext.debugData` that any event may have. */
export const commonFields: readonly string[] = words(commonDebugData);

const PARTS = ['debugContext.debugData', 'actor.detailEntry', 'target.detailEntry', 'target.changeDetails'];

/** The event types whose name begins with these words: `user.session` has `user.session.start`, and not `user.sessions`. */
export function eventTypesBelow(prefix: string): EventType[] {
  const groups = new Map(records(fieldGroups).map((record) => [record.slice(0, record.indexOf(':')), words(record.slice(record.indexOf(':') + 1))]));
  const parts = records(carried).map((record) => Object.fromEntries(record.split('|').flatMap((names, index): [string, string[]][] => {
    const fields = [...new Set(words(names).flatMap((name) => groups.get(name) ?? []))];
    return fields.length === 0 ? [] : [[PARTS[index] ?? '', fields]];
  })));
  return records(catalogue).map(words).flatMap(([name = '', position = '', ...tags]): EventType[] => (name === prefix || name.startsWith(`${prefix}.`) ? [{ name, tags, fields: parts[Number(position)] ?? {} }] : []));
}

/** The first word of all event types with how many types begin so. */
export function eventAreas(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of eventTypes) {
    const [first = ''] = name.split('.');
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  return counts;
}

/** Every prefix that `eventTypesBelow` may be asked for: whole words, up to the names themselves. */
export function eventPrefixes(): string[] {
  return [...new Set(eventTypes.flatMap((name) => name.split('.').map((_, index, all) => all.slice(0, index + 1).join('.'))))].sort();
}
