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
  readonly #trees: TreeRecorder;
  readonly #commits = new CommitRecorder();

  constructor(tables: ObjectTables, isWantedFile: IsWantedFile) {
    this.#objects = new ObjectNumbers(tables);
    this.#trees = new TreeRecorder(this.#objects, isWantedFile);
  }

  takeEntry(entry: RawEntry): number | undefined {
    return this.#trees.takeEntry(entry);
  }

  takeTree(tree: EntryStarts, base: EntryStarts | undefined, place: EntryRef | string | undefined): void {
    this.#trees.takeTree(tree, base, place === undefined ? undefined : this.#objects.locate(place));
  }

  takeCommit(links: CommitLinks, place: EntryRef | string, isShallow: boolean): void {
    this.#commits.take(links, this.#objects.locate(place), isShallow);
  }

  finish(): HistoryRecord {
    return { trees: this.#trees.finish(), commits: this.#commits.finish() };
  }
}
