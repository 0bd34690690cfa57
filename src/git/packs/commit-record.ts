import type { CommitLinks } from './commit-links.ts';
import { joinNumbers, NumberList } from './number-list.ts';

/** Of the commits that one thread read, in the order of reading. Plain data; objects are told by their numbers. */
export interface CommitRecord {
  readonly numbers: Int32Array;
  /** `NOT_HELD` for one that is not there; so are parents. */
  readonly trees: Int32Array;
  /** Where a commit's part of `parents` ends. */
  readonly parentEnds: Int32Array;
  readonly parents: Int32Array;
  /** Committer's time, 1970 on. */
  readonly seconds: Float64Array;
}

export class CommitRecorder {
  readonly #numbers = new NumberList();
  readonly #trees = new NumberList();
  readonly #parentEnds = new NumberList();
  readonly #parents = new NumberList();
  readonly #seconds: number[] = [];

  /** `isShallow`: its parents were left behind on purpose. */
  take({ tree, parents, seconds }: CommitLinks, number: number, isShallow: boolean): void {
    this.#numbers.push(number);
    this.#trees.push(tree);
    if (!isShallow) for (const parent of parents) this.#parents.push(parent);
    this.#parentEnds.push(this.#parents.length);
    this.#seconds.push(seconds);
  }

  finish(): CommitRecord {
    return {
      numbers: this.#numbers.toArray(),
      trees: this.#trees.toArray(),
      parentEnds: this.#parentEnds.toArray(),
      parents: this.#parents.toArray(),
      seconds: Float64Array.from(this.#seconds),
    };
  }
}

/** One record of all, in which the commits of each follow those of the one before. */
export function joinCommitRecords(records: readonly CommitRecord[]): CommitRecord {
  const join = (pick: (record: CommitRecord) => Int32Array) => joinNumbers(records.map(pick));
  const parentEnds: number[] = [];
  for (const record of records) {
    const before = parentEnds.at(-1) ?? 0;
    for (const end of record.parentEnds) parentEnds.push(before + end);
  }
  return {
    numbers: join(({ numbers }) => numbers),
    trees: join(({ trees }) => trees),
    parentEnds: Int32Array.from(parentEnds),
    parents: join(({ parents }) => parents),
    seconds: Float64Array.from(records.flatMap((record) => Array.from(record.seconds))),
  };
}
