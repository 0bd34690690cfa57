// The bytes of one entry of a zip, however they are packed. Each kind says when it has had enough.
import { crc32 } from 'node:zlib';
import { type ArchiveFlaw, NO_BYTES, type TakeBytes } from './archive-reader.ts';
import type { Inflation } from './inflation.ts';
import { signatures } from './zip-records.ts';

/** Where the bytes between two headers go. */
export interface EntryBody {
  readonly isDone: boolean;
  /** What is wrong with the bytes so far. */
  readonly flaw: ArchiveFlaw | undefined;
  /** Of what the entry says; undefined when nothing read it. */
  readonly crc: number | undefined;
  /** Reads what belongs to the entry, and tells how many bytes that were. 0: more are needed first. */
  write(bytes: Buffer): number;
  /** There is no more than `rest`; to be called once, whether or not it is done. */
  end(rest: Buffer): void;
}

/** Passes over bytes that cannot be read. */
export class SkippedBody implements EntryBody {
  readonly flaw = undefined;
  readonly crc = undefined;
  #left: number;

  constructor(length: number) {
    this.#left = length;
  }

  get isDone(): boolean {
    return this.#left === 0;
  }

  write(bytes: Buffer): number {
    const length = Math.min(this.#left, bytes.length);
    this.#left -= length;
    return length;
  }

  end(): void {}
}

/** Bytes as they are, of a known number. */
export class StoredBody implements EntryBody {
  readonly flaw = undefined;
  readonly #take: TakeBytes;
  #left: number;
  crc = 0;

  constructor(length: number, take: TakeBytes) {
    this.#left = length;
    this.#take = take;
    if (length === 0) take(NO_BYTES, true);
  }

  get isDone(): boolean {
    return this.#left === 0;
  }

  write(bytes: Buffer): number {
    const own = bytes.subarray(0, this.#left);
    this.#left -= own.length;
    this.crc = crc32(own, this.crc);
    this.#take(own, this.isDone);
    return own.length;
  }

  end(): void {
    if (!this.isDone) this.#take(NO_BYTES, true);
  }
}

/** Deflated bytes, of a known number or up to where their stream ends. */
export class DeflatedBody implements EntryBody {
  readonly #inflation: Inflation;
  #left: number;
  #hasExcess = false;
  crc = 0;

  constructor(length: number, inflation: Inflation, take: TakeBytes) {
    this.#left = length;
    this.#inflation = inflation;
    inflation.begin((bytes, isLast) => {
      this.crc = crc32(bytes, this.crc);
      take(bytes, isLast);
    });
  }

  get isDone(): boolean {
    return this.#left === 0 || (this.#left === Number.POSITIVE_INFINITY && this.#inflation.state !== 'open');
  }

  /** A stream that ends before its bytes do, or goes on after them, is not what the header says. */
  get flaw(): ArchiveFlaw | undefined {
    return this.#inflation.state === 'ended' && !this.#hasExcess ? undefined : 'damaged';
  }

  write(bytes: Buffer): number {
    const own = bytes.subarray(0, Math.min(this.#left, bytes.length));
    const used = this.#inflation.write(own);
    if (this.#left === Number.POSITIVE_INFINITY) return used;
    this.#hasExcess ||= used < own.length;
    this.#left -= own.length;
    return own.length;
  }

  end(): void {
    this.#inflation.flush(true);
  }
}

/** Signature, checksum, and two sizes of 32 bits or 64. */
const DESCRIPTOR_LENGTHS = [16, 24] as const;

/** Bytes as they are, up to a record that tells their true number and checksum: what looks like one by chance does not. */
export class UntoldBody implements EntryBody {
  readonly flaw = undefined;
  readonly #take: TakeBytes;
  #length = 0;
  crc = 0;
  isDone = false;

  constructor(take: TakeBytes) {
    this.#take = take;
  }

  write(bytes: Buffer): number {
    const at = bytes.indexOf('PK\x07\x08', 0, 'latin1');
    if (at === -1) return this.#pass(bytes.subarray(0, Math.max(0, bytes.length - 3)));
    if (at > 0) return this.#pass(bytes.subarray(0, at));
    if (bytes.length < DESCRIPTOR_LENGTHS[1] && !this.#isDescriptor(bytes)) return 0;
    this.isDone = this.#isDescriptor(bytes);
    return this.isDone ? 0 : this.#pass(bytes.subarray(0, 4));
  }

  end(rest: Buffer): void {
    this.#take(this.isDone ? NO_BYTES : rest, true);
  }

  #isDescriptor(bytes: Buffer): boolean {
    if (bytes.length < DESCRIPTOR_LENGTHS[0] || bytes.readUInt32LE(0) !== signatures.descriptor) return false;
    if (bytes.readUInt32LE(4) !== this.crc || bytes.readUInt32LE(8) !== this.#length % 2 ** 32) return false;
    return this.#isSize(bytes, 12, 4) || (bytes.length >= DESCRIPTOR_LENGTHS[1] && this.#isSize(bytes, 8, 8));
  }

  #isSize(bytes: Buffer, offset: number, width: 4 | 8): boolean {
    if (width === 4) return bytes.readUInt32LE(offset) === this.#length;
    return bytes.readBigUInt64LE(offset) === BigInt(this.#length);
  }

  #pass(bytes: Buffer): number {
    this.crc = crc32(bytes, this.crc);
    this.#length += bytes.length;
    if (bytes.length > 0) this.#take(bytes, false);
    return bytes.length;
  }
}
