// What a fuzz target is. A case is bytes and nothing else, so that every one that breaks something can be kept as a file and run again.

import type { Dice } from './dice.ts';

export interface Target {
  readonly name: string;
  /** A case by chance alone: dice of one seed make one case. */
  readonly make: (dice: Dice) => Buffer;
  /** Throws, or rejects, when something is wrong. */
  readonly check: (input: Buffer) => void | Promise<void>;
  /** No case may take longer. */
  readonly limitMs: number;
  /** True where a part of a case is no case of its own: it is kept as it was made. */
  readonly isWhole?: boolean;
}

/** What a check throws. */
export class Broken extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'Broken';
  }
}

export function demand(isFine: boolean, what: string): asserts isFine {
  if (!isFine) throw new Broken(what);
}

/** That two lists are the same, of which the first difference is told. */
export function expectSame(seen: readonly string[], expected: readonly string[], what: string): void {
  const at = Array.from({ length: Math.max(seen.length, expected.length) }, (_, index) => index).find(
    (index) => seen[index] !== expected[index],
  );
  demand(at === undefined, `${what} differ at ${at}: ${seen[at!]} instead of ${expected[at!]}`);
}
