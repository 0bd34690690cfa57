// What a scan knows of a pack before it reads the first object: for each entry, in pack order, where it is, what it is, and the
// tree of deltas it belongs to. The arrays are shared memory, so that every thread works from the same ones.
import { readSync } from 'node:fs';
import { CorruptObject } from './byte-range.ts';
import { brokenBase, entryTypes, readHeaders } from './pack-headers.ts';
import { type IndexHandle, PackIndex } from './pack-index.ts';
import { findOffset, sortByOffset } from './pack-order.ts';

/** The numbers that packs use for types. */
export const typeNumbers = { commit: 1, tree: 2, blob: 3, tag: 4 } as const;

/** Base of a delta whose base is told by an id that this pack does not have. */
export const baseElsewhere = -2;

/** Set where the same object was met in an earlier pack: it is a base like any other, but not told again. */
export const isKnownFlag = 1;
/** Set where the caller wants the object whatever it holds. */
export const isWantedFlag = 2;

export interface PackHandle {
  /** File name without directory and suffix, such as `pack-1234…`. */
  readonly name: string;
  readonly fd: number;
  readonly sizeBytes: number;
  readonly index: IndexHandle;
}

export interface PackTable {
  readonly pack: PackHandle;
  readonly objectCount: number;
  /** Ascending, one more than there are objects: the last is where the entries end. */
  readonly offsets: Float64Array;
  /** Position in the index, which leads to the id. */
  readonly positions: Uint32Array;
  /** Type of the object, also for deltas; 0 when it cannot be told, because the entry is damaged or its base is elsewhere. */
  readonly types: Uint8Array;
  /** Inflated length of the entry: of the delta, where it is one. */
  readonly sizes: Float64Array;
  readonly headerLengths: Uint8Array;
  /** Index of the base; `-1` for none, `baseElsewhere`, or `brokenBase`. */
  readonly bases: Int32Array;
  /** Children, the one with the most descendants last; -1 ends the list. */
  readonly firstChildren: Int32Array;
  readonly nextSiblings: Int32Array;
  readonly flags: Uint8Array;
  /** Entries that no other entry of this pack has to be read for, in pack order; damaged ones are not among them. */
  readonly roots: Uint32Array;
}

/** Reads a pack's index and headers. Throws `CorruptObject` for an index or pack that cannot be read at all. */
export function readPackTable(pack: PackHandle): PackTable {
  const index = new PackIndex(pack.index);
  const table = createTable(pack, index);
  const { hashLength } = pack.index;
  readHeaders(pack.fd, hashLength, { ...table, offsets: table.offsets.subarray(0, table.objectCount) });
  if (table.types.includes(entryTypes.idDelta)) findNamedBases(table, index);
  settleTypes(table);
  linkChildren(table);
  return { ...table, roots: listRoots(table) };
}

/** Id of the base of a delta that names it. */
export function readBaseId({ pack, offsets, headerLengths }: PackTable, index: number): Buffer {
  const { hashLength } = pack.index;
  const id = Buffer.alloc(hashLength);
  readSync(pack.fd, id, 0, hashLength, offsets[index]! + headerLengths[index]! - hashLength);
  return id;
}

function createTable(pack: PackHandle, index: PackIndex): PackTable {
  const count = index.objectCount;
  const unsorted = index.readOffsets();
  const order = sortByOffset(unsorted);
  const end = pack.sizeBytes - pack.index.hashLength;
  const offsets = share(Float64Array, count + 1);
  for (let i = 0; i < count; i++) offsets[i] = unsorted[order[i]!]!;
  offsets[count] = end;
  if (count > 0 && offsets[count - 1]! >= end)
    throw new CorruptObject('the pack is shorter than its index says');
  const positions = share(Uint32Array, count);
  positions.set(order);
  return {
    pack,
    objectCount: count,
    offsets,
    positions,
    types: share(Uint8Array, count),
    sizes: share(Float64Array, count),
    headerLengths: share(Uint8Array, count),
    bases: share(Int32Array, count),
    firstChildren: share(Int32Array, count).fill(-1),
    nextSiblings: share(Int32Array, count).fill(-1),
    flags: share(Uint8Array, count),
    roots: new Uint32Array(0),
  };
}

