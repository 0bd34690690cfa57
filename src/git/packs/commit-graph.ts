// The commits of a repository and what they are built on, in the order in which `git log --topo-order` tells them: children before parents,
// and one line of history as far as it goes before the next.
import { type CommitRecord, joinCommitRecords } from './commit-record.ts';
import type { ObjectNumbers } from './object-numbers.ts';

/** A commit or a tree is asked for that was not read. */
export class UnreadObject extends Error {}

const NO_COMMIT = -1;

/** Commits are told by their place in the order of reading. */
export class CommitGraph {
  readonly #objects: ObjectNumbers;
  readonly #record: CommitRecord;
  readonly #commitsByNumber: Int32Array;
  /** By commit: whether `sort` has told it. */
  readonly #isTold: Uint8Array;

  constructor(records: readonly CommitRecord[], objects: ObjectNumbers) {
    this.#objects = objects;
    this.#record = joinCommitRecords(records);
    this.#isTold = new Uint8Array(this.#record.numbers.length);
    this.#commitsByNumber = new Int32Array(objects.count).fill(NO_COMMIT);
    for (const [commit, number] of this.#record.numbers.entries()) this.#commitsByNumber[number] = commit;
  }

  /** Hex. */
  readId(commit: number): string {
    return this.#objects.readId(this.#record.numbers[commit]!);
  }

  /** The number of its tree, `NOT_HELD` for one that is not there. */
  treeOf(commit: number): number {
    return this.#record.trees[commit]!;
  }

  /** Throws `UnreadObject` when one of them was not read. */
  parentsOf(commit: number): readonly number[] {
    const { parents, parentEnds } = this.#record;
    const start = commit === 0 ? 0 : parentEnds[commit - 1]!;
    return Array.from(parents.subarray(start, parentEnds[commit]!), (number) => this.#at(number));
  }

  /**
   * Those that the commits with these ids lead to and that were not told before, in the order of `git log --topo-order`. Throws
   * `UnreadObject`.
   */
  sort(tips: readonly string[]): readonly number[] {
    return this.#sort(tips.map((id) => this.#at(this.#objects.findId(id))));
  }

  /** All that were not told before. Throws `UnreadObject`. */
  sortRest(): readonly number[] {
    const { numbers } = this.#record;
    const rest = [...numbers.keys()].filter((commit) => this.#isTold[commit] === 0);
    return this.#sort(rest.sort((a, b) => numbers[a]! - numbers[b]!));
  }

  #at(number: number): number {
    const commit = this.#commitsByNumber[number] ?? NO_COMMIT;
    if (commit === NO_COMMIT) throw new UnreadObject();
    return commit;
  }

  #sort(tips: readonly number[]): readonly number[] {
    const waiting = this.#countChildren(tips);
    const { seconds } = this.#record;
    const isTip = (commit: number) => waiting[commit] === 0 && this.#isTold[commit] === 0;
    const starts = [...new Set(tips)].filter(isTip).sort((a, b) => seconds[b]! - seconds[a]!);
    const stack = starts.reverse();
    const sorted: number[] = [];
    for (let commit = stack.pop(); commit !== undefined; commit = stack.pop()) {
      this.#isTold[commit] = 1;
      sorted.push(commit);
      for (const parent of this.parentsOf(commit))
        if (this.#isTold[parent] === 0 && --waiting[parent]! === 0) stack.push(parent);
    }
    return sorted;
  }

  /** By commit: how many times those that are to be told name it as a parent. */
  #countChildren(tips: readonly number[]): Int32Array {
    const counts = new Int32Array(this.#isTold.length);
    const isReached = this.#isTold.slice();
    const stack = [...tips];
    for (let commit = stack.pop(); commit !== undefined; commit = stack.pop()) {
      if (isReached[commit] === 1) continue;
      isReached[commit] = 1;
      for (const parent of this.parentsOf(commit)) {
        counts[parent]!++;
        stack.push(parent);
      }
    }
    return counts;
  }
}
