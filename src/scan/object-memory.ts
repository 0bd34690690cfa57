// What a scan of objects knows from the one before, and leaves for the next.
import {
  type CachePlace,
  listStamps,
  type ObjectCache,
  readObjectCache,
  writeObjectCache,
} from '../git/packs/cache.ts';
import type { DatabaseHandle } from '../git/packs/object-database.ts';
import type { ObjectTables, SearchedObjects } from '../git/packs/object-tables.ts';
import type { ObjectScanOutcome } from './object-outcome.ts';
import { toPairs } from './object-scanner.ts';

/** Undefined when nothing can be relied on: also when one of the packs is gone, since counts would no longer be true. */
export function readKnown(database: DatabaseHandle, place: CachePlace | undefined): ObjectCache | undefined {
  const known = place && readObjectCache(place);
  if (!known) return undefined;
  const stamps = new Set(listStamps(database));
  return known.packs.every((stamp) => stamps.has(stamp)) ? known : undefined;
}

export function searchedBefore(known: ObjectCache | undefined): SearchedObjects {
  const names = (known?.packs ?? []).map((stamp) => stamp.split(' ')[0]!);
  return { packs: new Set(names), looseIds: new Set(known?.looseIds) };
}

/** Writes the cache when there is something new in it. A scan with problems is not remembered: the next may read more. */
export function keep(
  outcome: ObjectScanOutcome,
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
  writeObjectCache(place, {
    packs: listStamps(database),
    looseIds: [...(known?.looseIds ?? []), ...tables.loose.map(({ id }) => id)],
    objectCounts: outcome.objectCounts,
    byteCounts: outcome.byteCounts,
    candidateIds: outcome.candidateIds,
    leftIds: outcome.leftIds,
    names: toPairs(outcome.names),
  });
}
