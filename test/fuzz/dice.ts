// Chance that a seed makes the same again.

import { createRandom } from '../../src/rules/random.ts';

export interface Dice {
  /** A whole number of at least 0, less than `below`. */
  readonly draw: (below: number) => number;
  /** True once in so many times. */
  readonly isOneIn: (count: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
}

export function createDice(seed: string): Dice {
  const random = createRandom(seed);
  const draw = (below: number) => Math.floor(random() * below);
  return { draw, isOneIn: (count) => draw(count) === 0, pick: (from) => from[draw(from.length)]! };
}
