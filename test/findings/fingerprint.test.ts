import { expect, test } from 'vitest';
import { fingerprint } from '../../src/findings/fingerprint.ts';

test('a fingerprint never changes: baselines hold them', () => {
  expect(fingerprint('acme-key', 'not-a-secret')).toBe('42f1700c65975ce314fe773f1a1d9567');
});

test('a fingerprint is 32 hexadecimal digits', () => {
  expect(fingerprint('', '')).toMatch(/^[0-9a-f]{32}$/);
});

test('a fingerprint tells kinds and secrets apart, and where one ends and the other starts', () => {
  const all = [
    ['a', 'b'],
    ['a', 'c'],
    ['b', 'b'],
    ['ab', ''],
    ['', 'ab'],
    ['a\0b', 'c'],
  ].map(([kind, secret]) => fingerprint(kind!, secret!));
  expect(new Set(all).size).toBe(all.length);
});
