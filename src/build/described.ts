import type { Plugin } from 'esbuild';
import { describeTool } from '../mcp/describe.js';
import { toolTokens } from '../mcp/tokens.js';
import { tools } from '../tools/index.js';

/** Describes the tools once, when a bundle is made, and counts their tokens: their JSON Schemas never change, and making them takes longer than all else at a start. */
export function describedPlugin(): Plugin {
  const described = JSON.stringify(Object.fromEntries(tools.map((tool) => [tool.name, describeTool(tool)])));
  const tokens = JSON.stringify(Object.fromEntries(tools.map((tool) => [tool.name, toolTokens(tool)])));
  return {
    name: 'described',
    setup: (build) => {
      build.onLoad({ filter: /src[\\/]mcp[\\/]describe\.ts$/ }, () => ({
        contents: `const described = JSON.parse(${JSON.stringify(described)});\nexport const describeTool = ({ name }) => described[name];`,
        loader: 'js',
      }));
      build.onLoad({ filter: /src[\\/]mcp[\\/]tokens\.ts$/ }, () => ({ contents: `const tokens = ${tokens};\nexport const toolTokens = ({ name }) => tokens[name];`, loader: 'js' }));
    },
  };
}
