// What a scan of objects knows from the one before, and leaves for the next.
import { createHash } from 'node:crypto';

import { type CachePlace, listStamps, type ObjectCache, readCache, writeCache } from '../git/packs/cache.ts';
import { listLooseIds } from '../git/packs/loose-objects.ts';
import type { DatabaseHandle } from '../git/packs/object-database.ts';
import type { ObjectTables, SearchedObjects } from '../git/packs/object-tables.ts';
import { PackIndex } from '../git/packs/pack-index.ts';
import type { SearchOutcome } from './object-outcome.ts';
import { toPairs } from './object-scanner.ts';

/** Undefined when nothing can be relied on: also when something is gone, since counts and links would no longer be true. */
export function readKnown(database: DatabaseHandle, place: CachePlace | undefined): ObjectCache | undefined {
  const known = place && (readCache(place, 'objects') as ObjectCache | undefined);
  if (!known) return undefined;
  const stamps = new Set(listStamps(database));
  const isWhole = known.packs.every((stamp) => stamps.has(stamp)) && areThere(known.looseIds, database);
  return isWhole ? known : undefined;
}

/** What was loose may have been packed since. */
function areThere(ids: readonly string[], { objectDirectories, hashLength, packs }: DatabaseHandle): boolean {
  if (ids.length === 0) return true;
  const loose = new Set(objectDirectories.flatMap((directory) => listLooseIds(directory, hashLength)));
  const indexes = packs.map((pack) => new PackIndex(pack.index));
  const isPacked = (id: Buffer) => indexes.some((index) => index.find(id) >= 0);
  return ids.every((id) => loose.has(id) || isPacked(Buffer.from(id, 'hex')));
}

export function searchedBefore(known: ObjectCache | undefined): SearchedObjects {
  const names = (known?.packs ?? []).map((stamp) => stamp.split(' ')[0]!);
  return { packs: new Set(names), looseIds: new Set(known?.looseIds) };
}

/** Tells what the database holds from what it held before or will hold later. */
export function stampObjects(
  database: DatabaseHandle,
  { loose }: ObjectTables,
  known: ObjectCache | undefined,
): string {
  const looseIds = [...(known?.looseIds ?? []), ...loose.map(({ id }) => id)];
  return createHash('sha256')
    .update([...listStamps(database).sort(), ...looseIds.sort()].join('\n'))
    .digest('hex');
}

/** Writes the cache when there is something new in it. A scan with problems is not remembered: the next may read more. */
export function keep(
  outcome: SearchOutcome,
  {
    database,
    tables,
    known,
    place,
  }: {
    database: DatabaseHandle;
    tables: ObjectTables;
    known: ObjectCache | undefined;
    place: CachePlace | undefined;
  },
): void {
  const isNew = !known || tables.tables.length > 0 || tables.loose.length > 0;
  if (!place || !isNew || outcome.problems.length > 0) return;
  writeCache(place, 'objects', {
    packs: listStamps(database),
    looseIds: [...(known?.looseIds ?? []), ...tables.loose.map(({ id }) => id)],
    objectCounts: outcome.objectCounts,
    byteCounts: outcome.byteCounts,
    candidateIds: outcome.candidateIds,
    leftIds: outcome.leftIds,
    names: toPairs(outcome.names),
    hasGap: outcome.hasGap,
    submoduleNames: outcome.submoduleNames,
  } satisfies ObjectCache);
}
