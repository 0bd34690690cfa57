// The commits of a repository and what they are built on, in the order in which `git log --topo-order` tells them: children before parents,
// and one line of history as far as it goes before the next.
import { type CommitRecord, joinCommitRecords } from './commit-record.ts';
import type { ObjectNumbers } from './object-numbers.ts';

/** A commit or a tree is asked for that was not read. */
export class UnreadObject extends Error {}

const UNREAD = -1;

/** Commits are told by their place in the order of reading. */
export class CommitGraph {
  readonly #objects: ObjectNumbers;
  readonly #record: CommitRecord;
  /** By the number of an object: its commit. */
  readonly #commits: Int32Array;
  /** Like `parents` of the record, as commits. */
  readonly #parents: Int32Array;
  /** By commit: whether `sort` has told it. */
  readonly #isTold: Uint8Array;

  constructor(records: readonly CommitRecord[], objects: ObjectNumbers) {
    this.#objects = objects;
    this.#record = joinCommitRecords(records);
    const { numbers, parents } = this.#record;
    this.#isTold = new Uint8Array(numbers.length);
    this.#commits = new Int32Array(objects.count).fill(UNREAD);
    for (const [commit, number] of numbers.entries()) this.#commits[number] = commit;
    this.#parents = parents.map((number) => this.#commits[number] ?? UNREAD);
  }

  /** The commit with a hex id; undefined when it was not read. */
  find(id: string): number | undefined {
    const commit = this.#commits[this.#objects.findId(id)] ?? UNREAD;
    return commit === UNREAD ? undefined : commit;
  }

  /** Hex. */
  readId(commit: number): string {
    return this.#objects.readId(this.#record.numbers[commit]!);
  }

  /** The number of its tree, as `CommitLinks` tells it. */
  treeOf(commit: number): number {
    return this.#record.trees[commit]!;
  }

  /** Of those that `sort` has told. */
  parentsOf(commit: number): Int32Array {
    const { parentEnds } = this.#record;
    return this.#parents.subarray(commit === 0 ? 0 : parentEnds[commit - 1]!, parentEnds[commit]!);
  }

  /**
   * Those that the commits with these ids lead to and that were not told before, in the order of `git log --topo-order`. Throws
   * `UnreadObject`.
   */
  sort(tips: readonly string[]): readonly number[] {
    return this.#sort(
      tips.map((id) => {
        const tip = this.find(id);
        if (tip === undefined) throw new UnreadObject();
        return tip;
      }),
    );
  }

  /** All that were not told before. Throws `UnreadObject`. */
  sortRest(): readonly number[] {
    const { numbers } = this.#record;
    const rest = [...numbers.keys()].filter((commit) => this.#isTold[commit] === 0);
    return this.#sort(rest.sort((a, b) => numbers[a]! - numbers[b]!));
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
        if (parent === UNREAD) throw new UnreadObject();
        counts[parent]!++;
        stack.push(parent);
      }
    }
    return counts;
  }
}
