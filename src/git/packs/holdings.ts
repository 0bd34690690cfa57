// What the trees of a repository hold of some blobs, found by our own reader of packs.
import { setImmediate } from 'node:timers/promises';

import { ToolError } from '../../core/errors.ts';
import { describeDamage } from './damage.ts';
import { FollowedTrees } from './followed-trees.ts';
import { numberId } from './held-ids.ts';
import { type HeldEntry, type Holding, HoldingShelf, NOTHING } from './holding.ts';
import { type DatabaseHandle, openObjectDatabase } from './object-database.ts';
import { createWorkCounter, ObjectSearch } from './object-search.ts';
import { type ObjectTables, readObjectTables } from './object-tables.ts';
import type { PackTable } from './pack-table.ts';
import { planTreeSearch } from './search-plan.ts';
import type { EntryRef } from './walk-listener.ts';

export interface HoldingRequest extends Pick<DatabaseHandle, 'hashLength' | 'objectDirectories'> {
  /** Hex. */
  readonly blobs: ReadonlySet<string>;
  readonly signal?: AbortSignal | undefined;
  /** Memory for objects. */
  readonly budgetBytes?: number;
  /** Memory for which entries of which trees lead to the blobs. */
  readonly listBudgetBytes?: number;
}

/** Told by what was read; undefined for a tree that was not there then, or that has a folder that was not. */
export type FindHolding = (treeId: string) => Holding | undefined;

const DEFAULT_BUDGET = 128 << 20;
/** So often are signals heard. */
const SLICE_MS = 50;
/** Deeper folders are left to git: their files have paths that no file system takes. */
const DEEPEST = 1_000;

/** Undefined when a tree is damaged, or there are too many: git may know more. Throws the signal's reason. */
export async function findHoldings(request: HoldingRequest): Promise<FindHolding | undefined> {
  if (request.blobs.size === 0) return () => NOTHING;
  try {
    const trees = await followTrees(request);
    return trees && (await isSettled(trees, request)) ? describeTrees(trees) : undefined;
  } catch (error) {
    if (error instanceof ToolError || describeDamage(error) !== undefined) return undefined;
    throw error;
  }
}

async function followTrees(request: HoldingRequest): Promise<FollowedTrees | undefined> {
  const database = openObjectDatabase(request);
  try {
    const tables = readObjectTables(database);
    if (tables.problems.length > 0) return undefined;
    return await readTrees(tables, request);
  } finally {
    database.close();
  }
}

async function readTrees(
  tables: ObjectTables,
  { blobs, signal, budgetBytes = DEFAULT_BUDGET }: HoldingRequest,
): Promise<FollowedTrees | undefined> {
  const { held, database } = tables;
  const trees = new FollowedTrees(held, database.hashLength, blobs);
  const number = numberPlaces(tables);
  const search = new ObjectSearch(tables, {
    plans: planTreeSearch(),
    counter: createWorkCounter(),
    budgetBytes,
    take: () => undefined,
    takeEntry: (entry) => trees.takeEntry(entry),
    takeTree: (tree, base, place) =>
      trees.takeTree(tree, base, place === undefined ? undefined : number(place)),
  });
  try {
    while (search.work(performance.now() + SLICE_MS)) {
      await setImmediate();
      signal?.throwIfAborted();
    }
  } finally {
    search.close();
  }
  return search.tally.hasGap ? undefined : trees;
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

/** The numbers of ids (see `numberId`), by where their objects are. */
function numberPlaces({ tables, held, database }: ObjectTables): (place: EntryRef | string) => number {
  const firsts = new Map<PackTable, number>();
  let first = 0;
  for (const [index, table] of tables.entries()) {
    firsts.set(table, first);
    first += held[index]!.heads.length;
  }
  return (place) =>
    typeof place === 'string'
      ? numberId(held, { bytes: Buffer.from(place, 'hex'), offset: 0, idLength: database.hashLength })
      : firsts.get(place.table)! + place.table.positions[place.index]!;
}

/** Describes trees when they are asked for: of most nobody wants to know. */
function describeTrees(trees: FollowedTrees): FindHolding {
  const shelf = new HoldingShelf();
  const known = new Map<number, Holding>();
  const describe = (tree: number, depth: number): Holding | undefined => {
    const seen = known.get(tree);
    if (seen || depth > DEEPEST) return seen;
    const entries: HeldEntry[] = [];
    for (const { name, held } of trees.list(tree)) {
      const holding = typeof held === 'number' ? describe(held, depth + 1) : held;
      if (holding === undefined) return undefined;
      entries.push({ name, held: holding });
    }
    const holding = shelf.put(entries);
    if (holding !== NOTHING) known.set(tree, holding);
    return holding;
  };
  return (treeId) => {
    const id = Buffer.from(treeId, 'hex');
    const tree = trees.find(id);
    if (tree !== undefined) return describe(tree, 0);
    return trees.isEmptyTree(id) ? NOTHING : undefined;
  };
}
