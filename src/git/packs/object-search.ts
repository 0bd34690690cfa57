// Searches the objects of a repository, in as many threads as there are: each makes its own `ObjectSearch` of the shared tables and
// takes units of work off the shared counter until none is left.
import { type ByteRange, CorruptObject } from './byte-range.ts';
import { LinkReader } from './commit-links.ts';
import { describeDamage } from './damage.ts';
import { DeltaWalk } from './delta-walk.ts';
import { hasWantedHead } from './head-test.ts';
import type { HistoryRecorder } from './history-record.ts';
import { LinkCheck } from './link-check.ts';
import { readLooseObject, tooLarge } from './loose-objects.ts';
import type { ObjectProblem } from './object-database.ts';
import { ObjectReader } from './object-reader.ts';
import type { LooseObject, ObjectTables } from './object-tables.ts';
import { PackIndex } from './pack-index.ts';
import { typeNumbers } from './pack-table.ts';
import { type ObjectKind, objectKinds, type SearchPlans } from './search-plan.ts';
import { isSubmodule, readName } from './tree-entries.ts';
import { type EntryListener, type RawEntry, TreeReader } from './tree-reader.ts';
import type { EntryRef, WalkListener } from './walk-listener.ts';

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
  /** Whether an object that was read names one that is not there, or could not be read for what it names. */
  hasGap: boolean;
  /** Whether every object could be read for what it names. */
  isWhole: boolean;
  /** Names that trees give to submodules; bytes, one a character. */
  readonly submoduleNames: Set<string>;
}

export interface SearchOptions {
  readonly plans: SearchPlans;
  readonly counter: WorkCounter;
  /** Memory for objects in this thread. Half of it, but never more than 64 MB, is the largest object expanded here. */
  readonly budgetBytes: number;
  /** Hex ids of loose objects that are handed out whatever they hold. */
  readonly wanted?: ReadonlySet<string>;
  readonly take: (candidate: Candidate) => void;
  /** Given the entries of trees, but for submodules and for those that a tree shares with the one it is built on. */
  readonly takeEntry?: (entry: RawEntry) => void;
  /** Has trees followed, and puts down what they and commits name. */
  readonly recorder?: HistoryRecorder;
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
    hasGap: false,
    isWhole: true,
    submoduleNames: new Set(),
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
  readonly #links: LinkCheck;
  readonly #linkReader: LinkReader;
  readonly #trees: TreeReader;
  readonly #steps: Iterator<void> = this.#workThrough();

