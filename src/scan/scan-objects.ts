// Searches everything an object database holds: blobs, messages of commits and tags, reachable or not.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import type { ArchiveLimits } from '../archives/limits.ts';
import { type ArchiveCounts, addArchiveCounts } from '../core/coverage.ts';
import type { Match } from '../core/finding.ts';
import type { MarkSyntax } from '../core/mark.ts';
import type { Problem } from '../core/problem.ts';
import type { Rule } from '../core/rule.ts';
import type { CachePlace, ObjectCache } from '../git/packs/cache.ts';
import type { BlobNames } from '../git/packs/find-candidates.ts';
import type { ReadHistory } from '../git/packs/holdings.ts';
import {
  type DatabaseHandle,
  type ObjectDatabase,
  type ObjectProblem,
  openObjectDatabase,
} from '../git/packs/object-database.ts';
import { createTally } from '../git/packs/object-search.ts';
import { narrowTables, type ObjectTables, readObjectTables } from '../git/packs/object-tables.ts';
import type { ObjectKind } from '../git/packs/search-plan.ts';
import { ObjectCrew } from './object-crew.ts';
import { keep, readKnown, searchedBefore, stampObjects } from './object-memory.ts';
import type { ObjectScanOutcome, SearchOutcome } from './object-outcome.ts';
import { toPairs } from './object-scanner.ts';
import type { NamePairs, ObjectMatches, OrderOutcome } from './object-wire.ts';
import { WaitingMatches } from './waiting-matches.ts';

export interface ObjectScanRequest extends Pick<DatabaseHandle, 'hashLength' | 'objectDirectories'> {
  /** Bounds on paths are not applied: whoever finds an object's paths asks the rule about them. */
  readonly rules: readonly Rule[];
  readonly drawsFrames: boolean;
  /** Whose marks are put on matches; none when absent. */
  readonly markSyntaxes?: readonly MarkSyntax[] | undefined;
  /** Whether text in code is decoded where it may hold a secret; not, when absent. */
  readonly decodes?: boolean | undefined;
  /** How much of an archive is read; absent: archives are searched like any other bytes. */
  readonly archiveLimits?: ArchiveLimits | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Threads beside this one; as many as are useful when absent. */
  readonly workerCount?: number;
  /** Memory for objects, all threads together. */
  readonly budgetBytes?: number;
  /** Where what is found is kept for the next scan. The key has to tell the rules and the version of the engine. */
  readonly cache?: CachePlace | undefined;
  /** Hex ids of commits whose parents were left behind on purpose. */
  readonly shallowIds?: ReadonlySet<string>;
  /** The built object-worker.ts, for callers that are not bundled with it. */
  readonly workerUrl?: URL;
}

/** An object with secrets in it, or an archive that could not be read whole. */
export interface ScannedObject {
  /** Hex. */
  readonly id: string;
  readonly kind: ObjectKind;
  /** The name it was read under, without folder, when that decided how; else empty. */
  readonly name: string;
  readonly matches: readonly Match[];
  readonly flaws: readonly Problem[];
}

const DEFAULT_BUDGET = 192 << 20;
/** Starting a thread takes as long as reading about this much of a pack. */
const LEAST_BYTES_FOR_WORKERS = 8 << 20;
const MAX_WORKERS = 7;

/** Scans all objects; `take` is given each that has a match or a flaw, in no particular order. Stops early when the signal aborts. */
export async function scanObjects(
  request: ObjectScanRequest,
  take: (object: ScannedObject) => void,
): Promise<ObjectScanOutcome> {
  const database = openObjectDatabase(request);
  const known = readKnown(database, request.cache);
  const workers = startWorkers(request, database, known);
  const waiting = new WaitingMatches((found) => take(restore(found, request.rules)));
  const crew = new ObjectCrew(workers, {
    ...toWorkerOptions(request, workers.length),
    signal: request.signal,
    take: (found) => waiting.take(found),
  });
  try {
    const tables = readObjectTables(database, searchedBefore(known), request.shallowIds);
    crew.open(tables);
    const outcome = await searchAll(crew, { tables, known, waiting });
    if (!request.signal?.aborted) keep(outcome, { database, tables, known, place: request.cache });
    return { ...outcome, stamp: stampObjects(database, tables, known) };
  } finally {
    waiting.close();
    await crew.close();
    database.close();
  }
}

interface Search {
  readonly tables: ObjectTables;
  readonly known: ObjectCache | undefined;
  readonly waiting: WaitingMatches;
}