function findNamedBases(table: PackTable, index: PackIndex): void {
  const ids = index.readIds();
  for (let i = 0; i < table.objectCount; i++) {
    if (table.types[i] !== entryTypes.idDelta) continue;
    const position = index.find(readBaseId(table, i), ids);
    table.bases[i] =
      position < 0 ? baseElsewhere : findOffset(table.offsets, index.offsetAt(position), table.objectCount);
  }
}

/** Gives deltas the type of the object at the root of their tree, and finds those that hang on nothing, or on themselves. */
function settleTypes(table: PackTable): void {
  const { objectCount, types, bases } = table;
  for (let i = 0; i < objectCount; i++) {
    if (!isDelta(types[i]!)) continue;
    const base = bases[i]!;
    if (base >= 0 && base < i) types[i] = types[base]!;
    else if (base >= 0) settleChain(table, i);
    else types[i] = 0;
  }
}

/** For a delta that lies before its base: follows the chain to its end, or back to itself. */
function settleChain({ types, bases }: PackTable, start: number): void {
  const chain = new Set<number>();
  let at = start;
  for (; isDelta(types[at]!) && bases[at]! >= 0 && !chain.has(at); at = bases[at]!) chain.add(at);
  if (chain.has(at)) for (const looped of chain) bases[looped] = brokenBase;
  const type = isDelta(types[at]!) ? 0 : types[at]!;
  for (const settled of chain) types[settled] = type;
}

const isDelta = (type: number) => type === entryTypes.offsetDelta || type === entryTypes.idDelta;

/**
 * Lists children so that the one with the most descendants comes last: a walk can then forget the base before it goes on with
 * that child, and keeps only about log2(objects) bases at a time, whatever the shape of the tree.
 */
function linkChildren({ objectCount, bases, firstChildren, nextSiblings }: PackTable): void {
  const weights = new Uint32Array(objectCount);
  const heaviest = firstChildren;
  for (let i = objectCount - 1; i >= 0; i--) {
    const base = bases[i]!;
    if (base < 0) continue;
    weights[base]! += weights[i]! + 1;
    if (heaviest[base]! < 0 || weights[i]! > weights[heaviest[base]!]!) heaviest[base] = i;
  }
  const lasts = heaviest.slice();
  for (let i = objectCount - 1; i >= 0; i--) {
    const base = bases[i]!;
    if (base < 0 || lasts[base] === i) continue;
    nextSiblings[i] = firstChildren[base]!;
    firstChildren[base] = i;
  }
}

/** Entries that no walk reaches: damaged ones, and deltas on those. */
export function listUnreachable({ objectCount, types, bases }: PackTable): number[] {
  const unreachable: number[] = [];
  for (let i = 0; i < objectCount; i++) {
    if (types[i] !== 0) continue;
    let at = i;
    while (bases[at]! >= 0) at = bases[at]!;
    if (bases[at] !== baseElsewhere) unreachable.push(i);
  }
  return unreachable;
}

function listRoots({ objectCount, types, bases }: PackTable): Uint32Array {
  const isRoot = (i: number) => (bases[i] === -1 && types[i] !== 0) || bases[i] === baseElsewhere;
  let count = 0;
  for (let i = 0; i < objectCount; i++) if (isRoot(i)) count++;
  const roots = share(Uint32Array, count);
  for (let i = objectCount - 1; i >= 0; i--) if (isRoot(i)) roots[--count] = i;
  return roots;
}

interface SharedArrayType<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer): T;
}

function share<T>(ArrayType: SharedArrayType<T>, length: number): T {
  return new ArrayType(new SharedArrayBuffer(length * ArrayType.BYTES_PER_ELEMENT));
}
