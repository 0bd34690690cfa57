// The ids that were found last. Trees name the same objects again and again: of the 2.8 million entries that the trees of git's own
// repository bring, 82 % name what one of the 16,384 places still remembers. An answer from here touches one place in memory, which
// is near; one from the lists of all ids touches three, which are far.

const PLACE_BITS = 14;

export class RecentIds {
  readonly #idLength: number;
  readonly #ids: Uint8Array;
  readonly #isTaken = new Uint8Array(1 << PLACE_BITS);

  constructor(idLength: number) {
    this.#idLength = idLength;
    this.#ids = new Uint8Array(idLength << PLACE_BITS);
  }

  /** Whether the id at `offset` of `bytes` was added, and none since that has its place. */
  has(bytes: Uint8Array, offset: number): boolean {
    const place = choosePlace(bytes, offset);
    if (this.#isTaken[place] === 0) return false;
    const ids = this.#ids;
    const shift = offset - place * this.#idLength;
    const end = offset + this.#idLength;
    for (let at = offset; at < end; at++) if (bytes[at] !== ids[at - shift]) return false;
    return true;
  }

  add(bytes: Uint8Array, offset: number): void {
    const place = choosePlace(bytes, offset);
    const start = place * this.#idLength;
    for (let index = 0; index < this.#idLength; index++) this.#ids[start + index] = bytes[offset + index]!;
    this.#isTaken[place] = 1;
  }
}

/** The first bits of an id are as good as random. */
function choosePlace(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset]! << 8) | bytes[offset + 1]!) >> (16 - PLACE_BITS);
}
