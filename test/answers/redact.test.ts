import { describe, expect, test } from 'vitest';
import { pseudonyms } from '../../src/answers/pseudonym.js';
import { Redactor } from '../../src/answers/redact.js';
import type { JsonObject } from '../../src/json.js';

const user: JsonObject = { id: '00u1', profile: { login: 'ann@example.com', mobilePhone: '+1 555', nick: ['a', 'b'], department: null, ok: false }, _embedded: { user: { profile: { mobilePhone: '+1 555' } } } };

describe('what tools compute with', () => {
  test('has no hidden value, and all else as it was', () => {
    const redactor = new Redactor({ paths: ['profile.mobilePhone', 'profile.department', 'profile.nick', 'profile.ok'] });
    expect(redactor.withoutHidden(user)).toEqual({ id: '00u1', profile: { login: 'ann@example.com', mobilePhone: '[redacted]', nick: '[redacted]', department: null, ok: '[redacted]' }, _embedded: { user: { profile: { mobilePhone: '[redacted]' } } } });
    expect(new Redactor({}).withoutHidden(user)).toBe(user);
  });

  test('is cleaned again with the same stand-ins, one for each entry of a list', () => {
    const redactor = new Redactor({ paths: ['profile.mobilePhone', 'profile.nick'], pseudonym: pseudonyms() });
    const once = redactor.withoutHidden(user);
    expect(redactor.clean(once, new Set())).toEqual(redactor.clean(user, new Set()));
    expect(once).toMatchObject({ profile: { nick: [expect.stringMatching(/^\[redacted:[\w-]{8}\]$/), expect.stringMatching(/^\[redacted:/)] } });
    expect(redactor.at('profile.mobilePhone', '+1 555')).toBe((once['profile'] as JsonObject)['mobilePhone']);
  });

  test('names compare without case, and a key with dots of its own is judged by each of its names', () => {
    const redactor = new Redactor({ paths: ['client', 'profile.mobilePhone'] });
    const clean = redactor.clean({ 'client.ipAddress': 'CANARY', Profile: { MOBILEPHONE: 'CANARY' }, 'x.profile': { mobilePhone: 'CANARY' }, y: { 'profile.mobilePhone.z': 'CANARY' }, __proto__own: 1 }, new Set());
    expect(JSON.stringify(clean)).not.toContain('CANARY');
  });

  test('a name takes no prototype', () => {
    const redactor = new Redactor({ paths: ['secret.name'] });
    const hidden = redactor.withoutHidden(JSON.parse('{"__proto__":{"admin":true},"a":1}') as JsonObject);
    expect(Object.hasOwn(hidden, '__proto__')).toBe(true);
    expect(JSON.stringify(hidden)).toBe('{"__proto__":{"admin":true},"a":1}');
  });
});
