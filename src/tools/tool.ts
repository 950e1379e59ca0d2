import * as z from 'zod';
import type { JsonObject } from '../json.js';
import type { OktaPage } from '../okta/client.js';
import { scopesOf, type Operation } from '../okta/operations.js';
import type { Parameters } from '../okta/sdk.js';
import type { ComparedArguments } from './compared.js';
import type { ReportTool } from './report.js';

/** What a tool may use while it runs. */
export interface ToolCall {
  /** Reads one object of the org. */
  one(operation: Operation, parameters: Parameters): Promise<JsonObject>;
  /** Reads settings of the org, which have no id. */
  settings(operation: Operation, parameters: Parameters): Promise<JsonObject>;
  /** Reads the first page of a list, beside the one that the tool answers with: to resolve a name. */
  look(operation: Operation, parameters: Parameters): Promise<OktaPage>;
  /** What of an object may be told outside of rows: OKTA_REDACT holds in errors and notes, too. */
  shown(item: JsonObject): JsonObject;
  /** A value as it may be told elsewhere than at its path, such as a login in a list of logins. */
  readonly said: (path: string, value: string) => string;
  /** True where OKTA_REDACT hides the value at a path: reads have a stand-in there. */
  readonly hides: (path: string) => boolean;
  /** True where values can be told apart: they are not hidden, or have stand-ins of their own. */
  readonly comparable: (path: string) => boolean;
  readonly now: Date;
}

/** What a list tool may use beside: the page it answers with goes through `page`, so that cursors work the same everywhere. */
export interface ListCall extends ToolCall {
  /** The most rows the answer may have. */
  readonly limit: number;
  /** The query of the page to go on with; undefined for the first page. */
  readonly query: URLSearchParams | undefined;
  page(operation: Operation, parameters: Parameters): Promise<OktaPage>;
}

/** What a list tool's `run` gives back. */
export interface ListResult extends Pick<OktaPage, 'items' | 'query' | 'next'> {
  readonly notes?: readonly string[];
}

export interface ObjectResult {
  readonly object: JsonObject;
  readonly notes?: readonly string[];
}

/** A failure that the caller can mend: what is wrong in a sentence, then the next step. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  constructor(message: string, readonly next: string) {
    super(message);
  }
}

type Arguments = Readonly<Record<string, unknown>>;

export interface ToolBase {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** All arguments, those included that every tool of its kind has. Made when it is asked for: most tools are not called. */
  readonly input: () => z.ZodObject;
  /** Tests hold answers against it, and the list of tools tells its outline. */
  readonly output: () => z.ZodObject;
  /** Every Okta operation it calls; its scopes follow from them. Empty for tools that need no org. */
  readonly operations: readonly Operation[];
  readonly scopes: readonly string[];
  /** One of its scopes is enough for a part of what it does; else it needs all. */
  readonly anyScope: boolean;
  /** The next step when Okta knows no such thing: the tool that finds its id. */
  readonly finder: string;
  /** What each of its own arguments has compared with values of the org. */
  readonly compared: ComparedArguments;
  /** Paths whose values it counts, sorts or decides by itself: without them it has nothing to say. */
  readonly basis: readonly string[];
}

export interface ListTool extends ToolBase {
  readonly answer: 'list';
  readonly columns: readonly string[];
  run(args: Arguments, call: ListCall): Promise<ListResult>;
  /** Why nothing was found, and what to try. */
  empty(args: Arguments): string;
  /** How far an answer reaches whose last row is this, when more follows. */
  reach(last: JsonObject): readonly string[];
}

export interface ObjectTool extends ToolBase {
  readonly answer: 'object';
  /** The key the object stands under. */
  readonly kind: string;
  run(args: Arguments, call: ToolCall): Promise<ObjectResult>;
}

/** A tool as data: the machinery around `run` is written once, in execute.ts. */
export type Tool = ListTool | ObjectTool | ReportTool;

/** What every kind of tool is defined by. */
export interface Definition<Shape extends z.ZodRawShape> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: () => Shape;
  /** Every argument is declared: what OKTA_REDACT hides must not be found out by one that was forgotten. */
  readonly compared: ComparedArguments<keyof NoInfer<Shape>>;
  readonly basis?: readonly string[];
  readonly operations: readonly Operation[];
  readonly finder?: string;
  readonly anyScope?: true;
}

/** What a tool's own arguments are once they were read. */
export type Input<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;

interface ListDefinition<Shape extends z.ZodRawShape> extends Definition<Shape> {
  readonly columns: readonly string[];
  run(input: Input<Shape>, call: ListCall): Promise<ListResult>;
  empty(input: Input<Shape>): string;
  reach?(last: JsonObject): readonly string[];
}

interface ObjectDefinition<Shape extends z.ZodRawShape> extends Definition<Shape> {
  readonly kind: string;
  /** False for a tool whose answer has no fields to choose. */
  readonly projected?: boolean;
  run(input: Input<Shape>, call: ToolCall): Promise<ObjectResult>;
}

/** Rows of a list when none are asked for. */
export const LIST_LIMIT = 50;

const fields = once(() => z.array(z.string().min(1).max(1_000)).min(1).max(50).optional());

/** Arguments that every list has. */
const listArguments = once(() => ({
  limit: z.int().min(1).max(100).optional().describe(`Default ${LIST_LIMIT}`),
  after: z.string().max(20_000).optional().describe('page.after of the answer before'),
  fields: fields().describe('Paths, "profile.*", or "*" for all'),
}));

/** The argument that every single thing has. */
const objectArguments = once(() => ({ fields: fields().describe('Paths; "*" adds _links') }));

const notes = (): z.ZodOptional<z.ZodArray<z.ZodString>> => z.array(z.string()).optional();

/** The form of every answer with rows. */
export const rowsOutput = (): z.ZodObject => z.strictObject({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.unknown())),
  page: z.strictObject({ returned: z.int(), has_more: z.boolean(), after: z.string().optional() }),
  notes: notes(),
});

/** Makes a tool that answers with a list. */
export function listTool<Shape extends z.ZodRawShape>(definition: ListDefinition<Shape>): ListTool {
  const own = once(() => z.strictObject(definition.input()));
  return {
    ...base(definition),
    answer: 'list',
    input: once(() => z.strictObject({ ...definition.input(), ...listArguments() })),
    output: rowsOutput,
    columns: definition.columns,
    run: (args, call) => definition.run(own().parse(args), call),
    empty: (args) => definition.empty(own().parse(args)),
    reach: (last) => definition.reach?.(last) ?? [],
  };
}

/** Makes a tool that answers with a single thing. */
export function objectTool<Shape extends z.ZodRawShape>(definition: ObjectDefinition<Shape>): ObjectTool {
  const own = once(() => z.strictObject(definition.input()));
  return {
    ...base(definition),
    answer: 'object',
    kind: definition.kind,
    input: once(() => z.strictObject({ ...definition.input(), ...(definition.projected === false ? {} : objectArguments()) })),
    output: () => z.strictObject({ [definition.kind]: z.looseObject({}), notes: notes() }),
    run: (args, call) => definition.run(own().parse(args), call),
  };
}

/** Makes something when it is first asked for: schemas take long to make, and most tools are not called. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** What every kind of tool has. */
export function base<Shape extends z.ZodRawShape>(definition: Definition<Shape>): Omit<ToolBase, 'input' | 'output'> {
  const { name, title, description, operations, finder, anyScope, compared, basis } = definition;
  return { name, title, description, operations, scopes: scopesOf(operations), anyScope: anyScope === true, finder: finder ?? 'Check the id.', compared, basis: basis ?? [] };
}
