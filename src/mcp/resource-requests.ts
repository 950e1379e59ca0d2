import * as z from 'zod';
import { readResource, ResourceError, resources, templates } from '../resources/resources.js';
import type { Runtime } from '../tools/runtime.js';
import { ToolError, type Tool } from '../tools/tool.js';
import { invalidParams, type OnRequest } from './requests.js';

/** Answers resources/list, resources/templates/list and resources/read. */
export function handleResources(on: OnRequest, tools: readonly Tool[], runtime: Runtime): void {
  const list = { resources: resources.filter((one) => one.offered(tools)).map(({ uri, name, title, description, mimeType }) => ({ uri, name, title, description, mimeType })) };
  const templateList = { resourceTemplates: templates.filter((one) => one.offered(tools)).map(({ prefix, variable, name, title, description, mimeType }) => ({ uriTemplate: `${prefix}{${variable}}`, name, title, description, mimeType })) };
  on('resources/list', z.looseObject({}), () => list);
  on('resources/templates/list', z.looseObject({}), () => templateList);
  on('resources/read', z.looseObject({ uri: z.string().max(2_000) }), async ({ uri }, { signal }) => {
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
