import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.js';
import { Recent } from '../../src/tools/investigations/recent.js';
import { PushFatigue } from '../../src/tools/investigations/threat-factors.js';
import { NewPlaces, PasswordSpray } from '../../src/tools/investigations/threat-sign-ins.js';
import { Retained } from '../../src/tools/retained.js';

/** So many that work for each of those before would not end. */
const MANY = 200_000;
const HOUR_MS = 3_600_000;
const START = Date.parse('2026-01-01T00:00:00Z');
const everything = (): Retained => new Retained(Infinity);
const said = (_path: string, value: string): string => value;

function event(number: number, fields: Record<string, unknown>, stepMs = 1): JsonObject {
  return { uuid: `e${number}`, published: new Date(START + number * stepMs).toISOString(), eventType: 'user.session.start', outcome: { result: 'FAILURE' }, actor: { id: 'id-ann', alternateId: 'ann' }, client: { ipAddress: '192.0.2.1' }, ...fields };
}

test('a window holds what a look at all of it would find', () => {
  const retained = everything();
  const recent = new Recent(HOUR_MS, retained);
  const all: { at: number; key: string }[] = [];
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let at = 0, index = 0; index < 3_000; index += 1) {
    at += random(10) === 0 ? random(2 * HOUR_MS) : random(HOUR_MS / 20);
    const one = { at, key: `k${random(15)}` };
    all.push(one);
    recent.push(one);
    const inside = all.filter((other) => at - other.at <= HOUR_MS);
    expect([index, recent.size, recent.keys]).toEqual([index, inside.length, new Set(inside.map(({ key }) => key)).size]);
  }
  const { at } = all.at(-1)!;
  expect(recent.takeAll()).toEqual(all.filter((other) => at - other.at <= HOUR_MS));
  expect([recent.size, recent.keys, retained.bytes]).toEqual([0, 0, 0]);
});

test('failures of one login from one address, within an hour and over many', () => {
  for (const stepMs of [1, 100]) {
    const sprays = new PasswordSpray(10, everything());
    for (let index = 0; index < MANY; index += 1) sprays.take(event(index, {}, stepMs));
    expect(sprays.findings()).toEqual([]);
    for (let index = 0; index < 9; index += 1) sprays.take(event(MANY + index, { actor: { id: `id-${index}`, alternateId: `user${index}` } }, stepMs));
    const within = Math.min(MANY + 9, HOUR_MS / stepMs + 1);
    expect(sprays.findings()).toMatchObject([{ count: within, detail: `${within} failed sign-ins on 10 logins`, events: { length: 5 } }]);
    expect(sprays.findings()[0]!.events[0]).toBe(`e${MANY + 9 - within}`);
  }
});

test('a spray that goes on, and those who sign in from there', () => {
  const sprays = new PasswordSpray(10, everything());
  for (let index = 0; index < MANY; index += 1) sprays.take(event(index, { actor: { id: 'x', alternateId: `user${index % 50}` }, ...(index % 2 === 1 && index > 1_000 ? { outcome: { result: 'SUCCESS' } } : {}) }));
  const [spray] = sprays.findings();
  expect(sprays.findings()).toHaveLength(1);
  expect([spray!.succeeded!.length, spray!.events.length, spray!.count]).toEqual([25, 5, MANY / 2 + 501 - 1]);
});

test('pushes that one user denies', () => {
  const deny = { eventType: 'user.mfa.okta_verify.deny_push' };
  for (const threshold of [3, 100, MANY * 2]) {
    const pushes = new PushFatigue(threshold, everything());
    for (let index = 0; index < MANY; index += 1) pushes.take(event(index, deny));
    if (threshold > MANY) expect(pushes.findings()).toEqual([]);
    else expect(pushes.findings()).toMatchObject([{ count: MANY, first: new Date(START).toISOString(), last: new Date(START + MANY - 1).toISOString(), events: ['e0', 'e1', 'e2', 'e3', 'e4'].slice(0, Math.min(5, threshold)) }]);
  }
});

test('sign-ins of one user from a new country', () => {
  const places = new NewPlaces(said, everything());
  const fields = { outcome: { result: 'SUCCESS' }, debugContext: { debugData: { behaviors: '{New Country=POSITIVE}' } } };
  for (let index = 0; index < MANY; index += 1) places.take(event(index, fields));
  expect(places.findings()).toMatchObject([{ count: MANY, first: new Date(START).toISOString(), last: new Date(START + MANY - 1).toISOString(), events: ['e0', 'e1', 'e2', 'e3', 'e4'] }]);
});
