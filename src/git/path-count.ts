// How many paths git would list. Comparisons of folders are counted once, so this takes no longer than reading the trees.
import type { CommitHeader } from './commit-log.ts';
import { type GitOptions, readGit } from './run.ts';
import { TooManyPaths } from './too-many-paths.ts';
import {
  type Comparison,
  compareTrees,
  describeFolders,
  listComparisons,
  TreeReader,
  toKey,
} from './trees.ts';

/** So many paths git lists in seconds. */
export const MOST_PATHS = 1_000_000;
/** A site may keep a copy of itself for each of its versions. */
const MOST_COPIES = 20;
/** Trees that are compared with one another in all ways are no history that anybody made. */
const MOST_COMPARISONS = 1_000_000;

export interface PathLimit {
  readonly mostCount: number;
  /** How the text of the error begins. */
  readonly what: string;
}

export class PathCount {
  readonly #limit: PathLimit;
  readonly #trees: TreeReader;
  readonly #counts = new Map<string, number>();

  constructor(git: GitOptions, limit: PathLimit) {
    this.#limit = limit;
    this.#trees = new TreeReader(git);
  }

  /** As `listComparisons` says what `git log` compares. Throws like `count`. */
  async countCommit(header: CommitHeader, combines: boolean): Promise<number> {
    let count = 0;
    for (const comparison of await listComparisons(header, combines, this.#trees)) {
      count += await this.count(comparison);
    }
    return count;
  }

  /**
   * Throws `TooManyPaths` when there are more than allowed and the same folders would be listed over and over, and a `GitError` when a
   * tree is not there.
   */
  async count(comparison: Comparison): Promise<number> {
    const key = toKey(comparison);
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    let count = 0;
    for (const difference of await compareTrees(comparison, this.#trees)) {
      const folders = describeFolders(difference);
      count += folders ? await this.count(folders) : 1;
    }
    const { mostCount, what } = this.#limit;
    const isFolded = count > mostCount && count > MOST_COPIES * this.#trees.entryCount;
    if (isFolded || this.#counts.size === MOST_COMPARISONS) throw new TooManyPaths(mostCount, what);
    this.#counts.set(key, count);
    return count;
  }

  close(): void {
    this.#trees.close();
  }
}

/** Checks all that HEAD holds. Throws like `PathCount.count`. */
export async function checkHead(git: GitOptions): Promise<void> {
  const tree = (await readGit(['rev-parse', '--revs-only', 'HEAD^{tree}'], git)).trim();
  if (tree !== '') await checkTree(tree, git, { mostCount: MOST_PATHS, what: 'HEAD holds its files' });
}

/** Throws like `PathCount.count`. */
export async function checkTree(tree: string, git: GitOptions, limit: PathLimit): Promise<void> {
  const count = new PathCount(git, limit);
  try {
    await count.count({ after: tree, befores: [undefined] });
  } finally {
    count.close();
  }
}
