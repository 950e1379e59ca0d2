import type { Tool as ToolDescription } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Tool } from '../tools/tool.js';

/** A tool as clients see it: JSON Schema 2020-12 without what costs tokens and says nothing, and annotations for the approval dialogs of hosts. */
export function describeTool(tool: Tool): ToolDescription {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: objectSchema(tool.input, 'input'),
    outputSchema: objectSchema(tool.output, 'output'),
    annotations: { title: tool.title, readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: tool.operations.length > 0 },
  };
}

const flatSchema = z.looseObject({
  type: z.literal('object'),
  properties: z.record(z.string(), z.looseObject({})).optional(),
  required: z.array(z.string()).optional(),
});

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
