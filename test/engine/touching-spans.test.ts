import fc from 'fast-check';
import { expect, test } from 'vitest';
import { selectTouching } from '../../src/engine/touching-spans.ts';

const LONGEST = 20;

const spans = fc
  .array(fc.tuple(fc.nat(300), fc.nat(LONGEST)), { maxLength: 60 })
  .map((pairs) =>
    pairs
      .map(([startOffset, length]) => ({ startOffset, endOffset: startOffset + length }))
      .sort((a, b) => a.startOffset - b.startOffset),
  );
const excerpts = fc.record({
  startOffset: fc.nat(300),
  text: fc.integer({ min: 1, max: 60 }).map((length) => '.'.repeat(length)),
});

test('of many spans those are selected that share a character with the excerpt, and no others', () => {
  fc.assert(
    fc.property(spans, excerpts, (all, excerpt) => {
      const end = excerpt.startOffset + excerpt.text.length;
      expect(selectTouching(all, excerpt, LONGEST)).toEqual(
        all.filter((span) => span.startOffset < end && span.endOffset > excerpt.startOffset),
      );
    }),
    { numRuns: 1_000, seed: 20_261_122 },
  );
});
