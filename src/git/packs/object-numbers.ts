// Every object of a repository has a number, by which tables tell what is known of it: the place of its id in the lists of all ids.
import { type IdList, numberId } from './held-ids.ts';
import type { ObjectTables } from './object-tables.ts';
import type { EntryRef } from './walk-listener.ts';

export class ObjectNumbers {
  readonly count: number;
  readonly idLength: number;
  readonly #held: readonly IdList[];
  /** Of the first object of each pack. */
  readonly #firsts: ReadonlyMap<string, number>;

  constructor({ tables, held, database }: Pick<ObjectTables, 'tables' | 'held' | 'database'>) {
    this.#held = held;
    this.idLength = database.hashLength;
    const starts: number[] = [];
    let count = 0;
    for (const { heads } of held) {
      starts.push(count);
      count += heads.length;
    }
    this.count = count;
    this.#firsts = new Map(tables.map(({ pack }, index) => [pack.name, starts[index]!]));
  }

  /** The number of an object that was read: of the copy that it was read from. */
  locate(place: EntryRef | string): number {
    if (typeof place === 'string') return this.find(Buffer.from(place, 'hex'), 0);
    return this.#firsts.get(place.table.pack.name)! + place.table.positions[place.index]!;
  }

  /** The number of the first copy of the object whose id is there; `NOT_HELD` when there is none. */
  find(bytes: Uint8Array, offset: number): number {
    return numberId(this.#held, { bytes, offset, idLength: this.idLength });
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
