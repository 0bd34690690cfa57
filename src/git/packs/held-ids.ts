// The ids of all objects that a repository has, for one question asked millions of times: is this one there? Sorted lists in shared
// memory, one of each pack and one of all loose objects; searched by the first four bytes of the id, which nearly always decide.
import type { PackIndex } from './pack-index.ts';

/** A sorted list of ids. Plain data in shared memory. */
export interface IdList {
  readonly ids: Uint8Array;
  /** The first four bytes of each, as a number. */
  readonly heads: Uint32Array;
}

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
  return { ids, heads };
}

/** Whether one of the lists has the id that stands at `offset` of `bytes`. */
export function holdsId(
  lists: readonly IdList[],
  { bytes, offset, idLength }: { bytes: Uint8Array; offset: number; idLength: number },
): boolean {
  const head = readHead(bytes, offset);
  for (const { ids, heads } of lists) {
    for (let index = findFirst(heads, head); heads[index] === head; index++) {
      if (isSame(ids, index * idLength, { bytes, offset, idLength })) return true;
    }
  }
  return false;
}

/** Index of the first head that is not below `wanted`. */
function findFirst(heads: Uint32Array, wanted: number): number {
  let low = 0;
  let high = heads.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (heads[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isSame(
  ids: Uint8Array,
  start: number,
  { bytes, offset, idLength }: { bytes: Uint8Array; offset: number; idLength: number },
): boolean {
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
