// The blobs that a commit made now would bring: what the index has and HEAD has not. The working tree is never looked at, so a
// file staged and then edited is read as it was staged.
import { countSkipped, type SkipCounts } from '../core/coverage.ts';
import { isNullId, type PathBytes, parseChange, RAW_CHANGE_ARGS, SUBMODULE_MODE } from '../git/commit-log.ts';
import { streamConflicts, streamIndex } from '../git/named-blobs.ts';
import { streamChanges } from '../git/raw-changes.ts';
import type { GitOptions } from '../git/run.ts';
import { TooManyPaths } from '../git/too-many-paths.ts';
import { type BlobListing, type ListedBlob, showPath } from './git-blobs.ts';
import type { Selection } from './selection.ts';

// Everything that the configuration could add to this is overruled. Before the first commit git compares with the empty tree. A file
// that is only intended to be added (`git add -N`) has no content in the index and is not shown.
const DIFF_ARGS: readonly string[] = ['diff', '--cached', ...RAW_CHANGE_ARGS];

/**
 * Lists the staged blobs, once for each path; of a conflict that is not resolved both sides. Throws like `streamGit`.
 */
export async function listStaged(git: GitOptions, selection: Selection): Promise<BlobListing> {
  try {
    return await listDiff(git, selection);
  } catch (error) {
    if (!(error instanceof TooManyPaths)) throw error;
    return listAgainstHead(git, selection);
  }
}

async function listDiff(git: GitOptions, selection: Selection): Promise<BlobListing> {
  const list = new StagedList(selection);
  let hasConflicts = false;
  let hasDeletions = false;
  for await (const { raw, path } of streamChanges(DIFF_ARGS, git)) {
    const { newId, newMode } = parseChange(raw);
    if (raw.endsWith('U')) hasConflicts = true;
    else if (isNullId(newId)) hasDeletions = true;
    else list.add({ oid: newId, path, mode: newMode });
  }
  if (hasConflicts) for await (const entry of streamConflicts(git)) list.add(entry);
  if (hasDeletions) await list.expectIndex(git);
  return list.tell();
}

/** What the index has and HEAD has not at the same path, without what HEAD has besides. */
async function listAgainstHead(git: GitOptions, selection: Selection): Promise<BlobListing> {
  const { HeadFiles } = await import('../git/head-files.ts');
  const list = new StagedList(selection);
  const head = new HeadFiles(git);
  try {
    for await (const entry of streamIndex(git)) {
      const isChange = entry.stage === '0' ? !(await head.has(entry)) : entry.stage !== '1';
      if (isChange) list.add(entry);
    }
  } finally {
    head.close();
  }
  await list.expectIndex(git);
  return list.tell();
}

class StagedList {
  readonly #selection: Selection;
  readonly #blobs = new Map<string, ListedBlob>();
  readonly #skipped: SkipCounts = {};

  constructor(selection: Selection) {
    this.#selection = selection;
  }

  add({ oid, path: bytes, mode }: { oid: string; path: PathBytes; mode: string }): void {
    const path = showPath(bytes);
    const reason = mode === SUBMODULE_MODE ? 'submodule' : this.#selection.reasonToSkip(path);
    if (reason) countSkipped(this.#skipped, reason);
    else this.#blobs.set(`${oid} ${path}`, { oid, path });
  }

  /** Nothing may be staged because there is no index. */
  async expectIndex(git: GitOptions): Promise<void> {
    if (this.#blobs.size > 0) return;
    const { checkNamedIndex } = await import('../git/named-index.ts');
    await checkNamedIndex(git);
  }

  tell(): BlobListing {
    return { blobs: [...this.#blobs.values()], skipped: this.#skipped };
  }
}
