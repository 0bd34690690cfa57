// What the trees and commits of a repository say of one another, put down by each thread that reads them.
import type { CommitLinks } from './commit-links.ts';
import { type CommitRecord, CommitRecorder } from './commit-record.ts';
import { ObjectNumbers } from './object-numbers.ts';
import type { ObjectTables } from './object-tables.ts';
import type { EntryStarts, RawEntry } from './tree-reader.ts';
import { type IsWantedFile, type TreeRecord, TreeRecorder } from './tree-record.ts';
import type { EntryRef } from './walk-listener.ts';

/** Plain data. */
export interface HistoryRecord {
  readonly trees: TreeRecord;
  readonly commits: CommitRecord;
}

export class HistoryRecorder {
  readonly #objects: ObjectNumbers;
  /** By the name of a pack: the number of its first object. */
  readonly #firsts: ReadonlyMap<string, number>;
  readonly #trees: TreeRecorder;
  readonly #commits = new CommitRecorder();

  constructor(tables: ObjectTables, isWantedFile: IsWantedFile) {
    this.#objects = new ObjectNumbers(tables.held, tables.database.hashLength);
    this.#firsts = listFirsts(tables);
    this.#trees = new TreeRecorder(tables.database.hashLength, isWantedFile);
  }

  takeEntry(entry: RawEntry, number: number): number | undefined {
    return this.#trees.takeEntry(entry, number);
  }

  takeTree(tree: EntryStarts, base: EntryStarts | undefined, place: EntryRef | string | undefined): void {
    this.#trees.takeTree(tree, base, place === undefined ? undefined : this.#locate(place));
  }

  takeCommit(links: CommitLinks, place: EntryRef | string, isShallow: boolean): void {
    this.#commits.take(links, this.#locate(place), isShallow);
  }

  finish(): HistoryRecord {
    return { trees: this.#trees.finish(), commits: this.#commits.finish() };
  }

  /** The number of the copy that was read. */
  #locate(place: EntryRef | string): number {
    if (typeof place === 'string') return this.#objects.findId(place);
    return this.#firsts.get(place.table.pack.name)! + place.table.positions[place.index]!;
  }
}

/** The packs of the tables are the last of all, but for the loose objects. */
function listFirsts({ tables, held }: ObjectTables): ReadonlyMap<string, number> {
  const firsts = new Map<string, number>();
  let first = 0;
  for (const [index, { heads }] of held.entries()) {
    const table = tables[index - (held.length - 1 - tables.length)];
    if (table) firsts.set(table.pack.name, first);
    first += heads.length;
  }
  return firsts;
}
