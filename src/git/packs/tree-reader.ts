// Reads trees (`mode SP name NUL id`, one entry after another, see git-mktree(1)) without reading again what they share with the tree
// they are built on. An entry that a delta copies as a whole was told with the base; where the entries of a base start is known, so
// there is no guessing what a copied byte belongs to.
import type { ByteRange } from './byte-range.ts';
import type { DeltaRuns } from './delta-runs.ts';

/** Where the entries of a tree start, ascending; the last one is where the last entry ends. */
export interface EntryStarts {
  list: Int32Array;
  count: number;
  readonly followed: FollowedEntries;
}

/** Those that the listener gave numbers to: where they start, ascending, and the numbers. */
export interface FollowedEntries {
  readonly offsets: number[];
  readonly numbers: number[];
  /** The listener's own, for the tree. */
  tree: number;
}

/** An entry: its mode from `startOffset`, its name from `nameOffset` to the NUL before `idOffset`, its id. */
export interface RawEntry {
  bytes: Buffer;
  startOffset: number;
  nameOffset: number;
  idOffset: number;
}

export interface EntryListener {
  /** The entry is good until the call returns. The result is its number in all trees that have it from this one, if it is to be followed. */
  takeEntry(entry: RawEntry): number | undefined;
  /** The tree, or the rest of it, is not made of entries. */
  breakOff(): void;
}

const SPACE = 32;
/** A mode is octal and has six digits; git still reads shorter ones. */
const LONGEST_MODE = 6;

export class TreeReader {
  readonly #idLength: number;
  readonly #listener: EntryListener;
  readonly #entry: RawEntry = { bytes: Buffer.alloc(0), startOffset: 0, nameOffset: 0, idOffset: 0 };
  /** Lists that nobody uses: few trees are open at a time. */
  readonly #spare: EntryStarts[] = [];
  #piece = Buffer.allocUnsafeSlow(1 << 10);

  constructor(idLength: number, listener: EntryListener) {
    this.#idLength = idLength;
    this.#listener = listener;
  }

  /** Tells all entries, unless they are known. The result is the caller's until it is given to `release`. */
  readWhole({ bytes, startOffset, endOffset }: ByteRange, isKnown: boolean): EntryStarts {
    const starts = this.#open();
    let at = startOffset;
    while (at < endOffset) {
      const end = this.#read(bytes, at, endOffset);
      if (end < 0) break;
      add(starts, at - startOffset);
      if (!isKnown) this.#tell(starts, at - startOffset);
      at = end;
    }
    if (at < endOffset) this.#listener.breakOff();
    add(starts, at - startOffset);
    return starts;
  }

  /** Tells the entries of the tree that `runs` make of `base`, but for those that are copied as a whole. */
  readDelta(runs: DeltaRuns, base: ByteRange, baseStarts: EntryStarts): EntryStarts {
    const starts = this.#open();
    this.#readRuns(runs, base, { from: baseStarts, to: starts });
    return starts;
  }

  /** The same for a tree that none is built on. */
  readLeaf(runs: DeltaRuns, base: ByteRange, baseStarts: EntryStarts): void {
    this.#readRuns(runs, base, { from: baseStarts });
  }

  release(starts: EntryStarts): void {
    this.#spare.push(starts);
  }

  #readRuns(runs: DeltaRuns, base: ByteRange, starts: { from: EntryStarts; to?: EntryStarts }): void {
    let at = 0;
    for (let run = 0, runStart = 0; at < runs.size; ) {
      for (; runs.ends[run]! <= at; run++) runStart = runs.ends[run]!;
      const copied = this.#copyStarts(runs, { run, runStart, at }, starts);
      if (copied > at) {
        at = copied;
        continue;
      }
      const length = this.#gather(runs, base, { run, runStart, at });
      if (length < 0 || this.#read(this.#piece, 0, length) !== length) break;
      if (starts.to) add(starts.to, at);
      this.#tell(starts.to, at);
      at += length;
    }
    if (at < runs.size) this.#listener.breakOff();
    if (starts.to) add(starts.to, at);
  }

