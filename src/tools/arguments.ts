import type * as z from 'zod';
import { nearest } from './nearest.js';
import { ToolError, type Tool } from './tool.js';

/**
 * Validates a call's arguments. An empty string or null counts as absent (clients send them for what they leave out), text is trimmed.
 * Throws ToolError that names the argument to correct, and for one the tool does not have, those it has.
 */
export function readArguments(tool: Tool, raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.fromEntries(
    Object.entries(raw)
      .map(([name, value]): [string, unknown] => [name, typeof value === 'string' ? value.trim() : value])
      .filter(([, value]) => value !== '' && value !== null && value !== undefined),
  );
  const result = tool.input().safeParse(given);
  if (result.success) return result.data;
  throw argumentError(tool, result.error, given);
}

function argumentError(tool: Tool, error: z.ZodError, given: Readonly<Record<string, unknown>>): ToolError {
  const known = Object.keys(tool.input().shape);
  const unknown = error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  if (unknown.length > 0) {
    const names = unknown.slice(0, 5).map((name) => `\`${name.slice(0, 60)}\``).join(', ');
    const [first = ''] = unknown;
    const near = nearest(first, known, 1)[0];
    return new ToolError(
      `${tool.name} has no argument ${names}. It has: ${known.join(', ')}.`,
      `${near === undefined ? 'Remove it' : `Use \`${near}\` if that is meant, else remove it,`} and call again.`,
    );
  }
  const problems = error.issues.map((issue) => problem(issue, given));
  return new ToolError(`Invalid arguments for ${tool.name}: ${problems.join(' ')}`, 'Correct the argument and call again.');
}

function problem(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  const name = String(issue.path[0] ?? '');
  if (!(name in given)) return `\`${name}\` is required.`;
  return `\`${issue.path.join('.')}\`: ${sentence(issue)}`;
}

function sentence(issue: z.core.$ZodIssue): string {
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