  constructor(tables: ObjectTables, options: SearchOptions) {
    this.#tables = tables;
    this.#options = options;
    this.#largestBytes = Math.min(LARGEST_BYTES, options.budgetBytes >> 1);
    this.#reader = new ObjectReader(tables.database, this.#largestBytes);
    this.#indexes = new Map(tables.tables.map(({ pack }) => [pack.name, new PackIndex(pack.index)]));
    const { hashLength } = tables.database;
    this.#links = new LinkCheck(tables.held, hashLength);
    this.#linkReader = new LinkReader(tables.held, hashLength);
    this.#trees = new TreeReader(hashLength, this.#listenToEntries());
    const { plans, budgetBytes } = options;
    const listener = this.#listen();
    const walking = { plans, budgetBytes, largestBytes: this.#largestBytes, listener };
    this.#walk = new DeltaWalk(walking, hashLength);
  }

  /** Works until `deadlineMs` of `performance.now()` has passed; false when there is nothing left to do. */
  work(deadlineMs: number): boolean {
    const { counter } = this.#options;
    while (performance.now() < deadlineMs) {
      if (Atomics.load(counter, 1) === 1 || this.#steps.next().done) return false;
    }
    return true;
  }

  close(): void {
    this.tally.hasGap ||= this.#links.hasGap;
    this.#reader.close();
  }

  #listenToEntries(): EntryListener {
    return { takeEntry: (entry) => this.#takeEntry(entry), breakOff: () => this.#tellUnread() };
  }

  #listen(): WalkListener {
    const { recorder } = this.#options;
    const kindOf = (type: number) => objectKinds[type - 1]!;
    return {
      ...this.#listenToEntries(),
      takeTree: recorder && ((tree, base, entry) => recorder.takeTree(tree, base, entry)),
      take: (entry, type, bytes) => this.#options.take({ id: this.#idOf(entry), kind: kindOf(type), bytes }),
      readLinks: (entry, type, object) => this.#readLinks(kindOf(type), object, entry),
      count: (type, sizeBytes) => this.#count(kindOf(type), sizeBytes),
      leave: (entry) => this.#leave(entry),
      damage: (entry, detail) => this.#tellDamage(entry, detail),
      readElsewhere: (id) => this.#readElsewhere(id),
    };
  }

  /** One unit may be a tree of deltas that takes seconds: it is done in steps, too. */
  *#workThrough(): Generator<void, void> {
    while (yield* this.#workOn(Atomics.add(this.#options.counter, 0, UNITS_AT_ONCE))) yield;
  }

  /** False when there is no unit of that number. */
  *#workOn(firstUnit: number): Generator<void, boolean> {
    const { tables, loose } = this.#tables;
    let start = firstUnit;
    for (const table of tables) {
      const end = Math.min(table.roots.length, start + UNITS_AT_ONCE);
      for (let unit = Math.max(0, start); unit < end; unit++) {
        this.#walk.begin(table, table.roots[unit]!);
        while (this.#walk.advance()) yield;
      }
      start -= table.roots.length;
    }
    const end = Math.max(0, start + UNITS_AT_ONCE);
    for (const object of loose.slice(Math.max(0, start), end)) this.#searchLoose(object);
    return start < loose.length;
  }

  #searchLoose({ id, directory }: LooseObject): void {
    try {
      // A repack may have moved it into a pack since it was listed.
      const found =
        readLooseObject(directory, id, this.#largestBytes) ?? this.#reader.read(Buffer.from(id, 'hex'));
      if (found === undefined) throw new CorruptObject('it was removed before it was read');
      if (found === tooLarge) this.#leaveLoose(id);
      else this.#search({ id, ...found });
    } catch (error) {
      const detail = describeDamage(error);
      if (detail === undefined) throw error;
      this.#tellUnread();
      this.tally.problems.push({ id, detail });
    }
  }

  #search(object: Candidate): void {
    const plan = this.#options.plans[objectKinds.indexOf(object.kind) + 1];
    if (!plan) return;
    const { bytes } = object;
    this.#count(object.kind, bytes.length);
    const range = { bytes, startOffset: 0, endOffset: bytes.length };
    if (plan.kind === 'entries') {
      const entries = this.#trees.readWhole(range, false);
      this.#options.recorder?.takeTree(entries, undefined, object.id);
      this.#trees.release(entries);
      return;
    }
    if (plan.readsLinks) this.#readLinks(object.kind, range, object.id);
    const isFound = plan.search.isIn(bytes, 0, bytes.length) || hasWantedHead(plan.headTest, range);
    if (isFound || this.#options.wanted?.has(object.id)) this.#options.take(object);
  }

  #takeEntry(entry: RawEntry): number | undefined {
    if (isSubmodule(entry)) {
      this.tally.submoduleNames.add(readName(entry));
      return undefined;
    }
    const number = this.#links.checkEntry(entry);
    this.#options.takeEntry?.(entry);
    return this.#options.recorder?.takeEntry(entry, number);
  }

  #readLinks(kind: ObjectKind, object: ByteRange, place: EntryRef | string): void {
    if (kind === 'tag') this.#links.checkTag(this.#linkReader.readTag(object));
    else this.#readCommit(object, place);
  }

  #readCommit(commit: ByteRange, place: EntryRef | string): void {
    const { shallowIds } = this.#tables;
    const isShallow = () =>
      shallowIds.size > 0 && shallowIds.has(typeof place === 'string' ? place : this.#idOf(place));
    const links = this.#linkReader.readCommit(commit);
    this.#links.checkCommit(links, isShallow);
    if (links) this.#options.recorder?.takeCommit(links, place, isShallow());
    else this.tally.isWhole = false;
  }

  #leave(entry: EntryRef): void {
    this.tally.leftIds.push(this.#idOf(entry));
    if (entry.table.types[entry.index] !== typeNumbers.blob) this.#tellUnread();
  }

  #leaveLoose(id: string): void {
    this.tally.leftIds.push(id);
    this.#tellUnread();
  }

  /** Of what could not be read, nobody knows what it names. */
  #tellUnread(): void {
    this.#links.tellGap();
    this.tally.isWhole = false;
  }

  #count(kind: ObjectKind, sizeBytes: number): void {
    this.tally.objectCounts[kind]++;
    this.tally.byteCounts[kind] += sizeBytes;
  }

  #tellDamage(entry: EntryRef, detail: string): void {
    if (entry.table.types[entry.index] !== typeNumbers.blob) this.#tellUnread();
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
