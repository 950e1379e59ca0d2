import type * as z from 'zod';
import { boundedFaults } from '../faults.js';
import { nearest } from './nearest.js';
import { ToolError, type Tool } from './tool.js';

/** Unknown names that are repeated to the caller. */
const MAX_NAMES = 5;

/**
 * Validates a call's arguments. An empty string or null counts as absent (clients send them for what they leave out), text is trimmed.
 * Throws ToolError with all that is wrong: each argument to correct, and for those the tool does not have, the ones it has.
 */
export function readArguments(tool: Tool, raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = withoutEmpty(raw);
  const result = tool.input().safeParse(given);
  if (result.success) return result.data;
  throw argumentError(tool, result.error, given);
}

/** What is wrong with the values of a call's arguments, a sentence each with the argument's name; empty when they fit. */
export function argumentProblems(tool: Tool, raw: Readonly<Record<string, unknown>>): { readonly name: string; readonly sentence: string }[] {
  const given = withoutEmpty(raw);
  const { error } = tool.input().safeParse(given);
  return error === undefined ? [] : problemsOf(error, given);
}

function withoutEmpty(raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(raw)
      .map(([name, value]): [string, unknown] => [name, typeof value === 'string' ? value.trim() : value])
      .filter(([, value]) => value !== '' && value !== null && value !== undefined),
  );
}

/** All faults of a call in one error: arguments that the tool does not have, those that are missing and those that do not fit. */
function argumentError(tool: Tool, error: z.ZodError, given: Readonly<Record<string, unknown>>): ToolError {
  const known = Object.keys(tool.input().shape);
  const unknown = error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : []));
  const problems = problemsOf(error, given).map(({ sentence }) => sentence);
  const misfits = problems.length === 0 ? [] : [`Invalid arguments for ${tool.name}:`, ...boundedFaults(problems)];
  const next = [...unknownAdvice(unknown, known), ...(problems.length === 0 ? [] : [problems.length === 1 ? 'correct the argument' : 'correct the arguments'])].join(', ');
  return new ToolError([...unknownSentence(tool, unknown, known), ...misfits].join(' '), `${next.slice(0, 1).toUpperCase()}${next.slice(1)} and call again.`);
}

function unknownSentence(tool: Tool, unknown: readonly string[], known: readonly string[]): string[] {
  if (unknown.length === 0) return [];
  const names = unknown.slice(0, MAX_NAMES).map((name) => `\`${name.slice(0, 60)}\``).join(', ');
  const further = unknown.length > MAX_NAMES ? ` and ${unknown.length - MAX_NAMES} more` : '';
  return [`${tool.name} has no argument ${names}${further}. It has: ${known.join(', ')}.`];
}

/** What is most likely meant, and what to do with the rest. */
function unknownAdvice(unknown: readonly string[], known: readonly string[]): string[] {
  const meant = unknown.slice(0, MAX_NAMES).map((name) => nearest(name, known, 1)[0]);
  const near = [...new Set(meant.filter((name) => name !== undefined))].map((name) => `\`${name}\``);
  if (unknown.length === 0) return [];
  if (near.length === 0) return [unknown.length === 1 ? 'remove it' : 'remove them'];
  return [`use ${near.join(', ')} if that is meant`, `else remove ${unknown.length === 1 ? 'it' : 'them'}`];
}

function problemsOf(error: z.ZodError, given: Readonly<Record<string, unknown>>): { name: string; sentence: string }[] {
  return error.issues.filter((issue) => issue.code !== 'unrecognized_keys' || issue.path.length > 0).map((issue) => {
    const name = String(issue.path[0] ?? '');
    return { name, sentence: Object.hasOwn(given, name) ? `\`${issue.path.join('.')}\`: ${requirement(issue)}` : `\`${name}\` is required.` };
  });
}

function requirement(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return `at least ${String(issue.minimum)}${unit(issue.origin)}.`;
    case 'too_big':
      return `at most ${String(issue.maximum)}${unit(issue.origin)}.`;
    case 'invalid_type':
      return `must be ${issue.expected === 'int' ? 'an integer' : /^[aeiou]/.test(issue.expected) ? `an ${issue.expected}` : `a ${issue.expected}`}.`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}.`;
    default:
      return `${issue.message.replace(/\.$/, '')}.`;
  }
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}
