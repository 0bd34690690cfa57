import { describe, expect, test } from 'vitest';
import { countCharacterClasses, measureEntropyBits } from '../../src/engine/entropy.ts';
import { expand } from '../support/secrets.ts';

describe('the entropy of', () => {
  test.each([
    ['', 0],
    ['a', 0],
    ['aaaaaaaa', 0],
    ['abab', 1],
    ['abcd', 2],
    ['aabbccdd', 2],
    ['0123456789abcdef', 4],
    ['aaab', 0.811],
  ])('%j is %d bits a character', (text, bits) => {
    expect(measureEntropyBits(text)).toBeCloseTo(bits, 3);
  });

  test('a text does not depend on the order of its characters', () => {
    const text = expand('<alnum:40>', 'order');
    expect(measureEntropyBits([...text].sort().join(''))).toBeCloseTo(measureEntropyBits(text), 10);
  });

  test('a random text is near the most its length allows', () => {
    const bits = measureEntropyBits(expand('<alnum:32>', 'near'));
    expect(bits).toBeGreaterThan(4);
    expect(bits).toBeLessThanOrEqual(5);
  });
});

test.each([
  ['', 0],
  ['abc', 1],
  ['ABC', 1],
  ['123', 1],
  ['-_.', 1],
  ['aB', 2],
  ['aB3', 3],
  ['aB3-', 4],
  ['é', 1],
  [' a', 2],
])('%j mixes %d classes of characters', (text, count) => {
  expect(countCharacterClasses(text)).toBe(count);
});
