import * as z from 'zod';
import type { JsonObject } from '../json.js';
import type { OktaClient, ReadOptions } from '../okta/client.js';
import { scopesOf, type Operation } from '../okta/operations.js';
import type { Steps, Sweep } from './sweep.js';
import { once, type ToolBase, type ToolCall } from './tool.js';

/** What has been found so far; asked for after any step. */
export interface Report {
  /** Counts, the conclusion first. */
  readonly summary: JsonObject;
  /** What matters, the most important first. */
  readonly items: readonly JsonObject[];
  readonly columns: readonly string[];
  readonly notes?: readonly string[];
  /** Of what the answer speaks, such as the window of the log. */
  readonly examined: JsonObject;
}

/** An investigation under way. */
export interface Inquiry {
  readonly steps: Steps;
  report(): Report;
}

/** What an investigation may use. */
export interface InquiryCall extends ToolCall {
  readonly sweep: Sweep;
}

/** A tool that reads much and answers with the conclusion. Its work goes on over several calls when one is not enough. */
export interface ReportTool extends ToolBase {
  readonly answer: 'report';
  begin(args: Readonly<Record<string, unknown>>, call: InquiryCall): Promise<Inquiry>;
}

/** What the machinery gives to each call of a report tool. */
export interface ReportRuntime {
  readonly okta: () => OktaClient;
  readonly options: ReadOptions;
}

interface ReportDefinition<Shape extends z.ZodRawShape> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: () => Shape;
  readonly operations: readonly Operation[];
  readonly finder?: string;
  begin(input: z.output<z.ZodObject<Shape, z.core.$strict>>, call: InquiryCall): Promise<Inquiry> | Inquiry;
}

/** Arguments that every investigation has. */
export const reportArguments = once(() => ({
  limit: z.int().min(1).max(200).default(25).optional().describe('Rows; default 25'),
  max_requests: z.int().min(1).max(100_000).default(2_000).optional().describe('Default 2000'),
  after: z.string().max(20_000).optional().describe('page.after of the answer before: goes on'),
}));

const reportOutput = (): z.ZodObject => z.strictObject({
  summary: z.looseObject({}),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.unknown())),
  page: z.strictObject({ returned: z.int(), has_more: z.boolean(), after: z.string().optional() }),
  examined: z.looseObject({ complete: z.boolean(), requests: z.int(), operations: z.array(z.string()) }),
  notes: z.array(z.string()).optional(),
});

/** Makes an investigation. */
export function reportTool<Shape extends z.ZodRawShape>(definition: ReportDefinition<Shape>): ReportTool {
  const { name, title, description, operations, finder } = definition;
  const own = once(() => z.strictObject(definition.input()));
  return {
    name,
    title,
    description,
    operations,
    scopes: scopesOf(operations),
    anyScope: false,
    finder: finder ?? 'Check the id.',
    answer: 'report',
    input: once(() => z.strictObject({ ...definition.input(), ...reportArguments() })),
    output: reportOutput,
    begin: async (args, call) => definition.begin(own().parse(args), call),
  };
}
