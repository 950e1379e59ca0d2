import { expect, test } from 'vitest';
import { readArguments } from '../../src/tools/arguments.js';
import { tools } from '../../src/tools/index.js';
import { ToolError } from '../../src/tools/tool.js';

const fault = (name: string, args: Record<string, unknown>): string => {
  try {
    readArguments(tools.find((tool) => tool.name === name)!, args);
  } catch (error) {
    if (error instanceof ToolError) return `${error.message} Next: ${error.next}`;
  }
  return 'no fault';
};

test('all faults of a call are told at once: unknown, missing and wrong ones', () => {
  expect(fault('list_okta_policies', { limitt: 5, zzzzzzzzzzzz: 1, status: 'GONE', limit: 0, q: 7 })).toBe(
    'list_okta_policies has no argument `limitt`, `zzzzzzzzzzzz`. It has: type, status, q, limit, after, fields. Invalid arguments for list_okta_policies: `type` is required. `status`: must be one of ACTIVE, INACTIVE. `q`: must be a string. `limit`: at least 1. '
    + 'Next: Use `limit` if that is meant, else remove them, correct the arguments and call again.',
  );
});

test('of each kind alone no more is said than is wrong', () => {
  expect(fault('get_okta_user', { user_idd: 'a', user_id: 'a' })).toBe('get_okta_user has no argument `user_idd`. It has: user_id, fields. Next: Use `user_id` if that is meant, else remove it and call again.');
  expect(fault('get_okta_user', {})).toBe('Invalid arguments for get_okta_user: `user_id` is required. Next: Correct the argument and call again.');
  expect(fault('get_okta_user', { user_id: 'a' })).toBe('no fault');
});

test('however many there are, an error stays short', () => {
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`unknown_${index}_${'x'.repeat(500)}`, 1]));
  expect(fault('get_okta_user', many)).toContain('and 4995 more');
  expect(fault('get_okta_user', many).length).toBeLessThan(1_000);
  const wrong = fault('list_okta_users', { fields: Array.from({ length: 50 }, () => 5) });
  expect(wrong).toContain('And 40 more.');
  expect(wrong.length).toBeLessThan(1_000);
});
