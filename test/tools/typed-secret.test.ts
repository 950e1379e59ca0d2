import { expect, test } from 'vitest';
import { maskTypedSecret, TYPED } from '../../src/tools/typed-secret.js';

const masked = (typed: string, text: string): unknown => (maskTypedSecret({ actor: { id: 'unknown', alternateId: typed }, debugContext: { text } })['debugContext'] as { text: string }).text;

test.each([
  ['that equals it', 'S3cret!pass', 'S3cret!pass', TYPED],
  ['that has it a few times', 'S3cret!pass', 'a S3cret!pass b S3cret!pass', `a ${TYPED} b ${TYPED}`],
  ['that has it often', 'S3cret!pass', 'S3cret!pass '.repeat(5), TYPED],
  ['that has none of it', 'S3cret!pass', 's3cret!pass', 's3cret!pass'],
  ['that has a part of short text', '!', 'a!b', 'a!b'],
  ['that has long text', 'x! '.repeat(1_000), `a ${'x! '.repeat(1_000)}b`, `a ${TYPED}b`],
  ['that has long text cut', 'x! '.repeat(1_000), `a ${'x! '.repeat(900)}b`, TYPED],
])('in text %s, what was typed is masked', (_, typed, text, expected) => {
  expect(masked(typed, text)).toBe(expected);
});

test.each([['!', 1], ['!!!!!!', 6], ['b'.concat('!'.repeat(4_000_000)), 1], [`${'!'.repeat(4_000_000)}b`, 1], ['!'.repeat(9_000_000), 1]])('no text grows by what was typed (%#)', (typed) => {
  const text = '!'.repeat(18_000_000);
  expect(String(masked(typed, text)).length).toBeLessThanOrEqual(text.length);
}, 60_000);
