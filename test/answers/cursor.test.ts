import { describe, expect, test } from 'vitest';
import { CursorError, cursorKey, Cursors, rowKey } from '../../src/answers/cursor.js';

const facts = { secret: 'the-credential', origin: 'https://acme.okta.com', redact: ['profile.mobilePhone', 'label'] };
const cursors = (change: Partial<typeof facts> = {}): Cursors => new Cursors(() => cursorKey({ ...facts, ...change }));
const position = { query: 'search=status+eq+%22ACTIVE%22&limit=50', skip: 7, last: '00u1' };
const text = cursors().encode('list_okta_users', { search: 'status eq "ACTIVE"' }, position)!;
const read = (from: Cursors, given: string): unknown => from.decode(given, 'list_okta_users', {});

describe('a cursor', () => {
  test('outlives the process, and the order in which paths are named', () => {
    expect(read(cursors({ redact: ['label', 'profile.mobilePhone'] }), text)).toEqual(position);
  });

  test.each([[{ secret: 'another' }], [{ origin: 'https://other.okta.com' }], [{ redact: ['label'] }], [{ redact: [] }]])('is none under %j', (change) => {
    expect(() => read(cursors(change), text)).toThrow(CursorError);
  });

  test('changed by one bit anywhere is none', () => {
    const bytes = Buffer.from(text, 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index]! ^= 1;
      expect(() => read(cursors(), changed.toString('base64url'))).toThrow(/not a cursor of this server/);
    }
  });

  test.each([['cut', text.slice(0, -1)], ['longer', `${text}A`], ['spelt otherwise', `${text}=`], ['with a space', `${text.slice(0, 9)} ${text.slice(9)}`], ['without its tag', Buffer.from(text, 'base64url').subarray(0, -16).toString('base64url')], ['the tag alone', Buffer.from(text, 'base64url').subarray(-16).toString('base64url')], ['nothing', '']])('%s is none', (_, given) => {
    expect(() => read(cursors(), given)).toThrow(/not a cursor of this server/);
  });

  test('tells nothing of what it holds, and costs a nonce and a tag', () => {
    const bytes = Buffer.from(text, 'base64url');
    for (const part of ['search', 'ACTIVE', 'list_okta_users', '00u1', '"q"']) expect(bytes.toString('latin1')).not.toContain(part);
    const again = cursors().encode('list_okta_users', { search: 'status eq "ACTIVE"' }, position)!;
    expect(again).not.toBe(text);
    expect(Buffer.from(again, 'base64url').subarray(12, 28)).not.toEqual(bytes.subarray(12, 28));
    const length = (query: string): number => Buffer.from(cursors().encode('t', {}, { query, skip: 0 })!, 'base64url').length;
    expect(length('')).toBe(JSON.stringify({ t: 't', a: {}, q: '' }).length + 28);
  });

  test('of another tool is told as such only when it is one', () => {
    expect(() => cursors().decode(text, 'list_okta_groups', {})).toThrow(/belongs to list_okta_users/);
    expect(() => cursors().decode(text.slice(2), 'list_okta_groups', {})).toThrow(/not a cursor of this server/);
  });

  test('fits where `after` takes it, or is not written', () => {
    const write = (query: string): string | undefined => cursors().encode('list_okta_users', {}, { query, skip: 0 });
    expect(write('x'.repeat(14_000))!.length).toBeLessThan(20_000);
    expect(write('x'.repeat(15_000))).toBeUndefined();
  });

  test('keeps a long id by its hash', () => {
    expect(rowKey('00u1')).toBe('00u1');
    expect(rowKey('x'.repeat(60_000))).toMatch(/^sha256:[\w-]{22}$/);
    expect(rowKey('x'.repeat(60_000))).not.toBe(rowKey(`${'x'.repeat(59_999)}y`));
  });

  test('makes its key when it is first wanted', () => {
    let made = 0;
    const lazy = new Cursors(() => { made += 1; return cursorKey(facts); });
    expect(made).toBe(0);
    lazy.encode('t', {}, position);
    lazy.encode('t', {}, position);
    expect(made).toBe(1);
  });
});
