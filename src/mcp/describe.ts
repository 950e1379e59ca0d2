import type { Tool as ToolDescription } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import type { Tool } from '../tools/tool.js';

/** A tool as clients see it: JSON Schema 2020-12 without what costs tokens and says nothing, and annotations for the approval dialogs of hosts. */
export function describeTool(tool: Tool): ToolDescription {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: objectSchema(tool.input(), 'input'),
    outputSchema: outline(objectSchema(tool.output(), 'output')),
    // What only says more of tools that write (destructive, idempotent), and what is the default (an open world), is left out.
    annotations: { readOnlyHint: true, ...(tool.operations.length > 0 ? {} : { openWorldHint: false }) },
  };
}

const flatSchema = z.looseObject({
  type: z.literal('object'),
  properties: z.record(z.string(), z.looseObject({ type: z.string() })).optional(),
  required: z.array(z.string()).optional(),
});

/** The keys of an answer with their types and no deeper: no model is shown an output schema, and every client is sent it. */
function outline(schema: z.output<typeof flatSchema>): z.output<typeof flatSchema> {
  const properties = Object.entries(schema.properties ?? {}).map(([name, { type }]): [string, { type: string }] => [name, { type }]);
  return { type: schema.type, properties: Object.fromEntries(properties), ...(schema.required === undefined ? {} : { required: schema.required }) };
}

function objectSchema(schema: z.ZodObject, io: 'input' | 'output'): z.output<typeof flatSchema> {
  const json = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    override: ({ jsonSchema }) => {
      // An empty schema is `{}` to JSON Schema and an error to some model APIs: an array without `items` says the same.
      if (jsonSchema.type === 'array' && typeof jsonSchema.items === 'object' && Object.keys(jsonSchema.items).length === 0) delete jsonSchema.items;
      // Bounds that no sane call meets: checked, and told when they are broken.
      for (const name of ['maxLength', 'minLength', 'minItems', 'maxItems', 'pattern', 'default'] as const) Reflect.deleteProperty(jsonSchema, name);
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) {
        delete jsonSchema.maximum;
        delete jsonSchema.minimum;
      }
    },
  });
  delete json.$schema;
  return flatSchema.parse(json);
}
