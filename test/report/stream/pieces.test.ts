import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupIntoPieces, MAX_PIECE_LENGTH } from '../../../src/report/stream/pieces.ts';

const text = fc.oneof(
  fc.string(),
  fc
    .tuple(fc.constantFrom('x', '鍵', '😀', 'x😀'), fc.integer({ min: 0, max: 3 * MAX_PIECE_LENGTH }))
    .map(([unit, count]) => unit.repeat(count)),
);

test('pieces join to the texts they were made of, none is empty, too long or cut inside a character', () => {
  const property = fc.property(fc.array(text, { maxLength: 5 }), (texts) => {
    const pieces = [...groupIntoPieces(texts)];
    expect(pieces.join('') === texts.join('')).toBe(true);
    expect(pieces.filter((piece) => piece === '' || piece.length > MAX_PIECE_LENGTH)).toHaveLength(0);
    expect(pieces.filter((piece) => /\p{Cs}/u.test(piece))).toHaveLength(0);
  });
  fc.assert(property, { seed: 20261121, numRuns: 100 });
});

test('many small texts become few pieces', () => {
  expect([...groupIntoPieces(Array(MAX_PIECE_LENGTH).fill('x'))]).toHaveLength(1);
  expect([...groupIntoPieces(Array(MAX_PIECE_LENGTH + 1).fill('x'))]).toHaveLength(2);
});
