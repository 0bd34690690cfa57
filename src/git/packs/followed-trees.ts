// Which trees hold some blobs, at any depth and under which names. Trees are read as they are built on one another: of each are kept the
// folders and wanted blobs that it has and its base has not, and the other way round. What a tree holds follows from that once all of
// them are known, without another look at any.
import { createHash } from 'node:crypto';

import type { PathBytes } from '../commit-log.ts';
import { type IdList, numberId } from './held-ids.ts';
import { NumberList } from './number-list.ts';
import { isFolder, readName } from './tree-entries.ts';
import type { EntryStarts, RawEntry } from './tree-reader.ts';
import { WantedIds } from './wanted-ids.ts';

export type WantedEntries = readonly number[];

/** Deeper folders are left to git: their files have paths that no file system takes. */
export const DEEPEST = 1_000;
/** For lists of the entries that lead to wanted blobs. */
const MOST_LIST_BYTES = 128 << 20;
/** Of an empty list. */
const LIST_BYTES = 48;

const NO_ENTRIES: WantedEntries = [];
const NONE = -1;

export class FollowedTrees {
  readonly #held: readonly IdList[];
  readonly #idLength: number;
  readonly #blobs: WantedIds;
  readonly #emptyTree: Buffer;
  /** By number of an id (see `numberId`): its tree, by the order of reading. */
  readonly #treesById: Int32Array;
  /** By tree: the one it is built on, and where its part of `#changes` ends. */
  readonly #bases = new NumberList();
  readonly #changeEnds = new NumberList();
  /** Entries that a tree has and its base has not; `~entry` for those that only the base has. */
  readonly #changes = new NumberList();
  /** By entry: the number of a folder's id, or `~index` of a blob; its name; the last tree that was seen to have it. */
  readonly #targets = new NumberList();
  readonly #names: PathBytes[] = [];
  readonly #owners = new NumberList();
  readonly #knownNames = new Map<PathBytes, PathBytes>();
  #firstNewEntry = 0;
  /** Whether a folder was named that is not there. */
  #isBroken = false;

  constructor(held: readonly IdList[], idLength: number, blobs: ReadonlySet<string>) {
    this.#held = held;
    this.#idLength = idLength;
    this.#blobs = new WantedIds(blobs);
    this.#emptyTree = createHash(idLength === 20 ? 'sha1' : 'sha256')
      .update('tree 0\0')
      .digest();
    this.#treesById = new Int32Array(held.reduce((sum, { heads }) => sum + heads.length, 0)).fill(NONE);
  }

  /** Gives a number to a folder or a wanted blob. */
  takeEntry(entry: RawEntry): number | undefined {
    const target = isFolder(entry) ? this.#findFolder(entry) : this.#blobs.find(entry, this.#idLength);
    if (target === undefined) return undefined;
    this.#targets.push(target);
    this.#names.push(this.#intern(readName(entry)));
    return this.#owners.push(NONE);
  }

  /** Takes a tree whose entries were told; `id` is the number of its id, absent for a base that lies elsewhere. */
  takeTree({ followed }: EntryStarts, base: EntryStarts | undefined, id: number | undefined): void {
    const tree = this.#bases.push(base ? base.followed.tree : NONE);
    followed.tree = tree;
    for (const entry of followed.numbers) {
      this.#owners.set(entry, tree);
      if (entry >= this.#firstNewEntry) this.#changes.push(entry);
    }
    for (const entry of base?.followed.numbers ?? [])
      if (this.#owners.at(entry) !== tree) this.#changes.push(~entry);
    this.#changeEnds.push(this.#changes.length);
    this.#firstNewEntry = this.#targets.length;
    if (id !== undefined) this.#treesById[id] = tree;
  }

  /** Git knows the empty tree, whether it is there or not. */
  isEmptyTree(id: Uint8Array): boolean {
    return this.#emptyTree.equals(id);
  }

  /** The tree with that id; undefined when it was not read. */
  find(id: Uint8Array): number | undefined {
    const number = numberId(this.#held, { bytes: id, offset: 0, idLength: this.#idLength });
    const tree = number < 0 ? NONE : this.#treesById[number]!;
    return tree === NONE ? undefined : tree;
  }

  /** What leads to a wanted blob: its id in hex, or the folder that it stands in. */
  describe(entry: number): { readonly name: PathBytes; readonly held: string | number } {
    const target = this.#targets.at(entry);
    const held = target < 0 ? this.#blobs.ids[~target]! : this.#treesById[target]!;
    return { name: this.#names[entry]!, held };
  }

  /**
   * For each tree those of its entries that lead to a wanted blob. Undefined when a folder was not read, and when there are too
   * many folders within folders, or too many such entries.
   */
  listWanted(): WantedEntries[] | undefined {
    if (this.#isBroken || !this.#hasAllFolders()) return undefined;
    const lists: WantedEntries[] = new Array(this.#bases.length).fill(NO_ENTRIES);
    // Each round goes one folder further up, or more.
    for (let round = 0; round < DEEPEST; round++) {
      const { isSettled, byteCount } = this.#goUp(lists);
      if (byteCount > MOST_LIST_BYTES) return undefined;
      if (isSettled) return lists;
    }
    return undefined;
  }

  #hasAllFolders(): boolean {
    for (let entry = 0; entry < this.#targets.length; entry++) {
      const target = this.#targets.at(entry);
      if (target >= 0 && this.#treesById[target] === NONE) return false;
    }
    return true;
  }

  #goUp(lists: WantedEntries[]): { isSettled: boolean; byteCount: number } {
    let isSettled = true;
    let byteCount = 0;
    for (let tree = 0, from = 0; tree < lists.length; tree++) {
      const base = this.#bases.at(tree);
      const inherited = base === NONE ? NO_ENTRIES : lists[base]!;
      const end = this.#changeEnds.at(tree);
      const list = this.#change(inherited, { from, end, lists });
      if (list !== inherited) byteCount += LIST_BYTES + list.length * 8;
      if (list.length > 0 && lists[tree]!.length === 0) isSettled = false;
      lists[tree] = list;
      from = end;
    }
    return { isSettled, byteCount };
  }

  #change(
    inherited: WantedEntries,
    { from, end, lists }: { from: number; end: number; lists: readonly WantedEntries[] },
  ): WantedEntries {
    let list = inherited;
    for (let at = from; at < end; at++) {
      const change = this.#changes.at(at);
      if (change >= 0 && this.#isWanted(change, lists)) list = [...list, change];
      else if (change < 0 && list.includes(~change)) list = list.filter((entry) => entry !== ~change);
    }
    return list;
  }

  #isWanted(entry: number, lists: readonly WantedEntries[]): boolean {
    const target = this.#targets.at(entry);
    return target < 0 || lists[this.#treesById[target]!]!.length > 0;
  }

  /** Undefined for one that is not there. */
  #findFolder({ bytes, idOffset }: RawEntry): number | undefined {
    const number = numberId(this.#held, { bytes, offset: idOffset, idLength: this.#idLength });
    if (number >= 0) return number;
    this.#isBroken ||= !this.isEmptyTree(bytes.subarray(idOffset, idOffset + this.#idLength));
    return undefined;
  }

  #intern(name: PathBytes): PathBytes {
    const known = this.#knownNames.get(name);
    if (known === undefined) this.#knownNames.set(name, name);
    return known ?? name;
  }
}