async function searchAll(
  crew: ObjectCrew,
  { tables, known, waiting }: Search,
): Promise<Omit<ObjectScanOutcome, 'stamp'>> {
  const blobs = await crew.searchBlobs();
  const followed = waiting.listIds().length > 0 && !known ? chooseFollowed(blobs, waiting) : undefined;
  const links = await crew.searchLinks(followed);
  const names = mergeNames([...links.map((outcome) => outcome.names), known?.names ?? []]);
  waiting.open(names);
  const pairs = toPairs(names);
  const named = await crew.searchNamed(narrowTables(tables, names), pairs);
  const searched = [...blobs, ...links];
  const seen = new Set(named.flatMap(({ candidateIds }) => candidateIds));
  for (const { candidateIds } of searched) for (const id of candidateIds) if (!names.has(id)) seen.add(id);
  const again = new Set([...(known?.candidateIds ?? []), ...names.keys()].filter((id) => !seen.has(id)));
  // What they read was counted when it was read without its names.
  const contents = [...searched, ...named.map(forgetTally), crew.scanKnown(again, pairs)];
  const archiveIds = new Set(contents.flatMap((outcome) => outcome.archiveIds));
  const unpacked = await crew.searchArchives([...archiveIds], pairs);
  const { problems } = tables;
  return {
    ...sum([...contents, ...unpacked], { names, problems, known }),
    history: followed && listHistory(links, tables, followed),
  };
}

/** Blobs with matches, and those that may turn out to have some. */
function chooseFollowed(outcomes: readonly OrderOutcome[], waiting: WaitingMatches): ReadonlySet<string> {
  const doubtful = outcomes.flatMap(({ archiveIds, tally: { leftIds, problems } }) => [
    ...archiveIds,
    ...leftIds,
    ...problems.flatMap(({ id }) => id ?? []),
  ]);
  return new Set([...waiting.listIds(), ...doubtful]);
}

/** Undefined when one of the threads could not read everything. */
function listHistory(
  links: readonly OrderOutcome[],
  { held, problems }: ObjectTables,
  followed: ReadonlySet<string>,
): ReadHistory | undefined {
  const records = links.flatMap(({ record }) => record ?? []);
  return records.length === links.length && problems.length === 0 ? { records, held, followed } : undefined;
}

function forgetTally(outcome: OrderOutcome): OrderOutcome {
  return { ...outcome, tally: createTally() };
}

function startWorkers(
  request: ObjectScanRequest,
  { packs }: ObjectDatabase,
  known: ObjectCache | undefined,
): Worker[] {
  const searched = searchedBefore(known).packs;
  const unread = packs.filter(({ name }) => !searched.has(name));
  const packBytes = unread.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
  if (packBytes < LEAST_BYTES_FOR_WORKERS && request.workerCount === undefined) return [];
  const { workerCount = Math.min(MAX_WORKERS, availableParallelism() - 1) } = request;
  const url = request.workerUrl ?? new URL('./object-worker.cjs', import.meta.url);
  const workerData = toWorkerOptions(request, workerCount);
  return Array.from({ length: workerCount }, () => new Worker(url, { workerData }));
}

function toWorkerOptions(
  {
    rules,
    drawsFrames,
    markSyntaxes,
    decodes,
    archiveLimits,
    budgetBytes = DEFAULT_BUDGET,
  }: ObjectScanRequest,
  workerCount: number,
) {
  const ownBytes = Math.floor(budgetBytes / (workerCount + 1));
  return { rules, drawsFrames, markSyntaxes, decodes, archiveLimits, budgetBytes: ownBytes };
}

function restore({ matches, ...found }: ObjectMatches, rules: readonly Rule[]): ScannedObject {
  return {
    ...found,
    matches: matches.map(({ ruleIndex, ...match }) => ({ rule: rules[ruleIndex]!, ...match })),
  };
}

function mergeNames(found: readonly NamePairs[]): BlobNames {
  const names: BlobNames = new Map();
  for (const [id, all] of found.flat()) {
    names.set(id, new Set([...(names.get(id) ?? []), ...all]));
  }
  return names;
}

function sum(
  outcomes: readonly OrderOutcome[],
  {
    names,
    problems,
    known,
  }: { names: BlobNames; problems: readonly ObjectProblem[]; known: ObjectCache | undefined },
): SearchOutcome {
  const tallies = outcomes.map(({ tally }) => tally);
  const before = known ? [known] : [];
  return {
    objectCounts: addUp([...before, ...tallies].map(({ objectCounts }) => objectCounts)),
    byteCounts: addUp([...before, ...tallies].map(({ byteCounts }) => byteCounts)),
    archives: addUpArchives(outcomes),
    problems: [...problems, ...tallies.flatMap((tally) => tally.problems)],
    leftIds: [...new Set([...before, ...tallies].flatMap(({ leftIds }) => leftIds))],
    candidateIds: [...new Set(outcomes.flatMap(({ candidateIds }) => candidateIds))],
    names,
    hasGap: problems.length > 0 || [...before, ...tallies].some(({ hasGap }) => hasGap),
    submoduleNames: [...new Set([...before, ...tallies].flatMap((from) => [...from.submoduleNames]))],
  };
}

function addUp(counts: readonly ObjectCache['objectCounts'][]): Record<ObjectKind, number> {
  const total = { commit: 0, tree: 0, blob: 0, tag: 0 };
  for (const count of counts)
    for (const kind of Object.keys(total) as ObjectKind[]) total[kind] += count[kind];
  return total;
}

function addUpArchives(outcomes: readonly OrderOutcome[]): ArchiveCounts {
  const total = { archiveCount: 0, entryCount: 0, byteCount: 0 };
  for (const { archives } of outcomes) addArchiveCounts(total, archives);
  return total;
}
