// What the commits of a range bring. A blob belongs to the commit whose tree has it where no parent has it: for a merge that is
// what neither side had (`-c`), so content that came in from the base is not the range's.
import { countSkipped, type SkipCounts, type SkipReason } from '../core/coverage.ts';
import {
  type CommitStamp,
  copyText,
  isNullId,
  type PathBytes,
  parseChange,
  readLog,
  SUBMODULE_MODE,
} from '../git/commit-log.ts';
import { streamLines } from '../git/object-list.ts';
import { type Revisions, toRevisionInput } from '../git/revisions.ts';
import type { GitOptions } from '../git/run.ts';
import { type BlobListing, type ListedBlob, showPath } from './git-blobs.ts';
import type { Selection } from './selection.ts';

export interface RangeListing extends BlobListing {
  /** Newest first. */
  readonly commits: readonly string[];
}

/** A commit of the range that gives a path the blob, and what the path held before. */
export interface Introduction {
  readonly oid: string;
  readonly path: string;
  readonly commit: CommitStamp;
  /** The blobs that the path has in the commit's parents; empty for a new file. */
  readonly oldIds: readonly string[];
  /** Blobs that the same commit takes away elsewhere, the first ones: the file may have moved. */
  readonly takenIds: readonly string[];
}

const RANGE_ARGS = ['-c', '--topo-order', '--stdin'];
/** More files taken away by one commit are not looked at for what moved. */
const MAX_TAKEN = 1000;

/** Lists what the range brings: each blob once, but once for each path that `isBinding` says matters to rules. */
export async function listRange(
  revisions: Revisions,
  git: GitOptions,
  { selection, isBinding }: { selection: Selection; isBinding: (path: string) => boolean },
): Promise<RangeListing> {
  const commits: string[] = [];
  const blobs = new Map<string, ListedBlob>();
  const skipped: SkipCounts = {};
  const skip = (reason: SkipReason) => countSkipped(skipped, reason);
  await readRange(revisions, git, {
    commit: ({ id }) => void commits.push(copyText(id)),
    change: (raw, bytes) => {
      const { newId, newMode } = parseChange(raw);
      const path = showPath(bytes);
      const reason = newMode === SUBMODULE_MODE ? 'submodule' : selection.reasonToSkip(path);
      if (isNullId(newId)) return;
      if (reason) skip(reason);
      else addBlob(blobs, { oid: copyText(newId), path }, isBinding);
    },
  });
  return { commits, blobs: [...blobs.values()], skipped };
}

function addBlob(
  blobs: Map<string, ListedBlob>,
  blob: ListedBlob,
  isBinding: (path: string) => boolean,
): void {
  const key = isBinding(blob.path) ? `${blob.oid} ${blob.path}` : blob.oid;
  if (!blobs.has(key)) blobs.set(key, blob);
}

/** Where the range brings the blobs of `oids`, oldest last. Blobs that the excluded side has under any path are left out. */
export async function findIntroductions(
  oids: ReadonlySet<string>,
  revisions: Revisions,
  git: GitOptions,
): Promise<readonly Introduction[]> {
  const fresh = await keepFresh(oids, revisions, git);
  const introductions: Introduction[] = [];
  let header: CommitStamp | undefined;
  let takenIds: string[] = [];
  await readRange(revisions, git, {
    commit: (next) => {
      header = copyStamp(next);
      takenIds = [];
    },
    change: (raw, path) => {
      const { oldIds, newId } = parseChange(raw);
      if (fresh.has(newId)) introductions.push(describe({ raw, path, header: header!, takenIds }));
      else if (isNullId(newId) && takenIds.length < MAX_TAKEN) takenIds.push(...oldIds.map(copyText));
    },
  });
  return introductions;
}

function describe(change: {
  raw: string;
  path: PathBytes;
  header: CommitStamp;
  takenIds: readonly string[];
}): Introduction {
  const { oldIds, newId } = parseChange(change.raw);
  return {
    oid: copyText(newId),
    path: showPath(change.path),
    commit: change.header,
    oldIds: oldIds.filter((id) => !isNullId(id)).map(copyText),
    takenIds: change.takenIds,
  };
}

/** Those of `oids` that git counts to the range's objects. */
async function keepFresh(
  oids: ReadonlySet<string>,
  revisions: Revisions,
  git: GitOptions,
): Promise<ReadonlySet<string>> {
  const fresh = new Set<string>();
  const args = ['rev-list', '--objects', '--no-object-names', '--stdin'];
  for await (const lines of streamLines(args, { ...git, input: toRevisionInput(revisions) })) {
    for (const oid of lines) if (oids.has(oid)) fresh.add(copyText(oid));
  }
  return fresh;
}

function readRange(revisions: Revisions, git: GitOptions, reader: Parameters<typeof readLog>[2]) {
  return readLog(RANGE_ARGS, { ...git, input: toRevisionInput(revisions) }, reader);
}

function copyStamp({ id, author, email, date }: CommitStamp): CommitStamp {
  return {
    id: copyText(id),
    author: copyText(author),
    email: copyText(email),
    date: copyText(date),
  };
}
