import { describe, expect, test } from 'vitest';
import { comparisonsOf } from '../../src/answers/filter.js';

const paths = (filter: string): string[] | undefined => comparisonsOf(filter)?.map(({ path }) => path);

describe('what a filter compares', () => {
  test.each([
    ['status eq "ACTIVE" and profile.department eq "Sales"', ['status', 'profile.department']],
    ['type.id eq "oty1" or not (profile.lastName sw "Mc" and (created gt "2026-01-01T00:00:00.000Z"))', ['type.id', 'profile.lastName', 'created']],
    ['debugContext.debugData.behaviors co "New Device=POSITIVE"', ['debugContext.debugData.behaviors']],
    ['addresses[type eq "work" and city sw "B"].street eq "x"', ['addresses.type', 'addresses.city', 'addresses.street']],
    ['system eq true', ['system']], ['profile.level gt 3', ['profile.level']], ['PROFILE.Department EQ "x"', ['PROFILE.Department']],
    ['status eq "profile.department"', ['status']],
    ['urn:okta:user:profile.department eq "x"', ['urn.okta.user.profile.department']], ['profile..department eq "x"', ['profile.department']],
    ['status eq "a\nb"', ['status']],
  ])('%s', (filter, expected) => { expect(paths(filter)).toEqual(expected); });

  test('presence is told from comparison', () => {
    expect(comparisonsOf('profile pr and not (status eq "x")')).toEqual([{ path: 'profile', presence: true }, { path: 'status', presence: false, equals: 'x' }]);
  });

  test('where a backslash may or may not end the text, what stands in it counts', () => {
    expect(paths('profile.lastName eq "O\\"Neil"')).toContain('profile.lastName');
    expect(paths('status eq "a\\" or profile.mobilePhone sw \\"1"')).toContain('profile.mobilePhone');
    expect(paths('status eq "a or profile.mobilePhone sw 1"')).toEqual(['status']);
  });

  test.each([
    '"profile.department" eq "Sales"', 'profile.department', 'eq', '', '(', 'status eq ACTIVE', 'status eq "x" and', 'eventType in ["a","b"]', "status eq 'x'", 'profile.dep%61rtment eq "x"', 'status eq "x" profile.department eq "y"',
    'profile.dep\u200bartment eq "x"', '$profile.department eq "x"', '('.repeat(5_000), 'not '.repeat(5_000), 'a['.repeat(2_500),
  ])('what cannot be parsed is no filter: %j', (filter) => { expect(comparisonsOf(filter)).toBeUndefined(); });
});

test('no filter takes long to parse', () => {
  for (const filter of [`a eq "${'\n'.repeat(5_000)}`, `a eq "${'\r\n'.repeat(2_500)}`, `a eq "${'\\'.repeat(4_990)}`, `a eq ${'1'.repeat(4_990)}`, `a eq ${'1e'.repeat(2_490)}`, '"'.repeat(5_000), `a eq "${'\\"'.repeat(2_490)}`]) comparisonsOf(filter);
  expect(comparisonsOf(`a eq "${'\n'.repeat(4_900)}"`)).toHaveLength(1);
});
