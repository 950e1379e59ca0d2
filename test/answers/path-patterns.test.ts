import { expect, test } from 'vitest';
import { PathPatterns } from '../../src/answers/path-patterns.js';

const hides = (patterns: string[], path: string): boolean => new PathPatterns(patterns).hides(path);

test.each([
  ['profile.mobilePhone', 'profile.mobilePhone', true], ['profile.mobilePhone', '_embedded.user.profile.mobilePhone', true], ['profile.mobilePhone', 'PROFILE.mobilephone', true],
  ['profile.mobilePhone', 'profile.mobilePhone.value', true], ['profile', 'profile.department', true], ['profile.mobilePhone', 'profile', false], ['profile.mobilePhone', 'mobilePhone', false],
  ['profile.mobilePhone', 'profile.mobilePhones', false], ['profile.mobilePhone', 'xprofile.mobilePhone', false], ['mobilePhone', 'profile.mobilePhone', true],
  ['profile.*Phone', 'profile.workPhone', true], ['profile.*Phone', 'profile.Phone', true], ['profile.*Phone', 'profile.phoneNumber', false], ['profile.*Phone', 'profile.a.Phone', false],
  ['*.alternateId', 'actor.alternateId', true], ['*.alternateId', 'alternateId', false], ['*', 'anything', true], ['a*b*c', 'aXbYc', true], ['a*b*c', 'aXbYcZ', false], ['a**b', 'ab', true], ['a*', 'a', true], ['*a*', 'bab', true],
  ['a.b', 'x.a.b.c', true], ['a.b', 'a.x.b', false], ['ab', 'a*', false],
])('OKTA_REDACT=%s hides %s: %s', (pattern, path, expected) => { expect(hides([pattern], path)).toBe(expected); });

test.each([
  ['profile.mobilePhone', 'profile', true], ['profile.mobilePhone', 'user.profile', true], ['client.geo.*', 'client', true], ['client.geo.*', 'client.geo', true], ['pro*.x', 'profile', true],
  ['profile.mobilePhone', 'profile.mobilePhone', false], ['profile.mobilePhone', 'status', false], ['*.displayName', 'status', false], ['mobilePhone', 'profile', false],
])('OKTA_REDACT=%s goes through %s: %s', (pattern, path, expected) => { expect(new PathPatterns([pattern]).hidesBelow(path)).toBe(expected); });

test('no pattern takes long over any name', () => {
  for (const pattern of ['a*a*a*a*a*a*a*a*a*a*b', '*a'.repeat(50), `${'*'.repeat(200)}b`, 'a*.a*.a*.a*.b']) {
    for (const path of ['a'.repeat(10_000), 'a.'.repeat(5_000), `${'a'.repeat(500_000)}c`]) {
      const patterns = new PathPatterns([pattern]);
      expect([pattern.slice(0, 20), patterns.hides(path), patterns.hidesBelow(path)]).toEqual([pattern.slice(0, 20), pattern.startsWith('*a') && !path.endsWith('c') && !path.endsWith('.'), expect.any(Boolean)]);
    }
  }
});
