// What the commits of a range change, as git tells it. Where git would never come to an end it is told folder by folder: what the commits
// bring is still read whole, but not everywhere it lies.
import { SHORT_ID_LENGTH } from '../core/origin.ts';
import type { Problem } from '../core/problem.ts';
import { readLog } from '../git/change-log.ts';
import { listFoldedTree, readFoldedLog } from '../git/folded-log.ts';
import { type NamedBlob, streamTree } from '../git/named-blobs.ts';
import type { Revisions } from '../git/revisions.ts';
import type { GitOptions } from '../git/run.ts';
import { type ListedBlob, showPath } from '../sources/git-blobs.ts';
import type { RangeSource } from '../sources/git-range.ts';
import { explainUntold, isOverwhelmed } from './history-limit.ts';

const PATHS_ARE_MISSING = 'not every path of a file is told';

export class RangeLog {
  #source: RangeSource;
  #problems: readonly Problem[] = [];

  constructor(revisions: Revisions, git: GitOptions) {
    this.#source = { revisions, git, read: readLog };
  }

  /** What `ask` resolves to; it is asked twice where git is of no use. Throws like `streamGit`. */
  async read<T>(ask: (source: RangeSource) => Promise<T>): Promise<T> {
    try {
      return await ask(this.#source);
    } catch (error) {
      if (this.#source.read === readFoldedLog || !isOverwhelmed(error)) throw error;
      this.#problems = [explainUntold(error, 'the commits of the range', PATHS_ARE_MISSING)];
      this.#source = { ...this.#source, read: readFoldedLog };
      return ask(this.#source);
    }
  }

  /** What could not be told since the last time. */
  takeProblems(): readonly Problem[] {
    const problems = this.#problems;
    this.#problems = [];
    return problems;
  }
}

/** Every path costs a read and may be a place of the report. */
const MOST_TREE_PATHS = 100_000;

/** The blobs of a tree that a ref or a tag names itself. Throws like `RangeLog.read`. */
export async function listTree(
  tree: string,
  git: GitOptions,
): Promise<{ readonly blobs: readonly ListedBlob[]; readonly problems: readonly Problem[] }> {
  const blobs: ListedBlob[] = [];
  try {
    for await (const blob of streamTree(tree, git, MOST_TREE_PATHS)) blobs.push(show(blob));
    return { blobs, problems: [] };
  } catch (error) {
    if (!isOverwhelmed(error)) throw error;
    const problem = explainUntold(error, `tree ${tree.slice(0, SHORT_ID_LENGTH)}`, PATHS_ARE_MISSING);
    return { blobs: (await listFoldedTree(tree, git)).map(show), problems: [problem] };
  }
}

function show({ oid, path }: NamedBlob): ListedBlob {
  return { oid, path: showPath(path) };
}
