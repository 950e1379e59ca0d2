import type { Completable } from '../completion/completion.js';
import { Fitter } from '../answers/fit.js';
import { Locus } from '../answers/path.js';
import type { JsonObject } from '../json.js';
import { auditedRead, NotOffered, withinBounds } from '../tools/audited-read.js';
import { execute } from '../tools/execute.js';
import type { CallContext, Runtime } from '../tools/runtime.js';
import type { Tool } from '../tools/tool.js';
import { eventAreasPage, eventTypePages } from './event-type-pages.js';

/** What reading a resource may use. */
export interface ResourceCall {
  readonly tools: readonly Tool[];
  readonly runtime: Runtime;
  readonly context: CallContext;
}

interface Described {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: 'application/json' | 'text/markdown';
  /** Whether it is offered beside these tools. */
  readonly offered: (tools: readonly Tool[]) => boolean;
}

/** A page about the org or about how to ask it. */
export interface Resource extends Described {
  readonly uri: string;
  /** Throws ResourceError. */
  read(call: ResourceCall): Promise<string>;
}

/** Pages that differ by one value at the end of their URI. */
export interface ResourceTemplate extends Described {
  /** What stands before the value. */
  readonly prefix: string;
  readonly variable: string;
  readonly completes: Completable;
  /** Throws ResourceError. */
  read(value: string, call: ResourceCall): Promise<string>;
}

/** A resource cannot be read; the message is for the caller. */
export class ResourceError extends Error {
  override readonly name = 'ResourceError';
}

/** Requests that one page may take, retries included: the org at a glance has seven parts, a single thing is looked up by its name and read. */
const ORG_REQUESTS = 14;
const SINGLE_REQUESTS = 6;

const asksTheOrg = (tools: readonly Tool[]): boolean => tools.some(({ operations }) => operations.length > 0);
const hasTool = (name: string) => (tools: readonly Tool[]): boolean => tools.some((tool) => tool.name === name);
const hasLog = hasTool('get_okta_event_logs');

export const resources: readonly Resource[] = [
  {
    uri: 'okta://org',
    name: 'org',
    title: 'The org at a glance',
    description: 'Name, engine, counts of users, administrators, applications and zones, and the authenticators in use.',
    mimeType: 'application/json',
    offered: asksTheOrg,
    read: async ({ runtime, context }) => {
      const { orgAtAGlance } = await import('./org.js');
      runtime.okta();
      return page(await auditedRead('okta://org', runtime, context, ORG_REQUESTS, (call) => orgAtAGlance(call, (error) => error instanceof NotOffered, context.signal)), runtime);
    },
  },
  {
    uri: 'okta://event-types',
    name: 'event-types',
    title: 'System Log event types',
    description: 'The areas of Okta\'s catalogue of event types with how many each has; okta://event-types/{prefix} tells the types, their tags and fields.',
    mimeType: 'application/json',
    offered: hasLog,
    read: async ({ runtime }) => page(await eventAreasPage(), runtime),
  },
  {
    uri: 'okta://filter-syntax',
    name: 'filter-syntax',
    title: 'Filter syntax',
    description: 'Which properties and operators search, filter and q know, per tool.',
    mimeType: 'text/markdown',
    offered: asksTheOrg,
    read: async () => (await import('./filter-syntax.js')).filterSyntax,
  },
];

export const templates: readonly ResourceTemplate[] = [
  single('users', 'user', 'An Okta user', 'A user by id or login, as get_okta_user answers.', 'get_okta_user', 'user_id'),
  single('groups', 'group', 'An Okta group', 'A group by id or name, as get_okta_group answers.', 'get_okta_group', 'group_id'),
  single('applications', 'application', 'An Okta application', 'An application by id or label, as get_okta_application answers.', 'get_okta_application', 'app_id'),
  {
    prefix: 'okta://event-types/',
    variable: 'prefix',
    name: 'event-types-below',
    title: 'System Log event types below a prefix',
    description: 'Event types whose name begins with these words (user.session, policy, user.mfa.factor), with tags and the fields each carries (field_sets).',
    mimeType: 'application/json',
    offered: hasLog,
    completes: 'event-type',
    read: async (prefix, { runtime }) => {
      const forms = (await eventTypePages(prefix)).map((form) => JSON.stringify(withNotice(form, runtime.notice)));
      if (forms.length === 0) throw new ResourceError('No event type begins with these words. okta://event-types has the areas.');
      return forms.find((text) => text.length <= runtime.maxCharacters) ?? page({ notes: ['Too many types for one answer: use a longer prefix.'] }, runtime);
    },
  },
];

/** A thing of the org by its id or name: what the tool answers. */
function single(folder: string, completes: 'user' | 'group' | 'application', title: string, description: string, toolName: string, argument: string): ResourceTemplate {
  return {
    prefix: `okta://${folder}/`,
    variable: 'id',
    name: completes,
    title,
    description,
    mimeType: 'application/json',
    offered: hasTool(toolName),
    completes,
    read: async (value, { tools, runtime, context }) => {
      const tool = tools.find(({ name }) => name === toolName);
      if (tool === undefined) throw new ResourceError(`This server does not offer ${toolName}.`);
      const outcome = await withinBounds(runtime, context, SINGLE_REQUESTS, (bounded, within) => execute(tool, { [argument]: value }, bounded, within));
      if (!outcome.ok) throw new ResourceError(outcome.text);
      return outcome.text;
    },
  };
}

/** Reads what a URI names. Throws ResourceError when it names nothing. */
export async function readResource(uri: string, call: ResourceCall): Promise<{ readonly mimeType: string; readonly text: string }> {
  const resource = resources.find((one) => one.uri === uri && one.offered(call.tools));
  if (resource !== undefined) return { mimeType: resource.mimeType, text: await resource.read(call) };
  const template = templates.find((one) => uri.startsWith(one.prefix) && uri.length > one.prefix.length && one.offered(call.tools));
  if (template === undefined) throw new ResourceError('No such resource. resources/list and resources/templates/list have the URIs.');
  return { mimeType: template.mimeType, text: await template.read(decoded(uri.slice(template.prefix.length)), call) };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new ResourceError('The URI is not correctly percent-encoded.');
  }
}

/** A page's text, with what this server always says, within the bound of an answer. */
function page(content: JsonObject, { notice, maxCharacters }: Runtime): string {
  const whole = withNotice(content, notice);
  const fitter = new Fitter();
  return JSON.stringify(fitter.size(whole, maxCharacters) <= maxCharacters ? whole : fitter.fit(whole, maxCharacters, Locus.of('', {})).value);
}

function withNotice(content: JsonObject, notice: string | undefined): JsonObject {
  return notice === undefined ? content : { ...content, notes: [notice, ...(Array.isArray(content['notes']) ? content['notes'] : [])] };
}
