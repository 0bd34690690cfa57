// Which trees hold some blobs, at any depth and under which names. It follows from what was put down of all trees when they were read,
// without another look at any.
import type { PathBytes } from '../commit-log.ts';
import type { ObjectNumbers } from './object-numbers.ts';
import { joinTreeRecords, MISSING, NO_TREE, type TreeRecord } from './tree-record.ts';

/** Entries that lead to wanted blobs. */
export type WantedEntries = readonly number[];

/** Of an empty list. */
const LIST_BYTES = 48;

/** For an entry: when it was found to be wanted. */
const NEVER = -1;
const FROM_THE_START = 0;

export const NO_ENTRIES: WantedEntries = [];

/** Ranges of trees and of their changes. */
interface Family {
  readonly startTree: number;
  readonly endTree: number;
  readonly startChange: number;
  readonly endChange: number;
}

export interface HoldingEntry {
  readonly name: PathBytes;
  readonly held: string | number | undefined;
}

export class FollowedTrees {
  readonly #objects: ObjectNumbers;
  /** Of all threads, one after the other. */
  readonly #record: TreeRecord;
  /** By the number of an object: its tree, by the order of reading. */
  readonly #treesByNumber: Int32Array;
  /** By entry, for those of files: whether it is one of the blobs. */
  readonly #wanted: ReadonlySet<number>;
  /** By tree: those of its entries that lead to a wanted blob, or to a folder that was not read. */
  readonly #lists: WantedEntries[];
  /** Counts how often families were gone through. */
  #time = FROM_THE_START;
  /** By tree: when it was found to hold one. */
  readonly #holdsSince: Int32Array;
  /** By the first tree of a family: when it was last gone through. */
  readonly #lastTimes: Int32Array;
  #byteCount = 0;

  /** Blobs are told by their hex ids. */
  constructor(records: readonly TreeRecord[], objects: ObjectNumbers, blobs: ReadonlySet<string>) {
    this.#objects = objects;
    this.#record = joinTreeRecords(records);
    this.#wanted = new Set([...blobs].map((id) => ~objects.findId(id)));
    this.#holdsSince = new Int32Array(this.#record.bases.length).fill(NEVER);
    this.#lastTimes = new Int32Array(this.#record.bases.length).fill(FROM_THE_START);
    this.#lists = Array.from(this.#record.bases, () => NO_ENTRIES);
    this.#treesByNumber = new Int32Array(objects.count).fill(NO_TREE);
    for (const [tree, number] of this.#record.numbers.entries())
      if (number !== NO_TREE) this.#treesByNumber[number] = tree;
  }

  /** The tree with that number; undefined when it was not read. */
  at(number: number): number | undefined {
    const tree = this.#treesByNumber[number] ?? NO_TREE;
    return tree === NO_TREE ? undefined : tree;
  }

  /**
   * Looks for trees that hold a wanted blob, one folder further up than the last time, or more. To be called until it found no more. The
   * bytes are those of all that it keeps.
   */
  goUp(): { readonly isDone: boolean; readonly byteCount: number } {
    let isDone = true;
    for (const family of this.#listFamilies()) {
      if (!this.#bringsNews(family)) continue;
      this.#goThrough(family);
      isDone = false;
    }
    return { isDone, byteCount: this.#byteCount };
  }

  /** Trees that are built on one another were read in a row. */
  *#listFamilies(): Generator<Family, void> {
    const { bases, changeEnds } = this.#record;
    let startChange = 0;
    for (let startTree = 0; startTree < bases.length; ) {
      let endTree = startTree + 1;
      while (endTree < bases.length && bases[endTree] !== NO_TREE) endTree++;
      const endChange = changeEnds[endTree - 1]!;
      yield { startTree, endTree, startChange, endChange };
      startTree = endTree;
      startChange = endChange;
    }
  }

  /** Whether one of the trees has an entry that was not known to be wanted when they were gone through. */
  #bringsNews({ startTree, startChange, endChange }: Family): boolean {
    const { changes } = this.#record;
    const last = this.#lastTimes[startTree]!;
    for (let at = startChange; at < endChange; at++)
      if (changes[at]! >= 0 && this.#wantedSince(changes[at]!) >= last) return true;
    return false;
  }

  #goThrough({ startTree, endTree, startChange }: Family): void {
    const { bases, changeEnds } = this.#record;
    this.#lastTimes[startTree] = ++this.#time;
    for (let tree = startTree, from = startChange; tree < endTree; tree++) {
      const inherited = bases[tree] === NO_TREE ? NO_ENTRIES : this.#lists[bases[tree]!]!;
      const end = changeEnds[tree]!;
      const list = this.#change(inherited, from, end);
      if (list !== inherited) this.#byteCount += LIST_BYTES + list.length * 8;
      if (list.length > 0 && this.#lists[tree]!.length === 0) this.#holdsSince[tree] = this.#time;
      this.#lists[tree] = list;
      from = end;
    }
  }

  /** What a tree has that leads to wanted blobs; `NO_ENTRIES` for none. Trees that share all of it share the list. */
  list(tree: number): WantedEntries {
    return this.#lists[tree]!;
  }

  /** What an entry leads to: the id of a blob in hex, a folder's tree, or a folder that was not read. */
  describe(entry: number): HoldingEntry {
    const { names, namePlaces, targets } = this.#record;
    const name = names[namePlaces[entry]!]!;
    const target = targets[entry]!;
    if (target === MISSING) return { name, held: undefined };
    return { name, held: target < 0 ? this.#objects.readId(~target) : this.at(target) };
  }

  #change(inherited: WantedEntries, from: number, end: number): WantedEntries {
    const { changes } = this.#record;
    let kept = inherited;
    if (inherited.length > 0) {
      const gone = changes.subarray(from, end).filter((change) => change < 0);
      if (gone.length > 0) kept = without(inherited, new Set(gone));
    }
    const added: number[] = [];
    for (let at = from; at < end; at++) {
      const change = changes[at]!;
      if (change >= 0 && this.#isWanted(change)) added.push(change);
    }
    if (added.length > 0) return [...kept, ...added];
    return kept.length > 0 ? kept : NO_ENTRIES;
  }

  #isWanted(entry: number): boolean {
    return this.#wantedSince(entry) !== NEVER;
  }

  /** When it was found to lead to a wanted blob, or to nothing that is known. */
  #wantedSince(entry: number): number {
    const target = this.#record.targets[entry]!;
    if (target === MISSING) return FROM_THE_START;
    if (target < 0) return this.#wanted.has(target) ? FROM_THE_START : NEVER;
    const tree = this.#treesByNumber[target]!;
    return tree === NO_TREE ? FROM_THE_START : this.#holdsSince[tree]!;
  }
}

/** The list itself when it has none of those, which are told as `~entry`. */
function without(list: WantedEntries, gone: ReadonlySet<number>): WantedEntries {
  const kept = list.filter((entry) => !gone.has(~entry));
  return kept.length < list.length ? kept : list;
}
