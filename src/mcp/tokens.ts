import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { Tool } from '../tools/tool.js';
import { describeTool } from './describe.js';

/** What a tool costs each conversation: tokens (o200k) of its name, description and input schema, which hosts pass on. Counted when the package is built. */
export function toolTokens(tool: Tool): number {
  const { name, description, inputSchema } = describeTool(tool);
  return countTokens(JSON.stringify({ name, description, input_schema: inputSchema }));
}
