import * as z from 'zod';
import { complete, type Completable } from '../completion/completion.js';
import { templates } from '../resources/resources.js';
import { auditedRead } from '../tools/audited-read.js';
import type { Runtime } from '../tools/runtime.js';
import { once, type Tool } from '../tools/tool.js';
import { promptsFor } from './prompt-requests.js';
import { invalidParams, type OnRequest } from './requests.js';

const completeParams = once(() => z.looseObject({
  ref: z.union([z.looseObject({ type: z.literal('ref/prompt'), name: z.string() }), z.looseObject({ type: z.literal('ref/resource'), uri: z.string() })]),
  argument: z.object({ name: z.string(), value: z.string() }),
}));
type CompleteParams = z.output<ReturnType<typeof completeParams>>;

/** One page of one list, retries included. */
const COMPLETION_REQUESTS = 3;

/** Characters of the answer around its values. */
const FRAME = 100;

/** Answers completion/complete. What cannot be read completes nothing: a host shows suggestions, not errors. */
export function handleCompletion(on: OnRequest, tools: readonly Tool[], runtime: Runtime): void {
  on('completion/complete', completeParams, async ({ ref, argument }, { signal }) => {
    const kind = await completableOf(ref, argument.name, tools);
    const context = { signal, progress: () => undefined };
    try {
      const { values, more } = await complete(kind, argument.value, (read) => auditedRead('completion/complete', runtime, context, COMPLETION_REQUESTS, read));
      const kept = fitting(values, runtime.maxCharacters);
      return { completion: { values: kept, hasMore: more || kept.length < values.length } };
    } catch {
      signal.throwIfAborted();
      return { completion: { values: [], hasMore: false } };
    }
  });
}

/** As many of the first values as an answer may have characters. */
function fitting(values: readonly string[], maxCharacters: number): string[] {
  let left = maxCharacters - FRAME;
  const over = values.findIndex((value) => (left -= JSON.stringify(value).length + 1) < 0);
  return over < 0 ? [...values] : values.slice(0, over);
}

async function completableOf(ref: CompleteParams['ref'], argument: string, tools: readonly Tool[]): Promise<Completable> {
  const found = ref.type === 'ref/prompt' ? (await promptsFor(tools)).find(({ name }) => name === ref.name)?.arguments.find(({ name }) => name === argument) : templates.find(({ prefix, variable, offered }) => offered(tools) && ref.uri === `${prefix}{${variable}}` && variable === argument);
  if (found === undefined) throw invalidParams('Nothing to complete: prompts/list and resources/templates/list have the names.');
  return found.completes;
}
