import { expect, test } from 'vitest';
import { readWindow } from '../../src/time/window.js';

const options = { now: new Date('2026-11-21T12:00:00.000Z'), zone: 'UTC' };

function window(since?: string, until?: string): { since: string; until: string; notes: string } {
  const answer = readWindow({ since, until }, options);
  if (!answer.ok) throw new Error(`${answer.argument}: ${answer.message}`);
  return { ...answer.window, notes: answer.window.notes.join(' ') };
}

test('without arguments: the seven days up to now, and it is said', () => {
  expect(window()).toMatchObject({ since: '2026-11-14T12:00:00.000Z', until: '2026-11-21T12:00:00.000Z', notes: expect.stringContaining('7 days') });
});
test('a span as until ends at its end, as since begins at its start', () => {
  expect(window('last week', 'last week')).toMatchObject({ since: '2026-11-09T00:00:00.000Z', until: '2026-11-16T00:00:00.000Z', notes: '' });
  expect(window('yesterday')).toMatchObject({ since: '2026-11-20T00:00:00.000Z', until: '2026-11-21T12:00:00.000Z', notes: expect.stringContaining('2026-11-21T00:00:00.000Z') });
  expect(window(undefined, 'yesterday')).toMatchObject({ since: '2026-11-14T00:00:00.000Z', until: '2026-11-21T00:00:00.000Z' });
});
test('the future ends now', () => {
  expect(window('today', 'tomorrow')).toMatchObject({ until: '2026-11-21T12:00:00.000Z', notes: expect.stringContaining('future') });
});
test('what Okta no longer has is said, what it refuses is moved', () => {
  expect(window('120 days ago').notes).toContain('Okta keeps System Log events for 90 days');
  expect(window('2024-01-01')).toMatchObject({ since: '2026-05-25T12:01:00.000Z', notes: expect.stringMatching(/90 days.*180 days/) });
  expect(window('2026-01-01', '2026-02-01').notes).toContain('nothing can be found');
});
test('an empty window and words that are not understood are errors of their argument', () => {
  expect(() => window('today', 'yesterday')).toThrow(/^since: The window is empty/);
  expect(() => window('tomorrow')).toThrow(/^since: The window is empty/);
  expect(() => window('blah')).toThrow(/^since: This time expression is not understood/);
  expect(() => window('today', 'blah')).toThrow(/^until:/);
});
