// A pack's index (gitformat-pack(5)), versions 1 and 2: the ids of its objects, sorted, and where in the pack each begins. Ids are
// read from the file when they are asked for: a scan needs the ids of few objects, and all of them are 20 to 32 bytes each.
import { readSync } from 'node:fs';
import { CorruptObject } from './byte-range.ts';

const FANOUT_LENGTH = 256 * 4;
const MAGIC = 0xff744f63;
const FAR = 0x80000000;

/** What makes an index readable in another thread: file descriptors belong to the process. */
export interface IndexHandle {
  readonly fd: number;
  readonly sizeBytes: number;
  readonly hashLength: number;
}

export class PackIndex {
  readonly objectCount: number;
  readonly #handle: IndexHandle;
  readonly #isFirstVersion: boolean;
  readonly #fanout: Buffer;

  /** Throws `CorruptObject` when the file is no index or is cut short. */
  constructor(handle: IndexHandle) {
    this.#handle = handle;
    const head = this.#read(0, 8 + FANOUT_LENGTH);
    this.#isFirstVersion = head.readUInt32BE(0) !== MAGIC;
    if (!this.#isFirstVersion && head.readUInt32BE(4) !== 2)
      throw new CorruptObject('the index is of an unknown version');
    this.#fanout = this.#isFirstVersion ? head.subarray(0, FANOUT_LENGTH) : head.subarray(8);
    this.objectCount = this.#fanout.readUInt32BE(FANOUT_LENGTH - 4);
    this.#checkLength();
  }

  /** Where each object begins in the pack, in the order of ids. */
  readOffsets(): Float64Array {
    const offsets = new Float64Array(this.objectCount);
    const { start, step } = this.#offsetPlace;
    const table = this.#read(start, this.objectCount * step);
    for (let position = 0; position < offsets.length; position++) {
      const offset = table.readUInt32BE(position * step);
      offsets[position] = this.#isFirstVersion || offset < FAR ? offset : this.#readFarOffset(offset - FAR);
    }
    return offsets;
  }

  /** Of the pack that it is of. */
  get packChecksum(): Buffer {
    const { sizeBytes, hashLength } = this.#handle;
    return this.#read(sizeBytes - 2 * hashLength, hashLength);
  }

  offsetAt(position: number): number {
    const { start, step } = this.#offsetPlace;
    const offset = this.#read(start + position * step, 4).readUInt32BE(0);
    return this.#isFirstVersion || offset < FAR ? offset : this.#readFarOffset(offset - FAR);
  }

  idAt(position: number): Buffer {
    const { start, step } = this.#idPlace;
    return this.#read(start + position * step, this.#handle.hashLength);
  }

  /** All ids, one after the other, in the order of ids. */
  readIds(): Buffer {
    const { hashLength } = this.#handle;
    const { start, step } = this.#idPlace;
    const table = this.#read(start, this.objectCount * step - (step - hashLength));
    if (step === hashLength) return table;
    const ids = Buffer.allocUnsafeSlow(this.objectCount * hashLength);
    for (let position = 0; position < this.objectCount; position++)
      table.copy(ids, position * hashLength, position * step, position * step + hashLength);
    return ids;
  }

  /** Position of an id in the order of ids; -1 when the pack does not have it. */
  find(id: Uint8Array, ids?: Buffer): number {
    const { hashLength } = this.#handle;
    let low = id[0] === 0 ? 0 : this.#fanout.readUInt32BE((id[0]! - 1) * 4);
    let high = this.#fanout.readUInt32BE(id[0]! * 4);
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = ids
        ? ids.compare(id, 0, hashLength, middle * hashLength, (middle + 1) * hashLength)
        : this.idAt(middle).compare(id);
      if (found === 0) return middle;
      if (found < 0) low = middle + 1;
      else high = middle;
    }
    return -1;
  }

  get #idPlace(): { start: number; step: number } {
    const { hashLength } = this.#handle;
    return this.#isFirstVersion
      ? { start: FANOUT_LENGTH + 4, step: hashLength + 4 }
      : { start: 8 + FANOUT_LENGTH, step: hashLength };
  }

  get #offsetPlace(): { start: number; step: number } {
    const { hashLength } = this.#handle;
    return this.#isFirstVersion
      ? { start: FANOUT_LENGTH, step: hashLength + 4 }
      : { start: 8 + FANOUT_LENGTH + this.objectCount * (hashLength + 4), step: 4 };
  }

  #readFarOffset(farPosition: number): number {
    const { start } = this.#offsetPlace;
    return Number(this.#read(start + this.objectCount * 4 + farPosition * 8, 8).readBigUInt64BE(0));
  }

  #checkLength(): void {
    for (let at = 4; at < FANOUT_LENGTH; at += 4) {
      if (this.#fanout.readUInt32BE(at) < this.#fanout.readUInt32BE(at - 4))
        throw new CorruptObject('the index is damaged');
    }
    const { hashLength, sizeBytes } = this.#handle;
    const perObject = hashLength + (this.#isFirstVersion ? 4 : 8);
    const least =
      (this.#isFirstVersion ? 0 : 8) + FANOUT_LENGTH + this.objectCount * perObject + 2 * hashLength;
    if (sizeBytes < least) throw new CorruptObject('the index is cut short');
    // Far offsets have eight bytes more; the first object of a pack lies at its beginning.
    const farBytes = this.#isFirstVersion ? 0 : Math.max(0, this.objectCount - 1) * 8;
    if (sizeBytes > least + farBytes) throw new CorruptObject('the index is longer than it can be');
  }

  #read(start: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.#handle.fd, bytes, done, length - done, start + done);
      if (count === 0) throw new CorruptObject('the index is cut short');
      done += count;
    }
    return bytes;
  }
}
