// The blobs that a commit made now would bring: what the index has and HEAD has not. The working tree is never looked at, so a
// file staged and then edited is read as it was staged.
import { countSkipped, type SkipCounts, type SkipReason } from '../core/coverage.ts';
import { isNullId, type PathBytes, parseChange, RAW_CHANGE_ARGS, SUBMODULE_MODE } from '../git/commit-log.ts';
import { streamConflicts } from '../git/named-blobs.ts';
import { streamChanges } from '../git/raw-changes.ts';
import type { GitOptions } from '../git/run.ts';
import { type BlobListing, type ListedBlob, showPath } from './git-blobs.ts';
import type { Selection } from './selection.ts';

// Everything that the configuration could add to this is overruled. Before the first commit git compares with the empty tree. A file
// that is only intended to be added (`git add -N`) has no content in the index and is not shown.
const DIFF_ARGS: readonly string[] = ['diff', '--cached', ...RAW_CHANGE_ARGS];

/**
 * Lists the staged blobs, once for each path; of a conflict that is not resolved both sides. Throws like `streamGit`.
 */
export async function listStaged(git: GitOptions, selection: Selection): Promise<BlobListing> {
  const blobs = new Map<string, ListedBlob>();
  const skipped: SkipCounts = {};
  const skip = (reason: SkipReason) => countSkipped(skipped, reason);
  const add = (oid: string, bytes: PathBytes) => {
    const path = showPath(bytes);
    const reason = selection.reasonToSkip(path);
    if (reason) skip(reason);
    else blobs.set(`${oid} ${path}`, { oid, path });
  };
  let hasConflicts = false;
  let hasDeletions = false;
  for await (const { raw, path } of streamChanges(DIFF_ARGS, git)) {
    const { newId, newMode } = parseChange(raw);
    if (raw.endsWith('U')) hasConflicts = true;
    else if (newMode === SUBMODULE_MODE) skip('submodule');
    else if (isNullId(newId)) hasDeletions = true;
    else add(newId, path);
  }
  if (hasConflicts) for await (const { oid, path } of streamConflicts(git)) add(oid, path);
  if (hasDeletions && blobs.size === 0) {
    const { checkNamedIndex } = await import('../git/named-index.ts');
    await checkNamedIndex(git);
  }
  return { blobs: [...blobs.values()], skipped };
}
