// Reads one object by its id, wherever it is: for the few that are asked for by name. A chain of deltas is followed to its root
// first and applied on the way back, without recursion, so that its depth costs nothing but time.
import { CorruptObject } from './byte-range.ts';
import { Delta } from './delta.ts';
import { Inflater, SPARE_LENGTH } from './inflate.ts';
import { type FoundObject, readLooseObject, tooLarge } from './loose-objects.ts';
import { type DatabaseHandle, type ObjectDatabase, openObjectDatabase } from './object-database.ts';
import { type EntryHeader, entryTypes, LONGEST_HEADER, readEntryHeader } from './pack-headers.ts';
import { PackIndex } from './pack-index.ts';
import type { PackHandle } from './pack-table.ts';
import { PackWindow } from './pack-window.ts';
import { objectKinds } from './search-plan.ts';

interface IndexedPack {
  readonly handle: PackHandle;
  readonly index: PackIndex;
}

interface Place {
  readonly pack: IndexedPack;
  readonly offset: number;
}

/** Git makes no chain longer than 4095 (git-pack-objects(1)). */
const LONGEST_CHAIN = 10_000;

export class ObjectReader {
  readonly #database: DatabaseHandle;
  readonly #largestBytes: number;
  readonly #window = new PackWindow();
  readonly #inflater = new Inflater();
  readonly #delta = new Delta();
  #packs: IndexedPack[];
  /** Opened anew when an object is missing: the repository may have been repacked since. */
  #later: ObjectDatabase | undefined;

  constructor(database: DatabaseHandle, largestBytes: number) {
    this.#database = database;
    this.#largestBytes = largestBytes;
    this.#packs = indexPacks(database.packs);
  }

  /** Undefined when the repository does not have the object; `tooLarge` also when it is built on one that is. Throws `CorruptObject`. */
  read(id: Buffer): FoundObject | typeof tooLarge | undefined {
    return this.#readHere(id) ?? (this.#lookAgain() ? this.#readHere(id) : undefined);
  }

  /** Closes what was opened by looking again. */
  close(): void {
    this.#later?.close();
  }

  #readHere(id: Buffer): FoundObject | typeof tooLarge | undefined {
    const place = this.#find(id);
    return place ? this.#readPacked(place) : this.#readLoose(id);
  }

  #find(id: Buffer): Place | undefined {
    for (const pack of this.#packs) {
      const position = pack.index.find(id);
      if (position >= 0) return { pack, offset: pack.index.offsetAt(position) };
    }
    return undefined;
  }

  #readLoose(id: Buffer): FoundObject | typeof tooLarge | undefined {
    for (const directory of this.#database.objectDirectories) {
      const found = readLooseObject(directory, id.toString('hex'), this.#largestBytes);
      if (found) return found;
    }
    return undefined;
  }

  #readPacked(start: Place): FoundObject | typeof tooLarge {
    const deltas: Buffer[] = [];
    let place = start;
    while (deltas.length < LONGEST_CHAIN) {
      const header = this.#readHeader(place);
      if (header.size > this.#largestBytes) return tooLarge;
      const bytes = this.#inflate(place, header);
      const kind = objectKinds[header.type - 1];
      if (kind) return this.#build({ kind, bytes }, deltas);
      deltas.push(bytes);
      const base = this.#findBase(place, header);
      if ('offset' in base) place = base;
      else return this.#build(base, deltas);
    }
    throw new CorruptObject('its chain of deltas has no end');
  }

  #readHeader({ pack, offset }: Place): EntryHeader {
    const { bytes, startOffset, endOffset } = this.#window.locate(
      pack.handle.fd,
      offset,
      offset + LONGEST_HEADER,
    );
    const header: EntryHeader = { type: 0, size: 0, length: 0, distance: 0 };
    if (endOffset <= startOffset) throw new CorruptObject('the pack is shorter than its index says');
    readEntryHeader(bytes, startOffset, header, this.#database.hashLength);
    return header;
  }

  #inflate({ pack, offset }: Place, { size, length }: EntryHeader): Buffer {
    // More than zlib needs for bytes that it cannot compress (zlib.h, compressBound).
    const longest = size + (size >> 8) + 64;
    const source = this.#window.locate(pack.handle.fd, offset + length, offset + length + longest);
    const bytes = Buffer.allocUnsafeSlow(size + SPARE_LENGTH);
    this.#inflater.inflate(source, { bytes, startOffset: 0, endOffset: size });
    return bytes.subarray(0, size);
  }

  /** Where the base is or, when it is loose, the base. */
  #findBase({ pack, offset }: Place, { type, length, distance }: EntryHeader): Place | FoundObject {
    if (type === entryTypes.offsetDelta && distance > 0 && distance < offset)
      return { pack, offset: offset - distance };
    if (type !== entryTypes.idDelta) throw new CorruptObject('its entry in the pack is damaged');
    const { hashLength } = this.#database;
    const { bytes, startOffset } = this.#window.locate(
      pack.handle.fd,
      offset + length - hashLength,
      offset + length,
    );
    const id = Buffer.from(bytes.subarray(startOffset, startOffset + hashLength));
    const position = pack.index.find(id);
    const base =
      position >= 0
        ? { pack, offset: pack.index.offsetAt(position) }
        : (this.#find(id) ?? this.#readLoose(id));
    if (base === undefined || base === tooLarge)
      throw new CorruptObject('the object it is built on is missing');
    return base;
  }

  #build({ kind, bytes }: FoundObject, deltas: readonly Buffer[]): FoundObject | typeof tooLarge {
    let object = bytes;
    for (const entry of deltas.toReversed()) {
      this.#delta.open({ bytes: entry, startOffset: 0, endOffset: entry.length }, object.length);
      const { size } = this.#delta;
      if (size > this.#largestBytes) return tooLarge;
      // Base and object have to lie in one array.
      const both = Buffer.allocUnsafeSlow(object.length + size);
      object.copy(both);
      const base = { bytes: both, startOffset: 0, endOffset: object.length };
      this.#delta.apply(base, { bytes: both, startOffset: object.length, endOffset: both.length });
      object = both.subarray(object.length);
    }
    return { kind, bytes: object };
  }

  #lookAgain(): boolean {
    if (this.#later) return false;
    this.#later = openObjectDatabase(this.#database);
    this.#packs = indexPacks([...this.#database.packs, ...this.#later.packs]);
    return true;
  }
}

function indexPacks(packs: readonly PackHandle[]): IndexedPack[] {
  return packs.map((handle) => ({ handle, index: new PackIndex(handle.index) }));
}
