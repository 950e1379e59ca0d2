import * as z from 'zod';
import { cleanText } from '../answers/text.js';
import type { Prompt } from '../prompts/prompts.js';
import { once, type Tool } from '../tools/tool.js';
import { invalidParams, noParams, type OnRequest } from './requests.js';

const getParams = once(() => z.looseObject({ name: z.string(), arguments: z.record(z.string(), z.string().max(500)).optional() }));

/** The prompts that the tools at hand can carry out. */
export async function promptsFor(tools: readonly Tool[]): Promise<readonly Prompt[]> {
  const { prompts } = await import('../prompts/prompts.js');
  const names = new Set(tools.map(({ name }) => name));
  return prompts.filter((prompt) => prompt.tools.every((tool) => names.has(tool)));
}

/** Answers prompts/list and prompts/get. */
export function handlePrompts(on: OnRequest, tools: readonly Tool[]): void {
  on('prompts/list', noParams, async () => ({
    prompts: (await promptsFor(tools)).map(({ name, title, description, arguments: args }) => ({ name, title, description, arguments: args.map((arg) => ({ name: arg.name, description: arg.description, required: arg.required })) })),
  }));
  on('prompts/get', getParams, async ({ name, arguments: given = {} }) => {
    const prompt = (await promptsFor(tools)).find((one) => one.name === name);
    if (prompt === undefined) throw invalidParams('Unknown prompt. prompts/list has the names.');
    return { description: prompt.description, messages: [{ role: 'user', content: { type: 'text', text: prompt.text(quotedArguments(prompt, given)) } }] };
  });
}

/** Arguments in quotes, as they are to stand in the text: what a person typed is data there, too. */
function quotedArguments(prompt: Prompt, given: Readonly<Record<string, string>>): Record<string, string> {
  const known = prompt.arguments.map(({ name }) => name);
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger !== undefined) throw invalidParams(`${prompt.name} has no argument ${JSON.stringify(stranger.slice(0, 60))}. It has: ${known.join(', ')}.`);
  return Object.fromEntries(
    prompt.arguments.flatMap(({ name, required, standard }): [string, string][] => {
      const text = cleanText(given[name] ?? '').trim();
      if (text !== '') return [[name, JSON.stringify(text)]];
      if (required) throw invalidParams(`${prompt.name} needs the argument ${name}.`);
      return standard === undefined ? [] : [[name, JSON.stringify(standard)]];
    }),
  );
}
