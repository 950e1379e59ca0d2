import type { Command } from '../cli.js';
import { environment } from '../environment.js';
import type { Screen } from '../terminal/screen.js';
import { table } from '../terminal/table.js';
import { withNotes } from './settings-notes.js';

/** Lists the tools of OKTA_TOOLSETS with what each needs and costs; asks nothing of the org. Resolves to the exit code. */
export async function tools({ org, json }: Extract<Command, { kind: 'tools' }>, screen: Screen): Promise<number> {
  const { offeredTools } = await import('./session.js');
  const { toolTokens } = await import('../mcp/tokens.js');
  const listed = (await offeredTools(withNotes(environment(org.settingsFile), screen))).map((tool) => ({ name: tool.name, title: tool.title, scopes: tool.scopes, tokens: toolTokens(tool) }));
  const tokens = listed.reduce((sum, tool) => sum + tool.tokens, 0);
  if (json) screen.out(JSON.stringify({ tools: listed, tokens, tokenizer: 'o200k_base' }, null, 2));
  else {
    const rows = listed.map((tool) => [tool.name, tool.scopes.join(' ') || 'none', String(tool.tokens)]);
    screen.out(`${table(['tool', 'OAuth scopes', 'tokens'], rows, screen, { wrap: true })}\n${listed.length} tools, ${tokens} tokens of a model's context (o200k).`);
  }
  return 0;
}
