import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reach } from '../../src/core/rule.ts';
import { readPattern } from '../../src/rules/pattern.ts';
import { deriveReach } from '../../src/rules/reach.ts';
import { anyPattern, anyText, KEYWORDS } from './pattern-arbitrary.ts';

function reachOf(source: string, { keywords = ['key'], ignoreCase = false } = {}): Reach {
  const { ast, faults } = readPattern(source, 'secret');
  expect(faults).toEqual([]);
  return deriveReach(ast!, { keywords, ignoreCase });
}

describe('reach', () => {
  test.each<[string, Reach]>([
    ['key(?<secret>[a-z]{24})', { behind: 0, before: 0, longest: 27, ahead: 0 }],
    ['.{0,20}key(?<secret>a{1,9})', { behind: 0, before: 20, longest: 32, ahead: 0 }],
    ['(?:ab|c)key(?<secret>a)', { behind: 0, before: 2, longest: 6, ahead: 0 }],
    ['(?:key|yek)?(?<secret>a)key', { behind: 0, before: 4, longest: 7, ahead: 0 }],
    ['(?<secret>a{1,4}?)(?:x{2}){3}key', { behind: 0, before: 10, longest: 13, ahead: 0 }],
    ['(?<![a-z])key(?<secret>a)', { behind: 1, before: 0, longest: 4, ahead: 0 }],
    ['(?<=abc|d)key(?<secret>a)', { behind: 3, before: 0, longest: 4, ahead: 0 }],
    ['k(?<=xyzk)ey(?<secret>a)', { behind: 3, before: 0, longest: 4, ahead: 0 }],
    ['key(?<secret>a)(?<=keya)', { behind: 0, before: 0, longest: 4, ahead: 0 }],
    ['key(?<secret>a)(?![a-z]{2})', { behind: 0, before: 0, longest: 4, ahead: 2 }],
    ['(?=.{6}z)key(?<secret>a{1,2})', { behind: 0, before: 0, longest: 5, ahead: 3 }],
    ['(?=keya)key(?<secret>a)', { behind: 0, before: 0, longest: 4, ahead: 0 }],
    ['key(?<secret>a)(?=b(?!cd))', { behind: 0, before: 0, longest: 4, ahead: 3 }],
    ['key(?<secret>a)(?=(?<=xxkeya)b)', { behind: 2, before: 0, longest: 4, ahead: 1 }],
    ['(?<=(?<!bb)a)key(?<secret>a)', { behind: 3, before: 0, longest: 4, ahead: 0 }],
    ['^key(?<secret>a)$', { behind: 1, before: 0, longest: 4, ahead: 1 }],
    ['\\bkey(?<secret>a)\\b', { behind: 1, before: 0, longest: 4, ahead: 1 }],
    ['key\\B(?<secret>a)', { behind: 0, before: 0, longest: 4, ahead: 0 }],
    ['key(?<secret>a)(?:\\b){0}', { behind: 0, before: 0, longest: 4, ahead: 0 }],
  ])('%s', (source, reach) => {
    expect(reachOf(source)).toEqual(reach);
  });

  test('a rule without keywords starts where its match starts', () => {
    expect(reachOf('.{0,20}(?<secret>a)', { keywords: [] })).toMatchObject({ before: 0, longest: 21 });
  });

  test('a pattern that does not require its keyword may have it anywhere', () => {
    expect(reachOf('.{0,20}(?<secret>a)')).toMatchObject({ before: 21 });
  });
});

describe('reach of random patterns', () => {
  const parameters = { seed: 20261101, numRuns: 4000 };

  test('a slice of that reach matches exactly as the whole text does, at every start', () => {
    let matchCount = 0;
    fc.assert(
      fc.property(anyPattern, fc.boolean(), anyText, (source, ignoreCase, text) => {
        const { behind, longest, ahead } = reachOf(source, { ignoreCase });
        const expression = new RegExp(source, `my${ignoreCase ? 'i' : ''}`);
        for (let start = 0; start <= text.length; start++) {
          const sliceStart = Math.max(0, start - behind);
          const slice = text.slice(sliceStart, start + longest + ahead);
          const whole = matchAt(expression, text, start);
          expect(matchAt(expression, slice, start - sliceStart)).toBe(whole);
          expect(whole?.length ?? 0).toBeLessThanOrEqual(longest);
          if (whole !== undefined) matchCount++;
        }
      }),
      parameters,
    );
    expect(matchCount).toBeGreaterThan(2000);
  });

  test('some keyword stands within `before` of the start of every match', () => {
    fc.assert(
      fc.property(anyPattern, fc.boolean(), anyText, (source, ignoreCase, text) => {
        const { before } = reachOf(source, { keywords: KEYWORDS, ignoreCase });
        const expression = new RegExp(source, `my${ignoreCase ? 'i' : ''}`);
        for (let start = 0; start <= text.length; start++) {
          const matched = matchAt(expression, text, start)?.toLowerCase() ?? '';
          const offsets = KEYWORDS.map((keyword) => matched.indexOf(keyword)).filter(
            (offset) => offset !== -1,
          );
          if (offsets.length > 0) expect(Math.min(...offsets)).toBeLessThanOrEqual(before);
        }
      }),
      parameters,
    );
  });
});

function matchAt(expression: RegExp, text: string, start: number): string | undefined {
  expression.lastIndex = start;
  return expression.exec(text)?.[0];
}
