// The memory in which objects are rebuilt: one block, so that a delta is applied with `copyWithin` and nothing is allocated for an
// object. Few regions are alive at a time (see delta-walk.ts), so the first gap that is wide enough is found by looking at each.
// The bytes behind a region are nobody's: an inflater needs them.
import { SPARE_LENGTH } from './inflate.ts';

export interface Region {
  readonly startOffset: number;
  readonly endOffset: number;
}

const FIRST_LENGTH = 4 << 20;

export class Arena {
  /** Replaced when the arena grows: a view of it lasts until the next `allocate`. */
  bytes = Buffer.allocUnsafeSlow(FIRST_LENGTH);
  readonly #budgetBytes: number;
  /** In the order of their offsets. */
  readonly #live: Region[] = [];

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  /** A region of undefined content; undefined when the budget has no room for it. */
  allocate(sizeBytes: number): Region | undefined {
    let index = 0;
    let startOffset = 0;
    for (; index < this.#live.length; index++) {
      const region = this.#live[index]!;
      if (region.startOffset - startOffset >= sizeBytes + SPARE_LENGTH) break;
      startOffset = region.endOffset + SPARE_LENGTH;
    }
    const endOffset = startOffset + sizeBytes;
    if (endOffset + SPARE_LENGTH > this.bytes.length && !this.#grow(endOffset + SPARE_LENGTH))
      return undefined;
    const region = { startOffset, endOffset };
    this.#live.splice(index, 0, region);
    return region;
  }

  free(region: Region): void {
    const index = this.#live.indexOf(region);
    if (index >= 0) this.#live.splice(index, 1);
  }

  #grow(neededBytes: number): boolean {
    if (neededBytes > this.#budgetBytes) return false;
    const grown = Buffer.allocUnsafeSlow(
      Math.min(this.#budgetBytes, Math.max(neededBytes, this.bytes.length * 2)),
    );
    this.bytes.copy(grown);
    this.bytes = grown;
    return true;
  }
}
