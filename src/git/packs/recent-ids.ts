// The ids that were found last. Trees name the same objects again and again: of the 2.8 million entries that the trees of git's own
// repository bring, 82 % name what one of the 16,384 places still remembers. An answer from here touches one place in memory, which
// is near; one from the lists of all ids touches three, which are far.

import { NOT_HELD } from './held-ids.ts';

const PLACE_BITS = 14;

export class RecentIds {
  readonly #idLength: number;
  readonly #ids: Uint8Array;
  /** By place: the number of the id there. */
  readonly #numbers = new Int32Array(1 << PLACE_BITS).fill(NOT_HELD);

  constructor(idLength: number) {
    this.#idLength = idLength;
    this.#ids = new Uint8Array(idLength << PLACE_BITS);
  }

  /** The number that was given for the id at `offset` of `bytes`; `NOT_HELD` when none was, or another id has its place since. */
  find(bytes: Uint8Array, offset: number): number {
    const place = choosePlace(bytes, offset);
    const number = this.#numbers[place]!;
    if (number === NOT_HELD) return NOT_HELD;
    const ids = this.#ids;
    const shift = offset - place * this.#idLength;
    const end = offset + this.#idLength;
    for (let at = offset; at < end; at++) if (bytes[at] !== ids[at - shift]) return NOT_HELD;
    return number;
  }

  add(bytes: Uint8Array, offset: number, number: number): void {
    const place = choosePlace(bytes, offset);
    const start = place * this.#idLength;
    for (let index = 0; index < this.#idLength; index++) this.#ids[start + index] = bytes[offset + index]!;
    this.#numbers[place] = number;
  }
}

/** The first bits of an id are as good as random. */
function choosePlace(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset]! << 8) | bytes[offset + 1]!) >> (16 - PLACE_BITS);
}
