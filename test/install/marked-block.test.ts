import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findBlock, putBlock, takeBlock } from '../../src/install/marked-block.ts';

const lines = 'invguard guard pre-commit "$@"\n';

describe('lines put into a file are taken out to the byte', () => {
  test.each([
    ['an empty file', ''],
    ['a script', '#!/bin/sh\nnpm test\n'],
    ['a script without a last line break', '#!/bin/sh\nnpm test'],
    ['a first line alone', '#!/bin/sh'],
    ['carriage returns', '#!/bin/sh\r\nnpm test\r\n'],
    ['bytes of no text', '\x7fELF\0\xff\n\xfe'],
    ['blank lines', '\n\n\n'],
    ['no first line', 'npx lint-staged\n'],
  ])('%s', (_, text) => {
    for (const place of ['start', 'end'] as const) {
      const put = putBlock(text, lines, place);
      expect(put).toContain(lines);
      expect(takeBlock(put)).toBe(text);
    }
  });

  test('any file', () => {
    const text = fc
      .array(fc.constantFrom('#!/bin/sh', '\n', 'a', '# <<<', '# >>> invguard', '\r', '\0'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom('start', 'end'), (before, place) => {
        expect(takeBlock(putBlock(before, lines, place as 'start' | 'end'))).toBe(before);
      }),
      { seed: 4, numRuns: 2000 },
    );
  });

  test('no file', () => {
    expect(takeBlock(putBlock(undefined, lines, 'end'))).toBeUndefined();
  });
});

describe('a second time', () => {
  test('the same lines change nothing', () => {
    const once = putBlock('#!/bin/sh\nnpm test', lines, 'end');
    expect(putBlock(once, lines, 'end')).toBe(once);
  });

  test('other lines take their place, and what is round them stays', () => {
    const once = putBlock('before', lines, 'end');
    const twice = putBlock(`${once}after\n`, 'other\n', 'end');
    expect(twice).not.toContain(lines);
    expect(findBlock(twice)).toMatchObject({ version: 1, trace: 'line ended' });
    expect(takeBlock(twice)).toBe('before\nafter\n');
  });

  test('a file that was made for the lines stays when it got others', () => {
    expect(takeBlock(`${putBlock(undefined, lines, 'end')}npm test\n`)).toBe('npm test\n');
  });
});

test('lines go behind the first line that names the shell, or last', () => {
  expect(putBlock('#!/bin/sh\nx\n', lines, 'start')).toMatch(/^#!\/bin\/sh\n# >>>[\s\S]*<<<\nx\n$/);
  expect(putBlock('x\n', lines, 'start')).toMatch(/^# >>>[\s\S]*<<<\nx\n$/);
  expect(putBlock('#!/bin/sh\nx\n', lines, 'end')).toMatch(/^#!\/bin\/sh\nx\n# >>>[\s\S]*<<<\n$/);
});
