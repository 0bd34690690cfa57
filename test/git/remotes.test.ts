import { describe, expect, test } from 'vitest';
import { isSamePlace } from '../../src/git/remotes.ts';

describe('one repository by two addresses', () => {
  test.each([
    ['https://git.invalid/a/b.git', 'git@git.invalid:a/b.git'],
    ['https://git.invalid/a/b', 'ssh://git@git.invalid:2222/a/b.git/'],
    ['https://me@git.invalid/a/b', 'https://git.invalid:443/a/b'],
    ['/srv/a.git', 'file:///srv/a'],
    ['../a', '../a'],
    ['C:/a', 'C:/a.git'],
  ])('%s is %s', (one, other) => {
    expect(isSamePlace(one, other)).toBe(true);
  });

  test.each([
    ['https://git.invalid/a/b', 'https://git.invalid/c/b'],
    ['https://git.invalid/a/b', 'https://other.invalid/a/b'],
    ['/srv/a', '/srv/b'],
    ['/git.invalid/a', 'git.invalid:b'],
    ['https://evil.invalid/git@git.invalid:a/b', 'git@git.invalid:a/b'],
  ])('%s is not %s', (one, other) => {
    expect(isSamePlace(one, other)).toBe(false);
  });
});
