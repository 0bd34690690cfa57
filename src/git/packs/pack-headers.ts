// One pass over a pack that reads nothing but the few bytes at the start of each entry: type, size and, for a delta, its base.
import { readSync } from 'node:fs';
import { findOffset } from './pack-order.ts';

/** More than an entry's header can have: type and size (10), then an offset (10) or an id (32). */
export const LONGEST_HEADER = 64;
const READ_LENGTH = 1 << 20;

export const entryTypes = { commit: 1, tree: 2, blob: 3, tag: 4, offsetDelta: 6, idDelta: 7 } as const;

export interface HeaderTarget {
  /** Ascending. */
  readonly offsets: Float64Array;
  readonly types: Uint8Array;
  readonly sizes: Float64Array;
  /** Bytes before an entry's compressed data. */
  readonly headerLengths: Uint8Array;
  /** Index of the base; -1 for none, or one that is told by its id, `brokenBase` for one that is no object. */
  readonly bases: Int32Array;
}

export const brokenBase = -3;

/** Fills `target` from the pack. An entry behind the end of the file, or of no known type, gets type 0. */
export function readHeaders(fd: number, hashLength: number, target: HeaderTarget): void {
  const buffer = Buffer.alloc(READ_LENGTH);
  const header: EntryHeader = { type: 0, size: 0, length: 0, distance: 0 };
  let start = 0;
  let end = 0;
  for (let index = 0; index < target.offsets.length; index++) {
    const offset = target.offsets[index]!;
    if (offset + LONGEST_HEADER > end) {
      start = offset;
      end = offset + Math.max(LONGEST_HEADER, readSync(fd, buffer, 0, READ_LENGTH, offset));
    }
    readEntryHeader(buffer, offset - start, header, hashLength);
    target.types[index] = header.type === 5 ? 0 : header.type;
    target.sizes[index] = header.size;
    target.headerLengths[index] = header.length;
    target.bases[index] =
      header.type === entryTypes.offsetDelta ? findBase(target.offsets, index, header.distance) : -1;
  }
}

export interface EntryHeader {
  type: number;
  /** Inflated length of the entry. */
  size: number;
  /** Bytes from the start of the entry to its compressed data. */
  length: number;
  /** How far before the entry its base begins; 0 unless it is told so. */
  distance: number;
}

/** Reads the header of an entry into `header`. An id of a base, if any, ends where the compressed data starts. */
export function readEntryHeader(bytes: Buffer, start: number, header: EntryHeader, hashLength: number): void {
  let at = start;
  let byte = bytes[at++]!;
  header.type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let scale = 16; byte & 128 && at < start + 12; scale *= 128) {
    byte = bytes[at++]!;
    size += (byte & 127) * scale;
  }
  let distance = 0;
  if (header.type === entryTypes.offsetDelta) {
    byte = bytes[at++]!;
    distance = byte & 127;
    while (byte & 128 && at < start + 24) {
      byte = bytes[at++]!;
      distance = (distance + 1) * 128 + (byte & 127);
    }
  } else if (header.type === entryTypes.idDelta) at += hashLength;
  header.size = size;
  header.distance = distance;
  header.length = at - start;
}

function findBase(offsets: Float64Array, index: number, distance: number): number {
  const base = findOffset(offsets, offsets[index]! - distance, index);
  return base < 0 ? brokenBase : base;
}
