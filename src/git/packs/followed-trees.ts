// Which trees hold some blobs, at any depth and under which names. It follows from what was put down of all trees when they were read,
// without another look at any.
import type { PathBytes } from '../commit-log.ts';
import type { ObjectNumbers } from './object-numbers.ts';
import { joinTreeRecords, MISSING, NO_TREE, type TreeRecord } from './tree-record.ts';

type WantedEntries = readonly number[];

/** Of an empty list. */
const LIST_BYTES = 48;

const NO_ENTRIES: WantedEntries = [];

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
  readonly #lists: WantedEntries[] = [];

  /** Blobs are told by their hex ids. */
  constructor(records: readonly TreeRecord[], objects: ObjectNumbers, blobs: ReadonlySet<string>) {
    this.#objects = objects;
    this.#record = joinTreeRecords(records);
    this.#wanted = new Set([...blobs].map((id) => ~objects.findId(id)));
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
    const { bases, changeEnds } = this.#record;
    let isDone = true;
    let byteCount = 0;
    for (let tree = 0, from = 0; tree < bases.length; tree++) {
      const base = bases[tree]!;
      const inherited = base === NO_TREE ? NO_ENTRIES : this.#lists[base]!;
      const end = changeEnds[tree]!;
      const list = this.#change(inherited, from, end);
      if (list !== inherited) byteCount += LIST_BYTES + list.length * 8;
      if (list.length > 0 && !this.#isHolding(tree)) isDone = false;
      this.#lists[tree] = list;
      from = end;
    }
    return { isDone, byteCount };
  }

  /** What a tree has that leads to wanted blobs: the id of a blob in hex, a folder's tree, or a folder that was not read. */
  list(tree: number): readonly HoldingEntry[] {
    const { names, namePlaces, targets } = this.#record;
    return this.#lists[tree]!.map((entry) => ({
      name: names[namePlaces[entry]!]!,
      held: this.#describe(targets[entry]!),
    }));
  }

  #describe(target: number): HoldingEntry['held'] {
    if (target === MISSING) return undefined;
    return target < 0 ? this.#objects.readId(~target) : this.at(target);
  }

  #change(inherited: WantedEntries, from: number, end: number): WantedEntries {
    const { changes } = this.#record;
    const added: number[] = [];
    const gone: number[] = [];
    for (let at = from; at < end; at++) {
      const change = changes[at]!;
      if (change >= 0 && this.#isWanted(change)) added.push(change);
      else if (change < 0 && inherited.length > 0) gone.push(~change);
    }
    const kept = gone.length > 0 ? without(inherited, new Set(gone)) : inherited;
    return added.length > 0 ? [...kept, ...added] : kept;
  }

  #isWanted(entry: number): boolean {
    const target = this.#record.targets[entry]!;
    if (target === MISSING) return true;
    if (target < 0) return this.#wanted.has(target);
    const tree = this.#treesByNumber[target]!;
    return tree === NO_TREE || this.#isHolding(tree);
  }

  #isHolding(tree: number): boolean {
    return (this.#lists[tree]?.length ?? 0) > 0;
  }
}

/** The list itself when it has none of those. */
function without(list: WantedEntries, gone: ReadonlySet<number>): WantedEntries {
  const kept = list.filter((entry) => !gone.has(entry));
  return kept.length < list.length ? kept : list;
}
