// What trees say of folders and wanted files, put down while they are read: of each tree the entries that it has and the one it is built
// on has not, and the other way round.
import type { PathBytes } from '../commit-log.ts';
import { hashEmptyTree } from './empty-tree.ts';
import { NOT_HELD } from './held-ids.ts';
import { NumberList } from './number-list.ts';
import { isFolder, readName } from './tree-entries.ts';
import type { EntryStarts, RawEntry } from './tree-reader.ts';

/** Of the trees that one thread read. Plain data. */
export interface TreeRecord {
  /** By tree, in the order of reading: its number, `NO_TREE` for one that lies elsewhere; the tree it is built on, or `NO_TREE`. */
  readonly numbers: Int32Array;
  readonly bases: Int32Array;
  /** By tree: where its part of `changes` ends. */
  readonly changeEnds: Int32Array;
  /** Entries that a tree has and its base has not; `~entry` for those that only the base has. */
  readonly changes: Int32Array;
  /** By entry: the number of a folder, `~number` of a file, or `MISSING`; and the place of its name. */
  readonly targets: Int32Array;
  readonly namePlaces: Int32Array;
  readonly names: readonly PathBytes[];
}

export const NO_TREE = -1;
/** For an entry: its folder is not there. */
export const MISSING = -(2 ** 31);

/** Whether a file is to be followed, too. */
export type IsWantedFile = (entry: RawEntry) => boolean;

export class TreeRecorder {
  readonly #isWantedFile: IsWantedFile;
  readonly #emptyTree: Buffer;
  readonly #numbers = new NumberList();
  readonly #bases = new NumberList();
  readonly #changeEnds = new NumberList();
  readonly #changes = new NumberList();
  readonly #targets = new NumberList();
  readonly #namePlaces = new NumberList();
  readonly #names = new Map<PathBytes, number>();
  /** By entry: the last tree that was seen to have it. */
  readonly #owners = new NumberList();
  #firstNewEntry = 0;

  constructor(idLength: number, isWantedFile: IsWantedFile) {
    this.#isWantedFile = isWantedFile;
    this.#emptyTree = hashEmptyTree(idLength);
  }

  /** Gives a number to the entry of a folder or a wanted file; is told the number of the object that it names, or `NOT_HELD`. */
  takeEntry(entry: RawEntry, number: number): number | undefined {
    const target = isFolder(entry) ? this.#targetFolder(entry, number) : this.#targetFile(entry, number);
    if (target === undefined) return undefined;
    this.#targets.push(target);
    this.#namePlaces.push(this.#placeName(readName(entry)));
    return this.#owners.push(NO_TREE);
  }

  /** Takes a tree whose entries were told; the number is absent for a base that lies elsewhere. */
  takeTree({ followed }: EntryStarts, base: EntryStarts | undefined, number: number | undefined): void {
    const tree = this.#bases.push(base ? base.followed.tree : NO_TREE);
    this.#numbers.push(number ?? NO_TREE);
    followed.tree = tree;
    for (const entry of followed.numbers) {
      this.#owners.set(entry, tree);
      if (entry >= this.#firstNewEntry) this.#changes.push(entry);
    }
    for (const entry of base?.followed.numbers ?? [])
      if (this.#owners.at(entry) !== tree) this.#changes.push(~entry);
    this.#changeEnds.push(this.#changes.length);
    this.#firstNewEntry = this.#targets.length;
  }

  finish(): TreeRecord {
    return {
      numbers: this.#numbers.toArray(),
      bases: this.#bases.toArray(),
      changeEnds: this.#changeEnds.toArray(),
      changes: this.#changes.toArray(),
      targets: this.#targets.toArray(),
      namePlaces: this.#namePlaces.toArray(),
      names: [...this.#names.keys()],
    };
  }

  /** Undefined for the empty tree, which leads nowhere. */
  #targetFolder({ bytes, idOffset }: RawEntry, number: number): number | undefined {
    if (number !== NOT_HELD) return number;
    const id = bytes.subarray(idOffset, idOffset + this.#emptyTree.length);
    return this.#emptyTree.equals(id) ? undefined : MISSING;
  }

  #targetFile(entry: RawEntry, number: number): number | undefined {
    return number !== NOT_HELD && this.#isWantedFile(entry) ? ~number : undefined;
  }

  #placeName(name: PathBytes): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const place = this.#names.size;
    this.#names.set(name, place);
    return place;
  }
}

/** One record of all, in which the trees and entries of each follow those of the one before. */
export function joinTreeRecords(records: readonly TreeRecord[]): TreeRecord {
  const [only] = records;
  if (only && records.length === 1) return only;
  const join = (
    pick: (record: TreeRecord) => Int32Array,
    countBefore: (record: TreeRecord) => number = () => 0,
    shift: (value: number, by: number) => number = (value, by) => value + by,
  ) => {
    const joined = new Int32Array(records.reduce((sum, record) => sum + pick(record).length, 0));
    let at = 0;
    let before = 0;
    for (const record of records) {
      for (const value of pick(record)) joined[at++] = shift(value, before);
      before += countBefore(record);
    }
    return joined;
  };
  return {
    numbers: join(({ numbers }) => numbers),
    bases: join(
      ({ bases }) => bases,
      ({ bases }) => bases.length,
      (base, by) => (base === NO_TREE ? NO_TREE : base + by),
    ),
    changeEnds: join(
      ({ changeEnds }) => changeEnds,
      ({ changes }) => changes.length,
    ),
    changes: join(
      ({ changes }) => changes,
      ({ targets }) => targets.length,
      (entry, by) => (entry < 0 ? entry - by : entry + by),
    ),
    targets: join(({ targets }) => targets),
    namePlaces: join(
      ({ namePlaces }) => namePlaces,
      ({ names }) => names.length,
    ),
    names: records.flatMap(({ names }) => names),
  };
}
