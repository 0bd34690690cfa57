import { describe, expect, test } from 'vitest';

import { countWays } from '../../src/rules/backtracking.ts';
import { measureExtent } from '../../src/rules/extent.ts';
import { readPattern } from '../../src/rules/pattern.ts';
import { findOverrun } from '../../src/rules/time-bound.ts';

const read = (source: string) => readPattern(source, 'context').ast!;

describe('the ways to divide a text', () => {
  test.each<[string, number]>([
    ['a{3}b{3}', 1],
    ['a{1,5}b', 5],
    ['a{1,5}ba{1,5}', 5],
    ['a{1,5}a{1,5}', 25],
    ['\\w{1,5}a\\w{1,5}', 25],
    ['\\w{1,5}\\d{2}\\w{1,5}', 25],
    ['[ab]{1,5}a{1,5}b[ab]{1,5}', 125],
    ['a{0,9}b{0,1}a{0,9}', 100],
    ['(?:a|b){5}', 1],
    ['(?:a|ab)', 2],
    ['(?:a|ab){2}', 4],
    ['(?:a{1,5}){2}', 25],
    ['(?:a{1,5}){1,5}', 3_905],
    ['(?:a{1,5}-){1,9}', 9],
    ['(?:a{1,5}-){9}', 5],
    ['(?:a{1,5}-){4,9}', 6],
    ['(?:a{2}){2,3}', 2],
    ['(?:a?){40}', 2 ** 40],
    ['(?:a{1,5}|b{1,7})c', 7],
    ['a{1,5}(?:=|:)a{1,5}', 5],
    ['a{1,5}(?:=|:|)a{1,5}', 25],
  ])('by %s are at most %d', (source, count) => {
    expect(countWays(read(source))).toBe(count);
  });

  test('are too many to try where a beginning alone takes for ever', () => {
    const source = 'x(?:a?){60}a{60}!';
    const ast = read(source);
    const reach = { behind: 0, before: 0, longest: 122, ahead: 0 };
    const timed = { ast, expression: new RegExp(source, 'g'), keywords: [], reach, sliceLength: 122 };
    expect(findOverrun(timed)?.subject).toBe('a slice of 122 characters');
  });

  test('are many for each pattern that takes long', () => {
    const slow = [
      'x(?:[a-z]{0,20}){0,20}1',
      'x\\w{0,300}\\w{0,300}\\w{0,300}!',
      'x(?:a|aa){0,60}b',
      'x\\w{0,300}-?\\w{0,300}_?\\w{0,300}!',
    ];
    for (const source of slow) {
      const ast = read(source);
      const { longest } = measureExtent(ast);
      const timed = {
        ast,
        expression: new RegExp(source, 'g'),
        keywords: [],
        reach: { behind: 0, before: 0, longest, ahead: 0 },
      };
      expect([source, findOverrun({ ...timed, sliceLength: longest }) !== undefined]).toEqual([source, true]);
      expect([source, countWays(ast) * longest > 10_000_000]).toEqual([source, true]);
    }
  });
});
