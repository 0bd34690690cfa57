// The ids of all objects that a repository has, for one question asked millions of times: which one is this, if it is there? Sorted lists in shared
// memory, one of each pack and one of all loose objects. The first bits of an id lead to a dozen neighbours, and its first four bytes
// nearly always decide among those: three places in memory are touched, where a binary search of a million ids touches ten.
import type { PackIndex } from './pack-index.ts';

/** A sorted list of ids. Plain data in shared memory. */
export interface IdList {
  readonly ids: Uint8Array;
  /** The first four bytes of each, as a number. */
  readonly heads: Uint32Array;
  /** By a head's first bits: index of the first id that begins with those; one more than there are such bits. */
  readonly starts: Uint32Array;
  /** What a head is shifted by to leave those bits. */
  readonly shift: number;
}

/** More neighbours than that under the same first bits make more bits worth while. */
const NEIGHBOURS = 16;
const MOST_BITS = 20;

/** The ids of a pack. */
export function listPackedIds(index: PackIndex): IdList {
  return toIdList(index.readIds(), index.objectCount);
}

/** Ids given as hex, in any order. */
export function listHexIds(ids: readonly string[]): IdList {
  return toIdList(Buffer.from([...ids].sort().join(''), 'hex'), ids.length);
}

function toIdList(sorted: Buffer, count: number): IdList {
  const ids = new Uint8Array(new SharedArrayBuffer(sorted.length));
  ids.set(sorted);
  const heads = new Uint32Array(new SharedArrayBuffer(count * 4));
  const idLength = count === 0 ? 0 : sorted.length / count;
  for (let index = 0; index < count; index++) heads[index] = readHead(ids, index * idLength);
  const bits = Math.min(MOST_BITS, Math.max(1, Math.ceil(Math.log2(count / NEIGHBOURS + 1))));
  return { ids, heads, starts: listStarts(heads, bits), shift: 32 - bits };
}

function listStarts(heads: Uint32Array, bits: number): Uint32Array {
  const size = 2 ** bits;
  const starts = new Uint32Array(new SharedArrayBuffer((size + 1) * 4)).fill(heads.length);
  for (let index = heads.length - 1; index >= 0; index--) starts[heads[index]! >>> (32 - bits)] = index;
  for (let first = size - 1; first >= 0; first--)
    if (starts[first]! > starts[first + 1]!) starts[first] = starts[first + 1]!;
  return starts;
}

export interface IdPlace {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly idLength: number;
}

/** The number of what is in no list. */
export const NOT_HELD = -1;

/** Its place in the first list that has it, counted from the beginning of the first list; `NOT_HELD` when none has it. */
export function numberId(lists: readonly IdList[], { bytes, offset, idLength }: IdPlace): number {
  const head = readHead(bytes, offset);
  let start = 0;
  for (const list of lists) {
    for (let index = findFirst(list, head); list.heads[index] === head; index++) {
      if (isSame(list.ids, index * idLength, { bytes, offset, idLength })) return start + index;
    }
    start += list.heads.length;
  }
  return NOT_HELD;
}

/** Index of the first head that is not below `wanted`. */
function findFirst({ heads, starts, shift }: IdList, wanted: number): number {
  let low = starts[wanted >>> shift]!;
  let high = starts[(wanted >>> shift) + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (heads[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isSame(ids: Uint8Array, start: number, { bytes, offset, idLength }: IdPlace): boolean {
  for (let index = 4; index < idLength; index++)
    if (ids[start + index] !== bytes[offset + index]) return false;
  return true;
}

function readHead(bytes: Uint8Array, offset: number): number {
  return (
    ((bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!) >>>
    0
  );
}
