// Which three bytes in a row some literals hold, and what stands beside them there: settles nearly every look, and nearly every seam of
// a delta, without comparing a literal. Bits are shifted out by whole bytes: JavaScript takes five bits of them.
import { FOLD, FOLD_THREE, FOLD_TWO, foldAll, toBit } from './folded-bytes.ts';

export class NeighbourTable {
  /** By two folded bytes: bit n is set when a byte that folds to n follows them in a literal. */
  readonly #held = new Int32Array(1 << 10);
  /** By three folded bytes: bit n is set when a byte that folds to n may stand before them, all bits when they begin a literal. */
  readonly #before = new Int32Array(1 << 15);
  /** The same for the byte after them. */
  readonly #after = new Int32Array(1 << 15);

  add(literal: Uint8Array): void {
    for (const [offset, three] of foldAll(literal).entries()) {
      this.#before[three]! |= toBit(literal[offset - 1]);
      this.#after[three]! |= toBit(literal[offset + 3]);
      this.#held[three >> 5]! |= toBit(literal[offset + 2]);
    }
  }

  /** False when no literal that holds the three folded bytes has such neighbours of them. */
  fits(three: number, before: number, after: number): boolean {
    return ((this.#before[three]! >> before) & (this.#after[three]! >> after) & 1) === 1;
  }

  /**
   * Whether a literal may reach over a seam and end before the next one: `tail` are the bytes before the seam as `foldTail` folds
   * them, the ones behind it start at `offset`. What lies behind the next seam may be anything.
   */
  mayReachOver(tail: number, bytes: Uint8Array, offset: number): boolean {
    const first = bytes[offset]!;
    const next = bytes[offset + 1] ?? 0;
    const met = (tail << 5) | (first & FOLD);
    // It holds the two bytes that meet, and one more: before them or after them.
    if ((this.#held[tail & FOLD_TWO]! >> first) & 1 && this.fits(met & FOLD_THREE, tail >> 10, next))
      return true;
    if (((this.#held[met & FOLD_TWO]! >> next) & 1) === 0) return false;
    return this.fits(((met << 5) | (next & FOLD)) & FOLD_THREE, tail >> 5, bytes[offset + 2] ?? 0);
  }
}
