import type { Plugin } from 'esbuild';

/**
 * Leaves out of a bundle what no code of this server reaches: the validator of elicitation answers (ajv), zod 3 for schemas written for it,
 * and the languages of zod's messages but English.
 */
export function slimPlugin(): Plugin {
  const stubs: readonly (readonly [RegExp, string])[] = [
    [/@modelcontextprotocol[\\/]sdk[\\/]dist[\\/]esm[\\/]validation[\\/]ajv-provider\.js$/, 'export class AjvJsonSchemaValidator {}'],
    [/zod-to-json-schema[\\/]dist[\\/]esm[\\/]index\.js$/, 'export const zodToJsonSchema = () => ({});'],
    // Uploads of files: no operation in use has one.
    [/form-data[\\/]lib[\\/]form_data\.js$/, 'module.exports = class {};'],
    [/zod[\\/]v3[\\/]index\.js$/, 'export default {};'],
    [/zod[\\/]v4[\\/]locales[\\/]index\.js$/, "export { default as en } from './en.js';"],
  ];
  return {
    name: 'slim',
    setup: (build) => {
      for (const [filter, contents] of stubs) build.onLoad({ filter }, () => ({ contents, loader: 'js' }));
    },
  };
}
