// Every object of a repository, through our own reader of packs. What it cannot read, or should not hold in memory, is read by git.

import { createHash } from 'node:crypto';
import { delimiter } from 'node:path';

import type { CachePlace } from '../git/packs/cache.ts';
import { describeDamage } from '../git/packs/damage.ts';
import { listObjectDirectories } from '../git/packs/object-directories.ts';
import type { RepositoryState } from '../git/repository-state.ts';
import { readShallowIds } from '../git/shallow.ts';
import { type BatchTally, createTally } from '../scan/file-scanner.ts';
import type { ObjectScanOutcome } from '../scan/object-outcome.ts';
import { type ObjectScanRequest, type ScannedObject, scanObjects } from '../scan/scan-objects.ts';
import { showPath } from '../sources/git-blobs.ts';
import { version } from '../version.ts';
import { ObjectReader } from './catfile-reader.ts';
import type { ObjectMatches, RepositoryScan, SearchEnd, SearchObjects } from './repository-scan.ts';
import { takeObject } from './take-object.ts';

const HASH_LENGTHS: Readonly<Record<string, number>> = { sha1: 20, sha256: 32 };

export const searchObjects: SearchObjects = async function* (state, scan, take) {
  const found: ObjectMatches[] = [];
  const outcome = await scanReadable(describeScan(state, scan), (object) => {
    const { id, kind, name, matches, flaws } = object;
    if (kind !== 'tree') found.push({ oid: id, kind, matches, flaws, ...(name !== '' && { path: name }) });
  });
  if (outcome === undefined || (hasUnreadPack(outcome) && !scan.signal?.aborted)) {
    return yield* searchByGit(found, { state, scan, take });
  }
  for (const object of found) take(object);
  yield toTally(outcome);
  if (!scan.signal?.aborted) yield* searchLeft(outcome, { state, scan, take });
  return outcome;
};

/** Git may give up on what was `found` here already. */
async function* searchByGit(
  found: readonly ObjectMatches[],
  { state, scan, take }: Leftover,
): AsyncGenerator<BatchTally, SearchEnd> {
  const { searchObjectsSlowly } = await import('./slow-objects.ts');
  const taken = new Set<string>();
  try {
    return yield* searchObjectsSlowly(state, scan, (object) => {
      taken.add(object.oid);
      take(object);
    });
  } finally {
    for (const object of found) if (!taken.has(object.oid)) take(object);
  }
}

function describeScan(state: RepositoryState, scan: RepositoryScan): ObjectScanRequest {
  return {
    ...locateObjects(state, scan),
    shallowIds: readShallowIds(state),
    rules: scan.rules,
    drawsFrames: scan.drawsFrames,
    markSyntaxes: scan.markSyntaxes,
    decodes: scan.decodes,
    archiveLimits: scan.archiveLimits,
    signal: scan.signal,
    cache: scan.usesCache ? nameCache(state, scan) : undefined,
  };
}

/** Undefined when something fails that no single object or pack is to blame for: the index of a pack, half-way. */
async function scanReadable(
  request: ObjectScanRequest,
  take: (object: ScannedObject) => void,
): Promise<ObjectScanOutcome | undefined> {
  try {
    return await scanObjects(request, take);
  } catch (error) {
    if (describeDamage(error) === undefined) throw error;
    return undefined;
  }
}

/**
 * A pack whose index is missing or broken: git reads all that it can, in its own way. It needs that index even where a multi-pack-index
 * lists the pack's objects (git 2.39).
 */
function hasUnreadPack({ problems }: ObjectScanOutcome): boolean {
  return problems.some(({ id }) => id === undefined);
}

/** In a hook, git's variables may name more places than the repository does. */
export function locateObjects(
  { hashName, objectDirectory }: RepositoryState,
  { keepsPlace }: Pick<RepositoryScan, 'keepsPlace'>,
): Pick<ObjectScanRequest, 'hashLength' | 'objectDirectories'> {
  const named = keepsPlace ? (process.env['GIT_ALTERNATE_OBJECT_DIRECTORIES'] ?? '') : '';
  const alternates = named.split(delimiter).filter((place) => place !== '');
  return {
    hashLength: HASH_LENGTHS[hashName] ?? HASH_LENGTHS['sha1']!,
    objectDirectories: listObjectDirectories({ primary: objectDirectory, alternates }),
  };
}

function nameCache(
  { commonDirectory }: RepositoryState,
  { rules, decodes = false, archiveLimits }: RepositoryScan,
): CachePlace {
  const key = createHash('sha256')
    .update([version, decodes, JSON.stringify(archiveLimits), JSON.stringify(rules)].join('\0'))
    .digest('hex');
  return { commonDirectory, key };
}

function toTally(outcome: ObjectScanOutcome): BatchTally {
  const { objectCounts, byteCounts, archives, submoduleNames } = outcome;
  const { length } = submoduleNames;
  const count = objectCounts.blob + objectCounts.commit + objectCounts.tag;
  return {
    ...createTally(),
    archives,
    skipped: length > 0 ? { submodule: length } : {},
    blobCount: count,
    objectCount: count,
    byteCount: byteCounts.blob + byteCounts.commit + byteCounts.tag,
  };
}

interface Leftover {
  readonly state: RepositoryState;
  readonly scan: RepositoryScan;
  readonly take: (found: ObjectMatches) => void;
}

async function* searchLeft(
  outcome: ObjectScanOutcome,
  { state, scan, take }: Leftover,
): AsyncGenerator<BatchTally> {
  const ids = new Set([...outcome.leftIds, ...outcome.problems.flatMap(({ id }) => id ?? [])]);
  if (ids.size === 0) return;
  const wanted = [...ids].flatMap((oid) =>
    [...(outcome.names.get(oid) ?? [''])].map((name) => ({ oid, path: showPath(name) })),
  );
  const reader = new ObjectReader(state.git, scan);
  try {
    for await (const read of reader.readAll(wanted)) {
      if (read.kind !== 'tree') yield takeObject(read, take);
    }
  } finally {
    reader.close();
  }
}
