import { readId } from './tree-entries.ts';
import type { RawEntry } from './tree-reader.ts';

/** A few ids that are looked for among millions. */
export class WantedIds {
  readonly #ids: ReadonlySet<string>;
  readonly #idLength: number;
  /** By the first two bytes of an id: whether one of the wanted ones begins with them. */
  readonly #beginnings = new Uint8Array(1 << 16);

  /** `ids` are hex. */
  constructor(ids: ReadonlySet<string>, idLength: number) {
    this.#ids = ids;
    this.#idLength = idLength;
    for (const id of ids) this.#beginnings[Number.parseInt(id.slice(0, 4), 16)] = 1;
  }

  /** Whether the entry names one of them. */
  has(entry: RawEntry): boolean {
    const { bytes, idOffset } = entry;
    if (this.#beginnings[(bytes[idOffset]! << 8) | bytes[idOffset + 1]!] === 0) return false;
    return this.#ids.has(readId(entry, this.#idLength));
  }
}