  #open(): EntryStarts {
    const starts = this.#spare.pop() ?? createStarts();
    starts.count = 0;
    starts.followed.offsets.length = 0;
    starts.followed.numbers.length = 0;
    return starts;
  }

  #tell(starts: EntryStarts | undefined, at: number): void {
    const number = this.#listener.takeEntry(this.#entry);
    if (number === undefined || starts === undefined) return;
    starts.followed.offsets.push(at);
    starts.followed.numbers.push(number);
  }

  /** Takes over the starts of the entries that are copied as a whole from `at` on; returns where the last of them ends. */
  #copyStarts(
    runs: DeltaRuns,
    { run, runStart, at }: Cursor,
    { from, to }: { from: EntryStarts; to?: EntryStarts },
  ): number {
    const origin = runs.origins[run]!;
    if (origin < 0) return at;
    const shift = runStart - origin;
    const first = findLast(from, at - shift);
    if (from.list[first] !== at - shift) return at;
    const last = findLast(from, runs.ends[run]! - shift);
    if (to) {
      reserve(to, last - first);
      for (let index = first; index < last; index++) to.list[to.count++] = from.list[index]! + shift;
      if (from.followed.offsets.length > 0)
        follow(from, to, { startOffset: from.list[first]!, endOffset: from.list[last]!, shift });
    }
    return from.list[last]! + shift;
  }

  /** Puts the bytes of the entry at `at` together and returns how many there are; -1 when it has no end. */
  #gather(runs: DeltaRuns, base: ByteRange, { run, runStart, at }: Cursor): number {
    let length = 0;
    let wanted = -1;
    for (let next = run, start = runStart; next < runs.count; start = runs.ends[next++]!) {
      const origin = runs.origins[next]!;
      const bytes = origin < 0 ? runs.bytes : base.bytes;
      const shift = (origin < 0 ? ~origin : base.startOffset + origin) - start;
      const end = runs.ends[next]! + shift;
      for (let from = Math.max(start, at) + shift; from < end; ) {
        const byte = bytes[from++]!;
        if (length === this.#piece.length) this.#growPiece();
        this.#piece[length++] = byte;
        if (wanted < 0 && byte === 0) wanted = length + this.#idLength;
        else if (length === wanted) return length;
      }
    }
    return -1;
  }

  /** Sets `#entry` to the entry at `at` and returns where it ends; -1 when there is none. */
  #read(bytes: Buffer, at: number, limit: number): number {
    let nameOffset = at;
    while (nameOffset < limit && isOctal(bytes[nameOffset]!)) nameOffset++;
    const modeLength = nameOffset - at;
    if (modeLength === 0 || modeLength > LONGEST_MODE || bytes[nameOffset++] !== SPACE) return -1;
    let idOffset = nameOffset;
    while (idOffset < limit && bytes[idOffset] !== 0) idOffset++;
    const end = ++idOffset + this.#idLength;
    if (idOffset === nameOffset + 1 || end > limit) return -1;
    const entry = this.#entry;
    entry.bytes = bytes;
    entry.startOffset = at;
    entry.nameOffset = nameOffset;
    entry.idOffset = idOffset;
    return end;
  }

  #growPiece(): void {
    const grown = Buffer.allocUnsafeSlow(this.#piece.length * 2);
    this.#piece.copy(grown);
    this.#piece = grown;
  }
}

/** A place in an object that is told as runs. */
interface Cursor {
  readonly run: number;
  /** Where the run starts in the object. */
  readonly runStart: number;
  readonly at: number;
}

const isOctal = (byte: number) => byte >= 48 && byte < 56;

function add(starts: EntryStarts, start: number): void {
  reserve(starts, 1);
  starts.list[starts.count++] = start;
}

function reserve(starts: EntryStarts, count: number): void {
  if (starts.count + count <= starts.list.length) return;
  const grown = new Int32Array((starts.count + count) * 2);
  grown.set(starts.list);
  starts.list = grown;
}

function createStarts(): EntryStarts {
  return { list: new Int32Array(256), count: 0, followed: { offsets: [], numbers: [], tree: -1 } };
}

interface Copy {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly shift: number;
}

/** Takes over those of the followed entries that are copied. */
function follow(from: EntryStarts, to: EntryStarts, { startOffset, endOffset, shift }: Copy): void {
  const { offsets, numbers } = from.followed;
  for (let index = findNotBefore(offsets, startOffset); offsets[index]! < endOffset; index++) {
    to.followed.offsets.push(offsets[index]! + shift);
    to.followed.numbers.push(numbers[index]!);
  }
}

/** Index of the first offset that is not before `offset`. */
function findNotBefore(offsets: readonly number[], offset: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (offsets[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the last start that is not after `offset`; 0 when all are. */
function findLast({ list, count }: EntryStarts, offset: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (list[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
