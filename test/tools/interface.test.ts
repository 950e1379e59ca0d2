import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { tools } from '../../src/tools/index.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Host } from '../support/host.js';

interface Listed {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { readonly properties?: Record<string, Record<string, unknown>> };
  readonly annotations: Record<string, unknown>;
}

let host: Host;
let listed: Listed[];

beforeAll(async () => {
  host = await Host.start({});
  listed = (await host.request('tools/list')).result?.['tools'] as Listed[];
});
afterAll(() => host.close());

const seen = ({ name, description, inputSchema }: Listed): string => JSON.stringify({ name, description, input_schema: inputSchema });

test('the list of tools stays within its budget of tokens (o200k)', () => {
  const rows = listed.map((tool) => `${String(countTokens(seen(tool))).padStart(5)}  ${tool.name}`);
  const whole = countTokens(JSON.stringify({ tools: listed }));
  const visible = listed.reduce((sum, tool) => sum + countTokens(seen(tool)), 0);
  process.stdout.write(`${rows.join('\n')}\n${String(visible).padStart(5)}  name, description and input schema of all\n${String(whole).padStart(5)}  the whole tools/list\n`);
  expect(whole).toBeLessThan(8_000);
});

test('every tool is read-only and says so, and its words fit where hosts cut them', () => {
  expect(new Set(listed.map(({ name }) => name)).size).toBe(tools.length);
  expect(new Set(listed.map(({ title }) => title)).size).toBe(tools.length);
  for (const { name, description, annotations } of listed) {
    expect(name).toMatch(/^[a-z_]{5,45}$/);
    expect(description.length).toBeGreaterThan(40);
    expect(description.length).toBeLessThan(1_200);
    expect(annotations).toEqual({ readOnlyHint: true, ...(/time$/.test(name) ? { openWorldHint: false } : {}) });
  }
});

test('input schemas are flat objects of plain types that no model API refuses', () => {
  for (const { name, inputSchema } of listed) {
    expect(Object.keys(inputSchema).toSorted(), name).toEqual(expect.arrayContaining(['additionalProperties', 'properties', 'type']));
    for (const [property, schema] of Object.entries(inputSchema.properties ?? {})) {
      expect(['string', 'integer', 'number', 'boolean', 'array'], `${name}.${property}`).toContain(schema['type']);
      for (const union of ['anyOf', 'oneOf', 'allOf', '$ref']) expect(schema).not.toHaveProperty(union);
    }
  }
});

test('the interface of every tool, as a client sees it', () => {
  expect(listed).toMatchSnapshot();
});
