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
/** Git writes the whole path in each folder on the way. */
const MOST_BYTES = 2 ** 31;
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
  readonly #weights = new Map<string, Weight>();

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
   * How many paths differ. Throws `TooManyPaths` when there are more than allowed and the same folders would be listed over and over, or
   * when they are too long to be put together, and a `GitError` when a tree is not there.
   */
  async count(comparison: Comparison): Promise<number> {
    return (await this.#weigh(comparison)).fileCount;
  }

  /** How many paths the trees have together. Throws like `count`. */
  async countTrees(trees: readonly string[]): Promise<number> {
    let sum = NOTHING;
    for (const tree of trees) {
      sum = add(sum, '', await this.#weigh({ after: tree, befores: [undefined] }));
      this.#check(sum);
    }
    return sum.fileCount;
  }

  async #weigh(comparison: Comparison): Promise<Weight> {
    const key = toKey(comparison);
    const known = this.#weights.get(key);
    if (known) return known;
    let weight = NOTHING;
    for (const difference of await compareTrees(comparison, this.#trees)) {
      const folders = describeFolders(difference);
      weight = add(weight, difference.name, folders ? await this.#weigh(folders) : FILE);
    }
    // The folder itself.
    weight = { ...weight, entryCount: weight.entryCount + 1 };
    this.#check(weight);
    this.#weights.set(key, weight);
    return weight;
  }

  #check({ fileCount, byteCount }: Weight): void {
    const { mostCount, what } = this.#limit;
    const isFolded = fileCount > mostCount && fileCount > MOST_COPIES * this.#trees.entryCount;
    if (isFolded || this.#weights.size === MOST_COMPARISONS) throw new TooManyPaths(mostCount, what);
    if (byteCount > MOST_BYTES) throw new TooManyPaths(MOST_BYTES, what, 'bytes of paths');
  }

  close(): void {
    this.#trees.close();
  }
}

/** What differs in a folder and below it. */
interface Weight {
  readonly fileCount: number;
  /** Files and folders. */
  readonly entryCount: number;
  /** Of the paths of all of them, from that folder on. */
  readonly byteCount: number;
}

const FILE: Weight = { fileCount: 1, entryCount: 1, byteCount: 0 };
const NOTHING: Weight = { fileCount: 0, entryCount: 0, byteCount: 0 };

/** `sum` and, below the name, the file or what is in the folder. */
function add(sum: Weight, name: string, { fileCount, entryCount, byteCount }: Weight): Weight {
  return {
    fileCount: sum.fileCount + fileCount,
    entryCount: sum.entryCount + entryCount,
    byteCount: sum.byteCount + name.length * entryCount + byteCount,
  };
}

/** Checks all that HEAD holds. Throws like `PathCount.count`. */
export async function checkHead(git: GitOptions): Promise<void> {
  const tree = (await readGit(['rev-parse', '--revs-only', 'HEAD^{tree}'], git)).trim();
  if (tree !== '') await checkTree(tree, git, { mostCount: MOST_PATHS, what: 'HEAD holds its files' });
}

/** Throws like `PathCount.count`. */
export async function checkTree(tree: string, git: GitOptions, limit: PathLimit): Promise<void> {
  await checkTrees([tree], git, limit);
}

/** Checks all of them together. Throws like `PathCount.count`. */
export async function checkTrees(trees: readonly string[], git: GitOptions, limit: PathLimit): Promise<void> {
  const count = new PathCount(git, limit);
  try {
    await count.countTrees(trees);
  } finally {
    count.close();
  }
}
