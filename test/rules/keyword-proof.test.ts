import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { proveKeyword, requiresKeyword } from '../../src/rules/keyword-proof.ts';
import { readPattern } from '../../src/rules/pattern.ts';
import { anyPattern, anyText, KEYWORDS, plainPattern } from './pattern-arbitrary.ts';

describe('a keyword is required', () => {
  test.each<[string, string[], boolean]>([
    ['key(?<secret>a)', ['key'], false],
    ['[kK][eE][yY](?<secret>a)', ['key'], false],
    ['KEY(?<secret>a)', ['key'], false],
    ['key(?<secret>a)', ['key'], true],
    ['k(?:e)y(?<secret>a)', ['key'], false],
    ['(?:ke|k(?:e))y(?<secret>a)', ['key'], false],
    ['(?:key){1,3}(?<secret>a)', ['key'], false],
    ['(?:k|ke|key){2}(?<secret>ey)', ['key', 'kk', 'kek'], false],
    ['(?:one|two)_key(?<secret>a)', ['one_', 'two_'], false],
    ['(?<secret>(?:abab){1,2}a)', ['ababa'], false],
    ['(?<secret>aab)', ['ab'], false],
    ['[^]{0,9}key(?<secret>a)', ['key'], false],
    ['invoance_(?:live|test)_(?<secret>a)', ['invoance_live_', 'invoance_test_'], false],
    ['\\x6b\\u0065y(?<secret>a)', ['key'], false],
  ])('%s holds one of %j', (source, keywords, ignoreCase) => {
    expect(requiresKeyword(source, keywords, ignoreCase)).toBe(true);
  });
});

describe('a keyword is not required', () => {
  test.each<[string, string[], string]>([
    ['(?:key)?(?<secret>a)', ['key'], 'a'],
    ['(?:key){0,3}(?<secret>a)', ['key'], 'a'],
    ['(?:one|two)_key(?<secret>a)', ['one_'], 'two_keya'],
    ['ke[xy](?<secret>a)', ['key'], 'kexa'],
    ['ke[^a](?<secret>a)', ['key'], 'ke0a'],
    ['ke.?y(?<secret>a)', ['key'], 'ke0ya'],
    ['(?=key)...(?<secret>a)', ['key'], '000a'],
    ['invoance[_-]?key(?<secret>a)', ['invoance_key', 'invoance-key'], 'invoancekeya'],
  ])('%s, %j: %s', (source, keywords, counterexample) => {
    const { ast } = readPattern(source, 'secret');
    expect(requiresKeyword(source, keywords, false)).toBe(false);
    expect(proveKeyword(ast!, { keywords, ignoreCase: false })).toEqual({
      isRequired: false,
      counterexample,
    });
  });

  test('in a pattern with faults', () => {
    expect(requiresKeyword('key(?<secret>a+)', ['key'], false)).toBe(false);
  });
});

test('a pattern of the greatest length is judged in no time', () => {
  const source = '(?:[a-z]{1,31}\\.){127}key(?<secret>[a-z])';
  const startMs = performance.now();
  expect(requiresKeyword(source, ['key', 'keyword', '.key'], true)).toBe(true);
  expect(performance.now() - startMs).toBeLessThan(2000);
});

describe('the proof for random patterns', () => {
  const parameters = { seed: 20261102, numRuns: 4000 };

  test('when a keyword is required, every match holds one', () => {
    let requiredCount = 0;
    fc.assert(
      fc.property(anyPattern, fc.boolean(), anyText, (source, ignoreCase, text) => {
        if (!requiresKeyword(source, KEYWORDS, ignoreCase)) return;
        for (const [matched] of text.matchAll(new RegExp(source, `gm${ignoreCase ? 'i' : ''}`))) {
          requiredCount++;
          expect(hasKeyword(matched)).toBe(true);
        }
      }),
      parameters,
    );
    expect(requiredCount).toBeGreaterThan(300);
  });

  test('when none is required and there is no look-around, the counterexample matches and holds none', () => {
    let lackingCount = 0;
    fc.assert(
      fc.property(plainPattern, fc.boolean(), (source, ignoreCase) => {
        const { ast } = readPattern(source, 'secret');
        const proof = proveKeyword(ast!, { keywords: KEYWORDS, ignoreCase });
        if (proof.isRequired) return;
        lackingCount++;
        expect(hasKeyword(proof.counterexample)).toBe(false);
        expect(proof.counterexample).toMatch(new RegExp(`^(?:${source})$`, ignoreCase ? 'i' : ''));
      }),
      parameters,
    );
    expect(lackingCount).toBeGreaterThan(300);
  });
});

function hasKeyword(text: string): boolean {
  return KEYWORDS.some((keyword) => text.toLowerCase().includes(keyword));
}
