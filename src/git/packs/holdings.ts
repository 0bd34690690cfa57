// The commits of a repository and what their trees hold of some blobs, found by our own reader of packs.
import { setImmediate } from 'node:timers/promises';

import { ToolError } from '../../core/errors.ts';
import { CommitGraph } from './commit-graph.ts';
import { describeDamage } from './damage.ts';
import { EMPTY_TREE, hashEmptyTree } from './empty-tree.ts';
import { FollowedTrees, NO_ENTRIES, type WantedEntries } from './followed-trees.ts';
import type { IdList } from './held-ids.ts';
import { type HistoryRecord, HistoryRecorder } from './history-record.ts';
import { type HeldEntry, type Holding, HoldingShelf, NOTHING } from './holding.ts';
import { type DatabaseHandle, openObjectDatabase } from './object-database.ts';
import { ObjectNumbers } from './object-numbers.ts';
import { createWorkCounter, ObjectSearch } from './object-search.ts';
import { type ObjectTables, readObjectTables } from './object-tables.ts';
import { planLinkSearch } from './search-plan.ts';
import { WantedIds } from './wanted-ids.ts';

export interface HoldingRequest extends Pick<DatabaseHandle, 'hashLength' | 'objectDirectories'> {
  /** Hex. */
  readonly blobs: ReadonlySet<string>;
  /** Hex ids of commits whose parents were left behind on purpose. */
  readonly shallowIds: ReadonlySet<string>;
  readonly signal?: AbortSignal | undefined;
  /** Memory for objects. */
  readonly budgetBytes?: number;
  /** Memory for which entries of which trees lead to the blobs. */
  readonly listBudgetBytes?: number;
}

export interface Holdings {
  readonly commits: CommitGraph;
  /** What a commit's tree holds; undefined for one that was not there, or that has a folder that was not. */
  ofCommit(commit: number): Holding | undefined;
  /** The same of a tree, by its hex id. */
  ofTree(id: string): Holding | undefined;
}

const DEFAULT_BUDGET = 128 << 20;
/** So often are signals heard. */
const SLICE_MS = 50;
/** Deeper folders are left to git: their files have paths that no file system takes. */
const DEEPEST = 1_000;

/** What was put down of all trees and commits by a search of a repository. */
export interface ReadHistory {
  readonly records: readonly HistoryRecord[];
  readonly held: readonly IdList[];
  /** Hex ids of the blobs that were followed. */
  readonly followed: ReadonlySet<string>;
}

/**
 * Reads trees and commits, unless they were `read` with an eye on these blobs. Undefined when one of them is damaged, or there are too
 * many: git may know more. Throws the signal's reason.
 */
export async function findHoldings(
  request: HoldingRequest,
  read?: ReadHistory,
): Promise<Holdings | undefined> {
  try {
    if (read && [...request.blobs].every((id) => read.followed.has(id))) return await settle(read, request);
    return await readAll(request);
  } catch (error) {
    if (error instanceof ToolError || describeDamage(error) !== undefined) return undefined;
    throw error;
  }
}

async function readAll(request: HoldingRequest): Promise<Holdings | undefined> {
  const database = openObjectDatabase(request);
  try {
    const tables = readObjectTables(database, undefined, request.shallowIds);
    const record = tables.problems.length > 0 ? undefined : await readRecord(tables, request);
    return record && (await settle({ held: tables.held, records: [record] }, request));
  } finally {
    database.close();
  }
}

async function readRecord(
  tables: ObjectTables,
  { blobs, signal, budgetBytes = DEFAULT_BUDGET }: HoldingRequest,
): Promise<HistoryRecord | undefined> {
  const wanted = new WantedIds(blobs, tables.database.hashLength);
  const recorder = new HistoryRecorder(tables, (entry) => wanted.has(entry));
  const search = new ObjectSearch(tables, {
    plans: planLinkSearch([], ['commit']),
    counter: createWorkCounter(),
    budgetBytes,
    take: () => undefined,
    recorder,
  });
  try {
    while (search.work(performance.now() + SLICE_MS)) {
      await setImmediate();
      signal?.throwIfAborted();
    }
  } finally {
    search.close();
  }
  return search.tally.isWhole ? recorder.finish() : undefined;
}

/** What the records of all threads together tell of the blobs. */
async function settle(
  { held, records }: Pick<ReadHistory, 'held' | 'records'>,
  request: HoldingRequest,
): Promise<Holdings | undefined> {
  const objects = new ObjectNumbers(held, request.hashLength);
  const trees = new FollowedTrees(
    records.map((record) => record.trees),
    objects,
    request.blobs,
  );
  if (!(await isSettled(trees, request))) return undefined;
  const commits = new CommitGraph(
    records.map((record) => record.commits),
    objects,
  );
  return describeHoldings(trees, commits, objects);
}

async function isSettled(
  trees: FollowedTrees,
  { signal, listBudgetBytes = DEFAULT_BUDGET }: HoldingRequest,
): Promise<boolean> {
  for (let depth = 0; depth < DEEPEST; depth++) {
    const { isDone, byteCount } = trees.goUp();
    if (byteCount > listBudgetBytes) return false;
    if (isDone) return true;
    await setImmediate();
    signal?.throwIfAborted();
  }
  return false;
}

/** Describes trees when they are asked for: of most nobody wants to know. */
function describeHoldings(trees: FollowedTrees, commits: CommitGraph, objects: ObjectNumbers): Holdings {
  const shelf = new HoldingShelf();
  const known = new Map<WantedEntries, Holding>([[NO_ENTRIES, NOTHING]]);
  const describe = (tree: number, depth: number): Holding | undefined => {
    const wanted = trees.list(tree);
    const seen = known.get(wanted);
    if (seen || depth > DEEPEST) return seen;
    const entries: HeldEntry[] = [];
    for (const { name, held } of wanted.map((entry) => trees.describe(entry))) {
      const holding = typeof held === 'number' ? describe(held, depth + 1) : held;
      if (holding === undefined) return undefined;
      entries.push({ name, held: holding });
    }
    const holding = shelf.put(entries);
    known.set(wanted, holding);
    return holding;
  };
  const ofTree = (number: number) => {
    const tree = trees.at(number);
    if (tree !== undefined) return describe(tree, 0);
    return number === EMPTY_TREE ? NOTHING : undefined;
  };
  const emptyTree = hashEmptyTree(objects.idLength).toString('hex');
  return {
    commits,
    ofCommit: (commit) => ofTree(commits.treeOf(commit)),
    ofTree: (id) => (id === emptyTree ? NOTHING : ofTree(objects.findId(id))),
  };
}
