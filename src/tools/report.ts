import * as z from 'zod';
import type { JsonObject } from '../json.js';
import type { Steps, Sweep } from './sweep.js';
import { base, once, rowsOutput, type Definition, type Input, type ToolBase, type ToolCall } from './tool.js';

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

interface ReportDefinition<Shape extends z.ZodRawShape> extends Definition<Shape> {
  begin(input: Input<Shape>, call: InquiryCall): Promise<Inquiry> | Inquiry;
}

/** Rows of an investigation, and its requests, when no number is asked for. */
export const REPORT_ROWS = 25;
export const REPORT_REQUESTS = 2_000;

/** Arguments that every investigation has. */
const reportArguments = once(() => ({
  limit: z.int().min(1).max(200).optional().describe(`Rows; default ${REPORT_ROWS}`),
  max_requests: z.int().min(1).max(100_000).optional().describe(`Default ${REPORT_REQUESTS}`),
  after: z.string().max(20_000).optional().describe('page.after of the answer before: goes on'),
}));

const reportOutput = (): z.ZodObject => z.strictObject({
  summary: z.looseObject({}),
  ...rowsOutput().shape,
  examined: z.looseObject({ complete: z.boolean(), requests: z.int(), operations: z.array(z.string()) }),
});

/** Makes an investigation. */
export function reportTool<Shape extends z.ZodRawShape>(definition: ReportDefinition<Shape>): ReportTool {
  const own = once(() => z.strictObject(definition.input()));
  return {
    ...base(definition),
    answer: 'report',
    input: once(() => z.strictObject({ ...definition.input(), ...reportArguments() })),
    output: reportOutput,
    begin: async (args, call) => definition.begin(own().parse(args), call),
  };
}
