// Inflates the zlib streams of packs (RFC 1950, 1951). A third of a pack's entries are deltas of less than 64 bytes. Compressors write
// those with the fixed code, or store them; both are read here, in 0.4 µs, and the rest is left to zlib: an inflater of our own
// for the other blocks too was not faster from 200 bytes on. Both check the length and the checksum.
import { type ByteRange, CorruptObject } from './byte-range.ts';
import {
  distanceBases,
  distanceExtras,
  fixedCode,
  lengthBases,
  lengthExtras,
  reversedFive,
} from './fixed-code.ts';
import { openZlib } from './zlib-stream.ts';

/**
 * Bytes of room behind what is inflated. Where there are fewer than a longest match has (258, and what is copied at once beyond it), zlib
 * goes on bit by bit: with just one, 6 % more for all entries of git's own repository (Node 20.20).
 */
export const SPARE_LENGTH = 320;
/** Longer streams, in inflated bytes, are left to zlib. */
const LONGEST_HERE = 1024;
const END_OF_BLOCK = 256;

export class Inflater {
  #source: Uint8Array = new Uint8Array(0);
  #at = 0;
  #endOffset = 0;
  #hold = 0;
  #bitCount = 0;
  readonly #zlib = openZlib();

  /**
   * Inflates the zlib stream at the start of `source` so that it fills `target` exactly. Throws `CorruptObject` when the stream
   * is damaged or of another length. `source` may go on after the stream; the eight bytes behind it have to be readable. The
   * `SPARE_LENGTH` bytes behind `target` have to be there and may change.
   */
  inflate(source: ByteRange, target: ByteRange): void {
    const isShort = target.endOffset - target.startOffset <= LONGEST_HERE;
    if (isShort && this.#inflateShort(source, target)) return;
    const { bytes, startOffset, endOffset } = target;
    const size = this.#zlib(source, { bytes, startOffset, endOffset: endOffset + SPARE_LENGTH });
    if (size === undefined) throw damaged();
    if (size !== endOffset - startOffset) throw wrongSize();
  }

  /** False when there is a block with a code of its own. */
  #inflateShort({ bytes, startOffset, endOffset }: ByteRange, target: ByteRange): boolean {
    checkHead(bytes[startOffset]!, bytes[startOffset + 1]!);
    this.#source = bytes;
    this.#at = startOffset + 2;
    this.#endOffset = endOffset;
    this.#hold = 0;
    this.#bitCount = 0;
    let written = target.startOffset;
    for (let isLast = 0; isLast === 0; ) {
      isLast = this.#take(1);
      const type = this.#take(2);
      if (type > 1) return false;
      written = type === 0 ? this.#readStored(target, written) : this.#readFixed(target, written);
    }
    if (written !== target.endOffset) throw wrongSize();
    this.#checkSum(target);
    return true;
  }

  #readFixed({ bytes, startOffset, endOffset }: ByteRange, written: number): number {
    for (let to = written; ; ) {
      this.#fill(9);
      const entry = fixedCode[this.#hold & 511]!;
      this.#drop(entry & 15);
      const symbol = entry >>> 4;
      if (symbol === END_OF_BLOCK) return to;
      if (symbol < END_OF_BLOCK) {
        if (to >= endOffset) throw wrongSize();
        bytes[to++] = symbol;
        continue;
      }
      const length = lengthBases[symbol - 257]! + this.#take(lengthExtras[symbol - 257]!);
      const code = reversedFive[this.#take(5)]!;
      const distance = distanceBases[code]! + this.#take(distanceExtras[code]!);
      if (to + length > endOffset) throw wrongSize();
      if (length === 0 || distance === 0 || to - distance < startOffset) throw damaged();
      for (const stop = to + length; to < stop; to++) bytes[to] = bytes[to - distance]!;
    }
  }

  #readStored({ bytes, endOffset }: ByteRange, written: number): number {
    this.#returnBytes();
    const source = this.#source;
    const from = this.#at + 4;
    const length = source[from - 4]! | (source[from - 3]! << 8);
    const inverse = source[from - 2]! | (source[from - 1]! << 8);
    if ((length ^ inverse) !== 0xffff || from + length > this.#endOffset) throw damaged();
    if (written + length > endOffset) throw wrongSize();
    for (let index = 0; index < length; index++) bytes[written + index] = source[from + index]!;
    this.#at = from + length;
    return written + length;
  }

  #take(count: number): number {
    this.#fill(count);
    const value = this.#hold & ((1 << count) - 1);
    this.#drop(count);
    return value;
  }

  /** Makes at least so many bits, at most 16, ready in `#hold`. */
  #fill(count: number): void {
    if (this.#bitCount >= count) return;
    if (this.#at > this.#endOffset + 4) throw damaged();
    this.#hold |= (this.#source[this.#at]! | (this.#source[this.#at + 1]! << 8)) << this.#bitCount;
    this.#at += 2;
    this.#bitCount += 16;
  }

  #drop(count: number): void {
    this.#hold >>>= count;
    this.#bitCount -= count;
  }

  /** Gives back the whole bytes that were read ahead, and drops the rest of one that was begun. */
  #returnBytes(): void {
    this.#at -= this.#bitCount >> 3;
    this.#hold = 0;
    this.#bitCount = 0;
  }

  #checkSum({ bytes, startOffset, endOffset }: ByteRange): void {
    this.#returnBytes();
    const { low, high } = sumBytes(bytes, startOffset, endOffset);
    const at = this.#at;
    const source = this.#source;
    if (at + 4 > this.#endOffset) throw damaged();
    const isSame =
      ((source[at]! << 8) | source[at + 1]!) === high && ((source[at + 2]! << 8) | source[at + 3]!) === low;
    if (!isSame) throw damaged();
  }
}

/** Method and window, flags and a check of both (RFC 1950, 2.2): as strict as zlib. */
function checkHead(method: number, flags: number): void {
  const isRight = (method & 15) === 8 && method >> 4 <= 7 && (flags & 32) === 0;
  if (!isRight || ((method << 8) | flags) % 31 !== 0) throw damaged();
}

/** Adler-32 of fewer bytes than could make the sums overflow before they are divided. */
function sumBytes(bytes: Buffer, startOffset: number, endOffset: number): { low: number; high: number } {
  let low = 1;
  let high = 0;
  for (let at = startOffset; at < endOffset; at++) {
    low += bytes[at]!;
    high += low;
  }
  return { low: low % 65521, high: high % 65521 };
}

const damaged = () => new CorruptObject('its compressed data is damaged');
const wrongSize = () => new CorruptObject('its compressed data has another length than its header says');
