import * as z from 'zod';
import { readResource, ResourceError, resources, templates } from '../resources/resources.js';
import type { Runtime } from '../tools/runtime.js';
import { once, ToolError, type Tool } from '../tools/tool.js';
import { invalidParams, noParams, type OnRequest } from './requests.js';

const readParams = once(() => z.looseObject({ uri: z.string().max(2_000) }));

/** Answers resources/list, resources/templates/list and resources/read. */
export function handleResources(on: OnRequest, tools: readonly Tool[], runtime: Runtime): void {
  const list = { resources: resources.filter((one) => one.offered(tools)).map(({ uri, name, title, description, mimeType }) => ({ uri, name, title, description, mimeType })) };
  const templateList = { resourceTemplates: templates.filter((one) => one.offered(tools)).map(({ prefix, variable, name, title, description, mimeType }) => ({ uriTemplate: `${prefix}{${variable}}`, name, title, description, mimeType })) };
  on('resources/list', noParams, () => list);
  on('resources/templates/list', noParams, () => templateList);
  on('resources/read', readParams, async ({ uri }, { signal }) => {
    try {
      const { mimeType, text } = await readResource(uri, { tools, runtime, context: { signal, progress: () => undefined } });
      return { contents: [{ uri, mimeType, text }] };
    } catch (error) {
      if (error instanceof ResourceError) throw invalidParams(error.message, { uri });
      if (error instanceof ToolError) throw invalidParams(`${error.message}\nNext: ${error.next}`, { uri });
      throw error;
    }
  });
}
