import { describe, expect, it } from 'vitest';
import { errorCode, explainFailure } from '../../src/sources/failure.ts';

describe('what the system says', () => {
  it.each([
    ['EACCES', 'unreadable'],
    ['EPERM', 'unreadable'],
    ['ENOENT', 'vanished'],
    ['ENOTDIR', 'vanished'],
    ['ENAMETOOLONG', 'path-too-long'],
    ['EIO', 'io-error'],
    ['EMFILE', 'io-error'],
    ['', 'io-error'],
  ])('as %j is the problem %s, with a remedy', (systemCode, code) => {
    const problem = explainFailure('a/b', systemCode);
    expect(problem).toMatchObject({ code, subject: 'a/b', isIncomplete: true });
    expect(problem.remedy).toMatch(/^[A-Z].*\.$/);
    expect(problem.detail).not.toBe('');
  });

  it('is told apart from our own mistakes', () => {
    expect(errorCode(Object.assign(new Error('x'), { code: 'EIO' }))).toBe('EIO');
    expect(errorCode(new TypeError('x'))).toBe('');
    expect(errorCode('EIO')).toBe('');
  });
});
