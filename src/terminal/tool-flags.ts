import { cell } from './answer-table.js';
import type { Flag, ParsedFlags } from '../flags.js';
import { isJsonObject, type JsonObject } from '../json.js';

/** A tool's arguments as flags, made of its JSON Schema. */
export function toolFlags(inputSchema: unknown): Readonly<Record<string, Flag>> {
  return Object.fromEntries(Object.entries(propertiesOf(inputSchema)).map(([name, schema]) => [name, flagOf(schema, requiredOf(inputSchema).includes(name))]));
}

/**
 * The arguments that flags spell out, in the types of the schema: `true` or `false` may follow a boolean as in `--x=false`, lists are
 * written with commas or by repeating the flag. What does not fit is passed on as it is: the tool says what is wrong with it.
 */
export function toolArguments(inputSchema: unknown, { values }: ParsedFlags): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(propertiesOf(inputSchema)).flatMap(([name, schema]): [string, unknown][] => {
      const written = values.get(name)?.map(String);
      return written === undefined ? [] : [[name, valueOf(schema, written)]];
    }),
  );
}

function flagOf(schema: JsonObject, required: boolean): Flag {
  const description = typeof schema['description'] === 'string' ? schema['description'] : '';
  const words = [...(required ? ['Required.'] : []), description, ...bounds(schema)].filter((word) => word !== '');
  return { value: placeholder(schema), description: words.join(' ') };
}

function placeholder(schema: JsonObject): string {
  if (schema['type'] === 'boolean') return 'true|false';
  if (schema['type'] === 'array') return 'A,B';
  return schema['type'] === 'integer' || schema['type'] === 'number' ? 'N' : 'TEXT';
}

function bounds({ enum: choices, minimum, maximum, items }: JsonObject): string[] {
  const all = choices ?? (isJsonObject(items) ? items['enum'] : undefined);
  if (Array.isArray(all)) return [`One of ${all.map(cell).join(', ')}.`];
  return typeof minimum === 'number' && typeof maximum === 'number' ? [`(${minimum} to ${maximum})`] : [];
}

function valueOf({ type }: JsonObject, written: readonly string[]): unknown {
  const last = written.at(-1) ?? '';
  switch (type) {
    case 'array':
      return written.flatMap((text) => text.split(',')).map((text) => text.trim()).filter((text) => text !== '');
    case 'boolean':
      return last === 'true' ? true : last === 'false' ? false : last;
    case 'integer':
    case 'number':
      return last.trim() === '' || Number.isNaN(Number(last)) ? last : Number(last);
    default:
      return last;
  }
}

function propertiesOf(schema: unknown): Record<string, JsonObject> {
  const properties = isJsonObject(schema) ? schema['properties'] : undefined;
  return isJsonObject(properties) ? Object.fromEntries(Object.entries(properties).flatMap(([name, property]): [string, JsonObject][] => (isJsonObject(property) ? [[name, property]] : []))) : {};
}

function requiredOf(schema: unknown): readonly unknown[] {
  const required = isJsonObject(schema) ? schema['required'] : undefined;
  return Array.isArray(required) ? required : [];
}
