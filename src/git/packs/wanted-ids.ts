import { readId } from './tree-entries.ts';
import type { RawEntry } from './tree-reader.ts';

/** A few ids that are looked for among millions. */
export class WantedIds {
  /** Hex. */
  readonly ids: readonly string[];
  readonly #indexes: ReadonlyMap<string, number>;
  /** By the first two bytes of an id: whether one of the wanted ones begins with them. */
  readonly #beginnings = new Uint8Array(1 << 16);

  constructor(ids: Iterable<string>) {
    this.ids = [...ids];
    this.#indexes = new Map(this.ids.map((id, index) => [id, index]));
    for (const id of this.ids) this.#beginnings[Number.parseInt(id.slice(0, 4), 16)] = 1;
  }

  /** `~index` in `ids`; undefined for the id of an entry that is not wanted. */
  find(entry: RawEntry, idLength: number): number | undefined {
    const { bytes, idOffset } = entry;
    if (this.#beginnings[(bytes[idOffset]! << 8) | bytes[idOffset + 1]!] === 0) return undefined;
    const index = this.#indexes.get(readId(entry, idLength));
    return index === undefined ? undefined : ~index;
  }
}
