// Reads a delta's opcodes into a list of runs and checks them all, so that whoever goes through the runs needs no checks.
import { type ByteRange, CorruptObject } from './byte-range.ts';

export class DeltaRuns {
  /** Size of the object that the delta makes. */
  size = 0;
  count = 0;
  /** Of the runs that are put in. */
  bytes: Buffer = Buffer.alloc(0);
  /** Where a run starts in the base; for one that is put in, `~` of where it starts in `bytes`. */
  origins = new Int32Array(1 << 10);
  /** Where a run ends in the object; the next one starts there. */
  ends = new Int32Array(1 << 10);
  #at = 0;
  #endOffset = 0;

  /** Throws `CorruptObject` when a run lies outside the base or the delta, or the sizes do not fit. */
  read({ bytes, startOffset, endOffset }: ByteRange, baseSize: number): void {
    this.bytes = bytes;
    this.#at = startOffset;
    this.#endOffset = endOffset;
    this.count = 0;
    if (this.#readSize() !== baseSize) throw new CorruptObject('its delta is for a base of another size');
    this.size = this.#readSize();
    if (this.#readRuns(baseSize) !== this.size)
      throw new CorruptObject('its delta makes an object of another size');
  }

  #readRuns(baseSize: number): number {
    const { bytes } = this;
    const end = this.#endOffset;
    let size = 0;
    /** Where a copy would start that goes on with the one before it: there is no seam between the two. */
    let copyEnd = -1;
    for (let at = this.#at; at < end; ) {
      const opcode = bytes[at++]!;
      let origin = ~at;
      let length = opcode;
      if (opcode < 128) at += opcode;
      else {
        origin = 0;
        length = 0;
        if (opcode & 1) origin = bytes[at++]!;
        if (opcode & 2) origin |= bytes[at++]! << 8;
        if (opcode & 4) origin |= bytes[at++]! << 16;
        if (opcode & 8) origin += bytes[at++]! * 0x1000000;
        if (opcode & 16) length = bytes[at++]!;
        if (opcode & 32) length |= bytes[at++]! << 8;
        if (opcode & 64) length |= bytes[at++]! << 16;
        if (length === 0) length = 0x10000;
        if (origin + length > baseSize)
          throw new CorruptObject('its delta copies bytes that its base does not have');
      }
      if (at > end || opcode === 0) throw new CorruptObject('its delta is damaged');
      size += length;
      if (origin !== copyEnd) this.#add(origin);
      this.ends[this.count - 1] = size;
      copyEnd = origin >= 0 ? origin + length : -1;
    }
    return size;
  }

  #add(origin: number): void {
    if (this.count === this.origins.length) {
      this.origins = double(this.origins);
      this.ends = double(this.ends);
    }
    this.origins[this.count++] = origin;
  }

  #readSize(): number {
    let size = 0;
    for (let scale = 1; this.#at < this.#endOffset; scale *= 128) {
      const byte = this.bytes[this.#at++]!;
      size += (byte & 127) * scale;
      if (byte < 128) return size;
    }
    throw new CorruptObject('its delta ends early');
  }
}

function double(list: Int32Array): Int32Array<ArrayBuffer> {
  const doubled = new Int32Array(list.length * 2);
  doubled.set(list);
  return doubled;
}
