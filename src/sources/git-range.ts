// What the commits of a range bring. A blob belongs to the commit whose tree has it where no parent has it: for a merge that is
// what neither side had (`-c`), so content that came in from the base is not the range's.
import { countSkipped, type SkipCounts, type SkipReason } from '../core/coverage.ts';
import type { MergeMode } from '../git/change-log.ts';
import {
  type CommitStamp,
  copyText,
  isNullId,
  type LogReader,
  type PathBytes,
  parseChange,
  SUBMODULE_MODE,
} from '../git/commit-log.ts';
import { streamLines } from '../git/object-list.ts';
import { type Revisions, toRevisionInput } from '../git/revisions.ts';
import type { GitOptions } from '../git/run.ts';
import { TooManyPaths } from '../git/too-many-paths.ts';
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

/** Reads a log: `readLog`, or `readFoldedLog` where that would take for ever. */
export type ReadRange = (
  args: readonly [MergeMode, ...string[]],
  git: GitOptions,
  reader: LogReader,
) => Promise<void>;

/** Where to read what the commits of a range change. */
export interface RangeSource {
  readonly revisions: Revisions;
  readonly git: GitOptions;
  readonly read: ReadRange;
}

/** So often may a range bring one blob, besides. */
const MOST_COPIES = 20;
const MOST_PLACES = 100_000;
/** More files taken away by one commit are not looked at for what moved. */
const MAX_TAKEN = 1000;

/** Lists what the range brings: each blob once, but once for each path that `isBinding` says matters to rules. */
export async function listRange(
  source: RangeSource,
  { selection, isBinding }: { selection: Selection; isBinding: (path: string) => boolean },
): Promise<RangeListing> {
  const commits: string[] = [];
  const blobs = new BlobList(isBinding);
  const skipped: SkipCounts = {};
  const skip = (reason: SkipReason) => countSkipped(skipped, reason);
  await readRange(source, {
    commit: ({ id }) => void commits.push(copyText(id)),
    change: (raw, bytes) => {
      const { newId, newMode } = parseChange(raw);
      const path = showPath(bytes);
      const reason = newMode === SUBMODULE_MODE ? 'submodule' : selection.reasonToSkip(path);
      if (isNullId(newId)) return;
      if (reason) skip(reason);
      else blobs.add({ oid: copyText(newId), path });
    },
  });
  return { commits, blobs: blobs.list(), skipped };
}

/** Each blob once, but once for each path that matters to rules. */
class BlobList {
  readonly #isBinding: (path: string) => boolean;
  readonly #blobs = new Map<string, ListedBlob>();
  readonly #boundIds = new Set<string>();
  #boundCount = 0;

  constructor(isBinding: (path: string) => boolean) {
    this.#isBinding = isBinding;
  }

  /** Throws `TooManyPaths`. */
  add(blob: ListedBlob): void {
    const isBound = this.#isBinding(blob.path);
    const key = isBound ? `${blob.oid} ${blob.path}` : blob.oid;
    if (this.#blobs.has(key)) return;
    this.#blobs.set(key, blob);
    if (!isBound) return;
    this.#boundIds.add(blob.oid);
    checkPlaces(++this.#boundCount, this.#boundIds.size);
  }

  list(): readonly ListedBlob[] {
    return [...this.#blobs.values()];
  }
}

/** Each place costs a read or a line of the report. */
function checkPlaces(placeCount: number, blobCount: number): void {
  if (placeCount > MOST_PLACES && placeCount > MOST_COPIES * blobCount)
    throw new TooManyPaths(MOST_PLACES, 'its commits bring the same files');
}

/** Where the range brings the blobs of `oids`, oldest last. Blobs that the excluded side has under any path are left out. */
export async function findIntroductions(
  oids: ReadonlySet<string>,
  source: RangeSource,
): Promise<readonly Introduction[]> {
  const fresh = await keepFresh(oids, source);
  const introductions: Introduction[] = [];
  let header: CommitStamp | undefined;
  let takenIds: string[] = [];
  await readRange(source, {
    commit: (next) => {
      header = copyStamp(next);
      takenIds = [];
    },
    change: (raw, path) => {
      const { oldIds, newId } = parseChange(raw);
      if (fresh.has(newId)) {
        introductions.push(describe({ raw, path, header: header!, takenIds }));
        checkPlaces(introductions.length, fresh.size);
      } else if (isNullId(newId) && takenIds.length < MAX_TAKEN) takenIds.push(...oldIds.map(copyText));
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
  { revisions, git }: RangeSource,
): Promise<ReadonlySet<string>> {
  const fresh = new Set<string>();
  const args = ['rev-list', '--objects', '--no-object-names', '--stdin'];
  for await (const lines of streamLines(args, { ...git, input: toRevisionInput(revisions) })) {
    for (const oid of lines) if (oids.has(oid)) fresh.add(copyText(oid));
  }
  return fresh;
}

function readRange({ revisions, git, read }: RangeSource, reader: LogReader): Promise<void> {
  return read(['-c', '--topo-order', '--stdin'], { ...git, input: toRevisionInput(revisions) }, reader);
}

function copyStamp({ id, author, email, date }: CommitStamp): CommitStamp {
  return {
    id: copyText(id),
    author: copyText(author),
    email: copyText(email),
    date: copyText(date),
  };
}
