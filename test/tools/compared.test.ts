import { expect, test } from 'vitest';
import * as z from 'zod';
import { COMMON_ARGUMENTS } from '../../src/tools/compared.js';
import { tools } from '../../src/tools/index.js';

/** Free text that is compared with no value of the org. */
const NOT_COMPARED = ['get_current_time.timezone', 'parse_relative_time.timezone', 'parse_relative_time.time_expression'];

const all = tools.flatMap((tool) => {
  const schema = z.toJSONSchema(tool.input(), { io: 'input' }) as { properties?: Record<string, { type?: string; enum?: unknown; pattern?: string }> };
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({ tool, name, property, id: `${tool.name}.${name}` }));
});

test('every argument of every tool says what it has compared', () => {
  for (const { tool, name, id } of all) expect([id, COMMON_ARGUMENTS.has(name) !== Object.hasOwn(tool.compared, name)]).toEqual([id, true]);
  for (const tool of tools) for (const name of Object.keys(tool.compared)) expect(all.some(({ id }) => id === `${tool.name}.${name}`)).toBe(true);
});

test('text that may be anything is compared with something, but for words about time; an id is nothing but an id', () => {
  const free = all.filter(({ tool, name, property }) => !COMMON_ARGUMENTS.has(name) && (property.type === 'string' || property.type === 'array') && property.enum === undefined && tool.compared[name]?.by === 'nothing');
  expect(free.filter(({ property }) => property.pattern !== '^[A-Za-z0-9]{3,64}$').map(({ id }) => id).sort()).toEqual([...NOT_COMPARED].sort());
});

test('arguments of one name have the same compared in every tool', () => {
  for (const name of ['search', 'user_id', 'group_id', 'app_id', 'since', 'until', 'sort_by']) {
    expect([name, new Set(all.filter((one) => one.name === name).map(({ tool }) => JSON.stringify(tool.compared[name]))).size]).toEqual([name, 1]);
  }
});
