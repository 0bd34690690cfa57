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

type WantedEntries = readonly number[];

/** For an entry: its folder is not there. */
const MISSING = -(2 ** 31);
/** Of an empty list. */
const LIST_BYTES = 48;

const NO_ENTRIES: WantedEntries = [];
const NONE = -1;

export interface HoldingEntry {
  readonly name: PathBytes;
  readonly held: string | number | undefined;
}

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
  /** By entry: the number of a folder's id, `~index` of a blob or `MISSING`; its name; the last tree that was seen to have it. */
  readonly #targets = new NumberList();
  readonly #names: PathBytes[] = [];
  readonly #owners = new NumberList();
  readonly #knownNames = new Map<PathBytes, PathBytes>();
  #firstNewEntry = 0;
  /** By tree: those of its entries that lead to a wanted blob, or to a folder that was not read. */
  readonly #lists: WantedEntries[] = [];

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

  /**
   * Looks for trees that hold a wanted blob, one folder further up than the last time, or more. To be called when all trees were taken,
   * until it found no more. The bytes are those of all that it keeps.
   */
  goUp(): { readonly isDone: boolean; readonly byteCount: number } {
    let isDone = true;
    let byteCount = 0;
    for (let tree = 0, from = 0; tree < this.#bases.length; tree++) {
      const base = this.#bases.at(tree);
      const inherited = base === NONE ? NO_ENTRIES : this.#lists[base]!;
      const end = this.#changeEnds.at(tree);
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
    return this.#lists[tree]!.map((entry) => ({
      name: this.#names[entry]!,
      held: this.#describe(this.#targets.at(entry)),
    }));
  }

  #describe(target: number): HoldingEntry['held'] {
    if (target === MISSING) return undefined;
    if (target < 0) return this.#blobs.ids[~target]!;
    const tree = this.#treesById[target]!;
    return tree === NONE ? undefined : tree;
  }

  #change(inherited: WantedEntries, from: number, end: number): WantedEntries {
    const added: number[] = [];
    const gone: number[] = [];
    for (let at = from; at < end; at++) {
      const change = this.#changes.at(at);
      if (change >= 0 && this.#isWanted(change)) added.push(change);
      else if (change < 0 && inherited.length > 0) gone.push(~change);
    }
    const kept = gone.length > 0 ? without(inherited, new Set(gone)) : inherited;
    return added.length > 0 ? [...kept, ...added] : kept;
  }

  #isWanted(entry: number): boolean {
    const target = this.#targets.at(entry);
    if (target < 0) return true;
    const tree = this.#treesById[target]!;
    return tree === NONE || this.#isHolding(tree);
  }

  #isHolding(tree: number): boolean {
    return (this.#lists[tree]?.length ?? 0) > 0;
  }

  /** Undefined for the empty tree, which leads nowhere. */
  #findFolder({ bytes, idOffset }: RawEntry): number | undefined {
    const number = numberId(this.#held, { bytes, offset: idOffset, idLength: this.#idLength });
    if (number >= 0) return number;
    return this.isEmptyTree(bytes.subarray(idOffset, idOffset + this.#idLength)) ? undefined : MISSING;
  }

  #intern(name: PathBytes): PathBytes {
    const known = this.#knownNames.get(name);
    if (known === undefined) this.#knownNames.set(name, name);
    return known ?? name;
  }
}

/** The list itself when it has none of those. */
function without(list: WantedEntries, gone: ReadonlySet<number>): WantedEntries {
  const kept = list.filter((entry) => !gone.has(entry));
  return kept.length < list.length ? kept : list;
}
