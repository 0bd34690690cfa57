// What `readLog` reads, where that would never come to an end: each comparison of folders is told once, at the first path and the newest
// commit that have it. So every blob that a commit brings is told, and not every path.
import type { MergeMode } from './change-log.ts';
import { type LogReader, type PathBytes, SUBMODULE_MODE, streamHeaders } from './commit-log.ts';
import type { NamedBlob } from './named-blobs.ts';
import type { GitOptions } from './run.ts';
import {
  type Comparison,
  compareTrees,
  type Difference,
  describeFolders,
  listComparisons,
  TreeReader,
  toKey,
} from './trees.ts';

/** Reads the log that `args` choose. Throws like `streamGit`, also when a tree is not there. */
export async function readFoldedLog(
  [mode, ...args]: readonly [MergeMode, ...string[]],
  git: GitOptions,
  reader: LogReader,
): Promise<void> {
  const trees = new TreeReader(git);
  try {
    const told = new Set<string>();
    for await (const header of streamHeaders(args, git)) {
      reader.commit(header);
      const take = (difference: Difference, path: PathBytes) =>
        reader.change(toRaw(difference, header.tree.length), path);
      for (const comparison of await listComparisons(header, mode === '-c', trees)) {
        await tell(comparison, '', { trees, told, take });
      }
    }
  } finally {
    trees.close();
  }
}

/** The blobs of a tree, those of each folder once, with the first path that leads there. Throws like `readFoldedLog`. */
export async function listFoldedTree(tree: string, git: GitOptions): Promise<readonly NamedBlob[]> {
  const trees = new TreeReader(git);
  const blobs: NamedBlob[] = [];
  const take = ({ entry }: Difference, path: PathBytes) => {
    if (entry && entry.mode !== SUBMODULE_MODE) blobs.push({ oid: entry.oid, path });
  };
  try {
    await tell({ after: tree, befores: [undefined] }, '', { trees, told: new Set(), take });
  } finally {
    trees.close();
  }
  return blobs;
}

interface Telling {
  readonly trees: TreeReader;
  readonly told: Set<string>;
  readonly take: (difference: Difference, path: PathBytes) => void;
}

async function tell(comparison: Comparison, folder: PathBytes, telling: Telling): Promise<void> {
  const key = toKey(comparison);
  if (telling.told.has(key)) return;
  telling.told.add(key);
  for (const difference of await compareTrees(comparison, telling.trees)) {
    const path = join(folder, difference.name);
    const folders = describeFolders(difference);
    if (folders) await tell(folders, path, telling);
    else telling.take(difference, path);
  }
}

/** Of a longer one the first folders are left out. */
const LONGEST_PATH = 1 << 14;

function join(folder: PathBytes, name: PathBytes): PathBytes {
  return folder.length > LONGEST_PATH ? `.../${name}` : folder + name;
}

/** As `git log --raw` writes it, but for the letter in the end. */
function toRaw({ entry, olds }: Difference, idLength: number): string {
  const sides = [...olds, entry];
  const modes = sides.map((side) => side?.mode ?? '000000');
  const oids = sides.map((side) => side?.oid ?? '0'.repeat(idLength));
  return `${':'.repeat(olds.length)}${[...modes, ...oids].join(' ')} X`;
}
