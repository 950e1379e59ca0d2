import { expect, test } from 'vitest';
import { unknownEventTypes } from '../../src/tools/event-type-check.js';

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `user.session.begin${index}`);
const filterOf = (types: readonly string[], operator = 'eq'): string => types.map((type) => `eventType ${operator} "${type}"`).join(' or ');

test('an unknown event type is named with the nearest that exist, once', async () => {
  expect(await unknownEventTypes(filterOf(['user.sesion.start', 'user.session.start', 'user.sesion.start']))).toEqual([expect.stringMatching(/no event type that is "user\.sesion\.start", so it finds nothing\. Nearest that exist: user\.session\.start/)]);
  expect(await unknownEventTypes(filterOf(['user.sesion.', 'user.session.'], 'sw'))).toEqual([expect.stringContaining('begins with "user.sesion."')]);
  expect(await unknownEventTypes('eventType eq "user.session.start" and outcome.result eq "x"')).toEqual([]);
});

test('few unknown names get suggestions; further ones are named, the rest is counted', async () => {
  const few = await unknownEventTypes(filterOf(names(5)));
  expect(few.map((sentence) => sentence.includes('Nearest that exist: '))).toEqual([true, true, true, true, true]);
  const some = await unknownEventTypes(filterOf([...names(7), 'user.session.start']));
  expect(some).toHaveLength(6);
  expect(some[5]).toBe('Nor has it: "user.session.begin5", "user.session.begin6".');
  const many = await unknownEventTypes(filterOf(names(230)));
  expect(many.filter((sentence) => sentence.includes('Nearest'))).toHaveLength(5);
  expect(many).toHaveLength(6);
  expect(many[5]).toMatch(/^Nor has it: ("user\.session\.begin\d+", ){19}"user\.session\.begin24" and 205 more\.$/);
  expect((await unknownEventTypes(filterOf(names(7), 'sw')))[5]).toContain('any that begins with "user.session.begin5"');
});
