import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnchorSearch } from '../../src/engine/anchor-search.ts';

const word = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '_'), minLength: 3, maxLength: 8 }),
  fc.constantFrom('ab_ab_ab', 'b_ab_a'),
);
const lists = fc.array(fc.array(word, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 });

test('the rules and marks with an anchor in a text are told, any length, any case, one within another', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'B', 'A', '_', ' '), maxLength: 60 });
  fc.assert(
    fc.property(lists, fc.array(word, { maxLength: 2 }), texts, fc.nat(9), (anchors, marks, text, pick) => {
      const planted = text + (anchors.flat()[pick] ?? '');
      const isThere = (literals: readonly string[]) =>
        literals.some((literal) => planted.toLowerCase().includes(literal));
      expect(new AnchorSearch(anchors, marks).list(planted)).toEqual({
        rules: [...anchors.keys()].filter((index) => isThere(anchors[index]!)),
        hasMark: isThere(marks),
      });
    }),
    { numRuns: 3000, seed: 20_261_122 },
  );
});
