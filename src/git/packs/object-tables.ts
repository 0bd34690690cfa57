// What all threads of a scan share: the tables of the packs and the list of loose objects. A unit of work is a tree of deltas, or a
// loose object; units have numbers, and one atomic counter tells who works on which.
import { describeDamage } from './damage.ts';
import { type IdList, listHexIds, listPackedIds } from './held-ids.ts';
import { flagKnownObjects } from './known-objects.ts';
import { listLooseIds } from './loose-objects.ts';
import type { DatabaseHandle, ObjectDatabase, ObjectProblem } from './object-database.ts';
import { PackIndex } from './pack-index.ts';
import { findOffset } from './pack-order.ts';
import { isKnownFlag, isWantedFlag, listUnreachable, type PackTable, readPackTable } from './pack-table.ts';

export interface LooseObject {
  /** Hex. */
  readonly id: string;
  readonly directory: string;
}

/** Plain data, but for the shared memory in it: may be posted to a thread. */
export interface ObjectTables {
  readonly database: DatabaseHandle;
  readonly tables: readonly PackTable[];
  /** Those that are in no pack. */
  readonly loose: readonly LooseObject[];
  /** Ids of all objects of the database, searched before or not; none when there is nothing to search. */
  readonly held: readonly IdList[];
  /** Hex ids of commits whose parents were left behind on purpose. */
  readonly shallowIds: ReadonlySet<string>;
  /** Packs and entries that no search will reach. */
  readonly problems: readonly ObjectProblem[];
}

/** What an earlier scan has searched. */
export interface SearchedObjects {
  /** Names of packs. */
  readonly packs: ReadonlySet<string>;
  /** Hex. */
  readonly looseIds: ReadonlySet<string>;
}

const nothing: SearchedObjects = { packs: new Set(), looseIds: new Set() };

/** Reads indexes and entry headers of all packs, and lists loose objects; what is `searched` is left out. */
export function readObjectTables(
  database: ObjectDatabase,
  searched: SearchedObjects = nothing,
  shallowIds: ReadonlySet<string> = new Set(),
): ObjectTables {
  const problems = [...database.problems];
  const tables: PackTable[] = [];
  for (const pack of database.packs.filter(({ name }) => !searched.packs.has(name))) {
    try {
      tables.push(readPackTable(pack));
    } catch (error) {
      const detail = describeDamage(error);
      if (detail === undefined) throw error;
      problems.push({ pack: pack.name, detail });
    }
  }
  const before = database.packs
    .filter(({ name }) => searched.packs.has(name))
    .map((pack) => new PackIndex(pack.index));
  flagKnownObjects(tables);
  flagSearched(tables, before, searched.looseIds);
  problems.push(...tables.flatMap(listDamage));
  const { hashLength, objectDirectories, packs } = database;
  const handle = { hashLength, objectDirectories, packs };
  const loose = listLoose(handle, { tables, before, searched });
  const isDone = tables.length === 0 && loose.length === 0;
  const held = isDone ? [] : listHeld([...before, ...indexesOf(tables)], loose, searched);
  return { database: handle, tables, loose, held, shallowIds, problems };
}

const indexesOf = (tables: readonly PackTable[]) => tables.map(({ pack }) => new PackIndex(pack.index));

function listHeld(
  indexes: readonly PackIndex[],
  loose: readonly LooseObject[],
  { looseIds }: SearchedObjects,
): IdList[] {
  return [...indexes.map(listPackedIds), listHexIds([...looseIds, ...loose.map(({ id }) => id)])];
}

/** Hex id of an entry. */
export function readEntryId(table: PackTable, index: number): string {
  return new PackIndex(table.pack.index).idAt(table.positions[index]!).toString('hex');
}

/** Bytes of all packs: what a scan has to read at most. */
export function sumPackBytes({ tables }: ObjectTables): number {
  return tables.reduce((sum, { pack }) => sum + pack.sizeBytes, 0);
}

/** Has the objects handed out, whatever they hold. Ids (hex) that are in no pack are ignored. */
export function flagWanted({ tables }: ObjectTables, ids: Iterable<string>): void {
  const indexes = indexesOf(tables);
  for (const id of ids) {
    const bytes = Buffer.from(id, 'hex');
    for (const [number, table] of tables.entries()) flagIn(table, indexes[number]!, bytes);
  }
}

/** The same, with no more to search than the trees of deltas that the objects are in, which are flagged as wanted. */
export function narrowTables(
  tables: ObjectTables,
  ids: ReadonlySet<string> | ReadonlyMap<string, unknown>,
): ObjectTables {
  flagWanted(tables, ids.keys());
  return {
    ...tables,
    tables: tables.tables.map((table) => ({ ...table, roots: listWantedRoots(table) })),
    loose: tables.loose.filter(({ id }) => ids.has(id)),
  };
}

function listWantedRoots({ flags, bases, roots }: PackTable): Uint32Array {
  const wanted = new Set<number>();
  for (const [index, flag] of flags.entries()) {
    if (!(flag & isWantedFlag)) continue;
    let root = index;
    while (bases[root]! >= 0) root = bases[root]!;
    wanted.add(root);
  }
  return roots.filter((root) => wanted.has(root));
}

function flagIn(table: PackTable, index: PackIndex, id: Buffer): void {
  const position = index.find(id);
  if (position < 0) return;
  const at = findOffset(table.offsets, index.offsetAt(position), table.objectCount);
  if (at >= 0) table.flags[at]! |= isWantedFlag;
}

function listDamage(table: PackTable): ObjectProblem[] {
  const unknown = listUnreachable(table).filter((index) => !(table.flags[index]! & isKnownFlag));
  return unknown.map((index) => ({
    id: readEntryId(table, index),
    pack: table.pack.name,
    detail: 'its entry in the pack is damaged',
  }));
}

/** An object of a new pack that was searched where it lay before is known. */
function flagSearched(
  tables: readonly PackTable[],
  before: readonly PackIndex[],
  looseIds: ReadonlySet<string>,
): void {
  if (before.length === 0 && looseIds.size === 0) return;
  for (const table of tables) {
    const ids = new PackIndex(table.pack.index).readIds();
    const { hashLength } = table.pack.index;
    for (const [index, position] of table.positions.entries()) {
      const id = ids.subarray(position * hashLength, (position + 1) * hashLength);
      const isKnown = looseIds.has(id.toString('hex')) || before.some((other) => other.find(id) >= 0);
      if (isKnown) table.flags[index]! |= isKnownFlag;
    }
  }
}

function listLoose(
  { objectDirectories, hashLength }: DatabaseHandle,
  {
    tables,
    before,
    searched,
  }: { tables: readonly PackTable[]; before: readonly PackIndex[]; searched: SearchedObjects },
): LooseObject[] {
  const indexes = [...before, ...indexesOf(tables)];
  const found = new Map<string, LooseObject>();
  for (const directory of objectDirectories) {
    for (const id of listLooseIds(directory, hashLength)) {
      if (found.has(id) || searched.looseIds.has(id)) continue;
      const bytes = Buffer.from(id, 'hex');
      if (indexes.every((index) => index.find(bytes) < 0)) found.set(id, { id, directory });
    }
  }
  return [...found.values()];
}
