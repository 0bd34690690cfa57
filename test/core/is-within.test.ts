import { expect, test } from 'vitest';
import { isWithin } from '../../src/core/is-within.ts';

test.each([
  ['/work', '/work', true],
  ['/work', '/work/a', true],
  ['/work', '/work/..a', true],
  ['/work', '/workshop', false],
  ['/work', '/', false],
  ['/work', '/etc/work', false],
  ['/work/a', '/work', false],
  ['/', '/work', true],
])('%s holds %s: %s', (directory, path, expected) => {
  expect(isWithin(directory, path)).toBe(expected);
});
