// Every object of a repository has a number, by which tables tell what is known of it: the place of its id in the lists of all ids.
import { type IdList, numberId } from './held-ids.ts';

export class ObjectNumbers {
  readonly count: number;
  readonly idLength: number;
  readonly #held: readonly IdList[];

  constructor(held: readonly IdList[], idLength: number) {
    this.#held = held;
    this.idLength = idLength;
    this.count = held.reduce((sum, { heads }) => sum + heads.length, 0);
  }

  /** The number of the first copy of the object whose id is there; `NOT_HELD` when there is none. */
  find(bytes: Uint8Array, offset: number): number {
    return numberId(this.#held, { bytes, offset, idLength: this.idLength });
  }

  /** The same, of a hex id. */
  findId(id: string): number {
    return this.find(Buffer.from(id, 'hex'), 0);
  }

  /** Hex. */
  readId(number: number): string {
    let index = number;
    for (const { ids, heads } of this.#held) {
      if (index < heads.length)
        return Buffer.from(ids.buffer, ids.byteOffset + index * this.idLength, this.idLength).toString('hex');
      index -= heads.length;
    }
    throw new RangeError('no object has this number');
  }
}
