// Finds the objects that lie in more than one pack, so that each is told and counted once.
import { PackIndex } from './pack-index.ts';
import { isKnownFlag, type PackTable } from './pack-table.ts';

/** Flags the second and later copies of an object. */
export function flagKnownObjects(tables: readonly PackTable[]): void {
  if (tables.length < 2) return;
  const known = new IdTable(tables.reduce((sum, { objectCount }) => sum + objectCount, 0));
  for (const table of tables) {
    const { hashLength } = table.pack.index;
    const ids = new PackIndex(table.pack.index).readIds();
    for (const [index, position] of table.positions.entries()) {
      if (!known.add(ids, position * hashLength, hashLength)) table.flags[index]! |= isKnownFlag;
    }
  }
}

/** A set of ids that keeps where they lie, not copies: a `Set` of a million strings would take 100 MB. */
class IdTable {
  readonly #mask: number;
  /** Index of the buffer, plus one; 0 for a free slot. */
  readonly #buffers: Uint16Array;
  readonly #offsets: Uint32Array;
  readonly #seen: Buffer[] = [];

  constructor(idCount: number) {
    const size = 2 ** Math.ceil(Math.log2(idCount * 2 + 2));
    this.#mask = size - 1;
    this.#buffers = new Uint16Array(size);
    this.#offsets = new Uint32Array(size);
  }

  /** False when the id is in the set already. */
  add(ids: Buffer, offset: number, hashLength: number): boolean {
    if (this.#seen.at(-1) !== ids) this.#seen.push(ids);
    let slot = ids.readUInt32LE(offset) & this.#mask;
    for (; this.#buffers[slot] !== 0; slot = (slot + 1) & this.#mask) {
      const other = this.#seen[this.#buffers[slot]! - 1]!;
      const from = this.#offsets[slot]!;
      if (ids.compare(other, from, from + hashLength, offset, offset + hashLength) === 0) return false;
    }
    this.#buffers[slot] = this.#seen.length;
    this.#offsets[slot] = offset;
    return true;
  }
}
