import type { Dice } from './dice.ts';

/** Pieces of any size, and whether it is the last. */
export function* cut<T extends { readonly length: number; slice(from: number, to?: number): T }>(
  whole: T,
  cuts: Dice,
): Generator<readonly [T, boolean]> {
  const size = cuts.pick([1, 3, 40, 700, 5_000, 70_000]);
  let from = 0;
  for (let count = 0; count < 4_000 && from < whole.length; count++) {
    const to = from + cuts.draw(size + 1);
    yield [whole.slice(from, to), false];
    from = to;
  }
  yield [whole.slice(from), true];
}
