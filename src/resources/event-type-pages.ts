import type { JsonObject, JsonValue } from '../json.js';
import type { EventType } from '../tools/event-types.js';

/** The catalogue of event types from above: its areas, and the fields that any event may have. */
export async function eventAreasPage(): Promise<JsonObject> {
  const { commonFields, EVENT_TYPE_RELEASE, eventAreas, eventTypes } = await import('../tools/event-types.js');
  return { release: EVENT_TYPE_RELEASE, types: eventTypes.length, areas: Object.fromEntries(eventAreas()), common_fields: { 'debugContext.debugData': [...commonFields] } };
}

/**
 * The event types below a prefix with their tags and fields, the fullest form first: fields, which types share, stand once each and types
 * name theirs by number. Empty when no type begins so.
 */
export async function eventTypePages(prefix: string): Promise<JsonObject[]> {
  const { eventTypesBelow } = await import('../tools/event-types.js');
  const types = eventTypesBelow(prefix.replace(/\.$/, ''));
  if (types.length === 0) return [];
  const names: JsonObject = { types: types.map(({ name }) => name), notes: ['Names only, since there are many types: a longer prefix tells tags and fields.'] };
  return [withFields(types), { columns: ['name', 'tags'], rows: types.map(({ name, tags }): JsonValue => [name, tags.join(' ')]), notes: ['Without fields, since there are many types: a longer prefix tells them.'] }, names];
}

function withFields(types: readonly EventType[]): JsonObject {
  const numbers = new Map<string, number>();
  const numbered = ({ fields }: EventType): number | null => {
    if (Object.keys(fields).length === 0) return null;
    const key = JSON.stringify(fields);
    numbers.set(key, numbers.get(key) ?? numbers.size + 1);
    return numbers.get(key) ?? null;
  };
  const rows = types.map((type): JsonValue => [type.name, type.tags.join(' '), numbered(type)]);
  const sets = types.flatMap(({ fields }): [string, JsonValue][] => {
    const number = numbers.get(JSON.stringify(fields));
    return number === undefined ? [] : [[String(number), Object.fromEntries(Object.entries(fields).map(([path, own]): [string, JsonValue] => [path, own.join(' ')]))]];
  });
  return { columns: ['name', 'tags', 'field_set'], rows, field_sets: Object.fromEntries(sets) };
}
