// Searches the objects of a repository, in as many threads as there are: each makes its own `ObjectSearch` of the shared tables and
// takes units of work off the shared counter until none is left.
import { CorruptObject } from './byte-range.ts';
import { DeltaWalk, type EntryRef } from './delta-walk.ts';
import { readLooseObject, tooLarge } from './loose-objects.ts';
import type { ObjectProblem } from './object-database.ts';
import { ObjectReader } from './object-reader.ts';
import type { LooseObject, ObjectTables } from './object-tables.ts';
import { PackIndex } from './pack-index.ts';
import { type ObjectKind, objectKinds, type SearchPlans } from './search-plan.ts';

/** An object that a search hands out. */
export interface Candidate {
  /** Hex. */
  readonly id: string;
  readonly kind: ObjectKind;
  /** Lasts until the call that it was given to returns. */
  readonly bytes: Buffer;
}

/** What a thread did. */
export interface SearchTally {
  /** Objects read, each once however many copies there are. */
  readonly objectCounts: Record<ObjectKind, number>;
  /** Bytes that those objects have when they are expanded. */
  readonly byteCounts: Record<ObjectKind, number>;
  readonly problems: ObjectProblem[];
  /** Ids of objects too large to be expanded here, or built on one that is: to be streamed from git. */
  readonly leftIds: string[];
}

export interface SearchOptions {
  readonly plans: SearchPlans;
  readonly counter: WorkCounter;
  /** Memory for objects in this thread. Half of it, but never more than 64 MB, is the largest object expanded here. */
  readonly budgetBytes: number;
  /** Hex ids of loose objects that are handed out whatever they hold. */
  readonly wanted?: ReadonlySet<string>;
  readonly take: (candidate: Candidate) => void;
}

/** Shared memory: the number of the next unit of work, and whether to stop. */
export type WorkCounter = Int32Array<SharedArrayBuffer>;

export function createWorkCounter(): WorkCounter {
  return new Int32Array(new SharedArrayBuffer(8));
}

/** Makes all threads that work off this counter stop soon. */
export function stopWork(counter: WorkCounter): void {
  Atomics.store(counter, 1, 1);
}

const UNITS_AT_ONCE = 16;
/** Larger objects are not expanded, whatever the budget. */
export const LARGEST_BYTES = 64 << 20;

export function createTally(): SearchTally {
  return {
    objectCounts: { commit: 0, tree: 0, blob: 0, tag: 0 },
    byteCounts: { commit: 0, tree: 0, blob: 0, tag: 0 },
    problems: [],
    leftIds: [],
  };
}

export class ObjectSearch {
  readonly tally = createTally();
  readonly #tables: ObjectTables;
  readonly #options: SearchOptions;
  readonly #walk: DeltaWalk;
  readonly #reader: ObjectReader;
  readonly #indexes: ReadonlyMap<string, PackIndex>;
  readonly #largestBytes: number;

  constructor(tables: ObjectTables, options: SearchOptions) {
    this.#tables = tables;
    this.#options = options;
    this.#largestBytes = Math.min(LARGEST_BYTES, options.budgetBytes >> 1);
    this.#reader = new ObjectReader(tables.database, this.#largestBytes);
    this.#indexes = new Map(tables.tables.map(({ pack }) => [pack.name, new PackIndex(pack.index)]));
    this.#walk = new DeltaWalk({
      plans: options.plans,
      budgetBytes: options.budgetBytes,
      largestBytes: this.#largestBytes,
      listener: {
        take: (entry, type, bytes) =>
          options.take({ id: this.#idOf(entry), kind: objectKinds[type - 1]!, bytes }),
        count: (type, sizeBytes) => this.#count(objectKinds[type - 1]!, sizeBytes),
        leave: (entry) => this.tally.leftIds.push(this.#idOf(entry)),
        damage: (entry, detail) => this.#tellDamage(entry, detail),
        readElsewhere: (id) => this.#readElsewhere(id),
      },
    });
  }

  /** Works until `deadlineMs` of `performance.now()` has passed; false when there is nothing left to do. */
  work(deadlineMs: number): boolean {
    const { counter } = this.#options;
    while (performance.now() < deadlineMs) {
      const first = Atomics.add(counter, 0, UNITS_AT_ONCE);
      if (Atomics.load(counter, 1) === 1 || !this.#workOn(first)) return false;
    }
    return true;
  }

  close(): void {
    this.#reader.close();
  }

  /** False when there is no unit of that number. */
  #workOn(firstUnit: number): boolean {
    const { tables, loose } = this.#tables;
    let start = firstUnit;
    for (const table of tables) {
      const end = Math.min(table.roots.length, start + UNITS_AT_ONCE);
      for (let unit = Math.max(0, start); unit < end; unit++) this.#walk.walk(table, table.roots[unit]!);
      start -= table.roots.length;
    }
    const end = Math.max(0, start + UNITS_AT_ONCE);
    for (const object of loose.slice(Math.max(0, start), end)) this.#searchLoose(object);
    return start < loose.length;
  }

  #searchLoose({ id, directory }: LooseObject): void {
    try {
      const found = readLooseObject(directory, id, this.#largestBytes);
      if (found === tooLarge) this.tally.leftIds.push(id);
      else if (found) this.#search({ id, ...found });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (!(error instanceof CorruptObject) && code === undefined) throw error;
      this.tally.problems.push({
        id,
        detail: error instanceof CorruptObject ? error.message : `it cannot be read (${code})`,
      });
    }
  }

  #search(object: Candidate): void {
    const plan = this.#options.plans[objectKinds.indexOf(object.kind) + 1];
    if (!plan) return;
    this.#count(object.kind, object.bytes.length);
    const isFound = plan.search.isIn(object.bytes, 0, object.bytes.length);
    if (isFound || this.#options.wanted?.has(object.id)) this.#options.take(object);
  }

  #count(kind: ObjectKind, sizeBytes: number): void {
    this.tally.objectCounts[kind]++;
    this.tally.byteCounts[kind] += sizeBytes;
  }

  #tellDamage(entry: EntryRef, detail: string): void {
    this.tally.problems.push({ id: this.#idOf(entry), pack: entry.table.pack.name, detail });
  }

  #idOf({ table, index }: EntryRef): string {
    return this.#indexes.get(table.pack.name)!.idAt(table.positions[index]!).toString('hex');
  }

  #readElsewhere(id: Buffer): { type: number; bytes: Buffer } | undefined {
    const found = this.#reader.read(id);
    if (found === undefined || found === tooLarge) return undefined;
    return { type: objectKinds.indexOf(found.kind) + 1, bytes: found.bytes };
  }
}
