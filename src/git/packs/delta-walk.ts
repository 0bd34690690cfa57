// Walks one tree of deltas from its root, and searches each object without making it where that can be helped: an object without
// children is searched in its delta's digest alone. Only bases are rebuilt, and objects that are handed out. The last child of a
// base is the one with the most descendants, and takes the base's place on the stack; so no more than about log2(objects) bases
// are kept at a time, however deep the tree is.
import { Arena, type Region } from './arena.ts';
import { type ByteRange, CorruptObject } from './byte-range.ts';
import { describeDamage } from './damage.ts';
import { Delta } from './delta.ts';
import { hasWantedHead } from './head-test.ts';
import { Inflater, SPARE_LENGTH } from './inflate.ts';
import { baseElsewhere, isKnownFlag, isWantedFlag, type PackTable, readBaseId } from './pack-table.ts';
import { PackWindow } from './pack-window.ts';
import type { ContentPlan, SearchPlan } from './search-plan.ts';
import { type EntryStarts, TreeReader } from './tree-reader.ts';
import type { EntryRef, WalkOptions } from './walk-listener.ts';

/** Between so many a walk can be left: few take more than some microseconds each. */
const OBJECTS_AT_ONCE = 32;

interface Frame {
  readonly region: Region;
  /** Whether a literal occurs in it. */
  readonly isFound: boolean;
  /** Whether it is wanted for what it begins with. */
  readonly hasHead: boolean;
  /** Of a tree. */
  readonly starts?: EntryStarts;
  nextChild: number;
}

export class DeltaWalk {
  readonly #options: WalkOptions;
  readonly #arena: Arena;
  readonly #window = new PackWindow();
  readonly #inflater = new Inflater();
  readonly #delta = new Delta();
  readonly #trees: TreeReader;
  #entry = Buffer.allocUnsafeSlow(64 << 10);
  #frames: Frame[] = [];
  #table!: PackTable;
  #type = 0;
  #plan!: SearchPlan;

  constructor(options: WalkOptions, idLength: number) {
    this.#options = options;
    this.#trees = new TreeReader(idLength, options.listener);
    this.#arena = new Arena(options.budgetBytes);
  }

  /** Reads and searches the root; `advance` does so with all that is built on it. Does nothing for a kind that has no plan. */
  begin(table: PackTable, root: number): void {
    this.#table = table;
    try {
      const first = this.#enter(root);
      if (first) this.#frames.push(first);
    } catch (error) {
      this.#tellDamage(root, error);
    }
  }

  /** Reads and searches some more objects. False when the tree is done. */
  advance(): boolean {
    for (let left = OBJECTS_AT_ONCE; left > 0; left--) {
      const frame = this.#frames.at(-1);
      if (!frame) return false;
      this.#step(frame);
    }
    return true;
  }

  #step(frame: Frame): void {
    const child = frame.nextChild;
    if (child >= 0) frame.nextChild = this.#table.nextSiblings[child]!;
    const next = child >= 0 ? this.#attempt(child, frame) : undefined;
    if (frame.nextChild < 0) {
      this.#frames.pop();
      this.#close(frame);
    }
    if (next) this.#frames.push(next);
  }

  #close({ region, starts }: Frame): void {
    this.#arena.free(region);
    if (starts) this.#trees.release(starts);
  }

  #attempt(index: number, base: Frame): Frame | undefined {
    try {
      return this.#visit(index, base);
    } catch (error) {
      this.#tellDamage(index, error);
      return undefined;
    }
  }

  /** What is wrong with one object concerns it and those built on it, not the rest. */
  #tellDamage(index: number, error: unknown): void {
    const detail = describeDamage(error);
    if (detail === undefined) throw error;
    this.#tellAll(index, (entry) => this.#options.listener.damage(entry, detail));
  }

  #enter(root: number): Frame | undefined {
    const { listener, plans, largestBytes } = this.#options;
    const isAway = this.#table.bases[root] === baseElsewhere;
    const base = isAway ? listener.readElsewhere(readBaseId(this.#table, root)) : undefined;
    if (isAway && !base) throw new CorruptObject('the object it is built on is missing');
    this.#type = base?.type ?? this.#table.types[root]!;
    const plan = plans[this.#type];
    if (!plan) return undefined;
    this.#plan = plan;
    if (base) return this.#enterOn(base.bytes, root);
    const size = this.#table.sizes[root]!;
    const region = size > largestBytes ? undefined : this.#arena.allocate(size);
    if (!region) return this.#leave(root);
    return this.#searchRoot(root, region);
  }

  #searchRoot(root: number, region: Region): Frame | undefined {
    try {
      this.#inflater.inflate(this.#locate(root), this.#toRange(region));
    } catch (error) {
      this.#arena.free(region);
      throw error;
    }
    if (this.#plan.kind === 'content') return this.#finish(root, region, this.#isIn(region, this.#plan));
    const isKnown = !this.#followsTrees && (this.#table.flags[root]! & isKnownFlag) !== 0;
    const starts = this.#trees.readWhole(this.#toRange(region), isKnown);
    this.#tellTree(starts, undefined, root);
    return this.#finishTree(root, region, starts);
  }

  get #followsTrees(): boolean {
    return this.#options.listener.takeTree !== undefined;
  }

  #tellTree(starts: EntryStarts, base?: EntryStarts, index?: number): void {
    const entry = index === undefined ? undefined : { table: this.#table, index };
    this.#options.listener.takeTree?.(starts, base, entry);
  }

  #enterOn(base: Buffer, root: number): Frame | undefined {
    const region = this.#arena.allocate(base.length);
    if (!region) return this.#leave(root);
    base.copy(this.#arena.bytes, region.startOffset);
    const frame = this.#describeBase(region);
    try {
      return this.#visit(root, frame);
    } finally {
      this.#close(frame);
    }
  }

  /** The base was told where it lies. */
  #describeBase(region: Region): Frame {
    if (this.#plan.kind === 'content')
      return {
        region,
        isFound: this.#isIn(region, this.#plan),
        hasHead: hasWantedHead(this.#plan.headTest, this.#toRange(region)),
        nextChild: -1,
      };
    const starts = this.#trees.readWhole(this.#toRange(region), !this.#followsTrees);
    this.#tellTree(starts);
    return { region, isFound: false, hasHead: false, starts, nextChild: -1 };
  }

  #visit(index: number, base: Frame): Frame | undefined {
    const { flags, firstChildren } = this.#table;
    const isLeaf = firstChildren[index]! < 0;
    if (isLeaf && flags[index]! & isKnownFlag) return undefined;
    if (!this.#openDelta(index, base)) return this.#leave(index);
    if (this.#plan.kind === 'entries') return this.#visitTree(index, base);
    const isNew = !base.isFound && this.#delta.brings(this.#plan.search, this.#toRange(base.region));
    if (isLeaf && !base.isFound && !isNew && !this.#isAskedFor(index, this.#plan, base)) {
      this.#options.listener.count(this.#type, this.#delta.size);
      return undefined;
    }
    const region = this.#rebuild(base);
    if (!region) return this.#leave(index);
    return this.#finish(index, region, isNew || (base.isFound && this.#isIn(region, this.#plan)));
  }

  /** Whether the object that the open delta makes is wanted, though no literal occurs in it. */
  #isAskedFor(index: number, { readsLinks, headTest }: ContentPlan, base: Frame): boolean {
    if (readsLinks || this.#table.flags[index]! & isWantedFlag) return true;
    if (!headTest) return false;
    if (this.#delta.keepsHead(headTest.length)) return base.hasHead;
    return headTest.isWanted(this.#delta.readHead(headTest.length, this.#toRange(base.region)));
  }

  #visitTree(index: number, base: Frame): Frame | undefined {
    const { runs, size } = this.#delta;
    const isLeaf = this.#table.firstChildren[index]! < 0;
    if (isLeaf) this.#options.listener.count(this.#type, size);
    if (isLeaf && !this.#followsTrees) {
      this.#trees.readLeaf(runs, this.#toRange(base.region), base.starts!);
      return undefined;
    }
    const starts = this.#trees.readDelta(runs, this.#toRange(base.region), base.starts!);
    this.#tellTree(starts, base.starts, index);
    if (isLeaf) {
      this.#trees.release(starts);
      return undefined;
    }
    const region = this.#rebuild(base);
    return region ? this.#finishTree(index, region, starts) : this.#leave(index);
  }

  #finishTree(index: number, region: Region, starts: EntryStarts): Frame | undefined {
    const { firstChildren, flags } = this.#table;
    if (!(flags[index]! & isKnownFlag))
      this.#options.listener.count(this.#type, region.endOffset - region.startOffset);
    const frame = { region, isFound: false, hasHead: false, starts, nextChild: firstChildren[index]! };
    if (frame.nextChild >= 0) return frame;
    this.#close(frame);
    return undefined;
  }

  #isIn({ startOffset, endOffset }: Region, { search }: ContentPlan): boolean {
    return search.isIn(this.#arena.bytes, startOffset, endOffset);
  }

  /** False when the delta, or what it makes, is too large. */
  #openDelta(index: number, base: Frame): boolean {
    const size = this.#table.sizes[index]!;
    const { largestBytes } = this.#options;
    if (size > largestBytes) return false;
    if (size + SPARE_LENGTH > this.#entry.length)
      this.#entry = Buffer.allocUnsafeSlow(size * 2 + SPARE_LENGTH);
    const entry = { bytes: this.#entry, startOffset: 0, endOffset: size };
    this.#inflater.inflate(this.#locate(index), entry);
    this.#delta.open(entry, base.region.endOffset - base.region.startOffset);
    return this.#delta.size <= largestBytes;
  }

  #rebuild(base: Frame): Region | undefined {
    const region = this.#arena.allocate(this.#delta.size);
    if (!region) return undefined;
    try {
      this.#delta.apply(this.#toRange(base.region), this.#toRange(region));
      return region;
    } catch (error) {
      this.#arena.free(region);
      throw error;
    }
  }

  #finish(index: number, region: Region, isFound: boolean): Frame | undefined {
    const { firstChildren, flags } = this.#table;
    const hasHead =
      this.#plan.kind === 'content' && hasWantedHead(this.#plan.headTest, this.#toRange(region));
    const isWanted = isFound || hasHead || (flags[index]! & isWantedFlag) !== 0;
    if (!(flags[index]! & isKnownFlag)) this.#tell(index, region, isWanted);
    const nextChild = firstChildren[index]!;
    if (nextChild >= 0) return { region, isFound, hasHead, nextChild };
    this.#arena.free(region);
    return undefined;
  }

  #tell(index: number, region: Region, isWanted: boolean): void {
    const { listener } = this.#options;
    const entry = { table: this.#table, index };
    listener.count(this.#type, region.endOffset - region.startOffset);
    if (this.#plan.kind === 'content' && this.#plan.readsLinks)
      listener.readLinks(entry, this.#type, this.#toRange(region));
    if (isWanted)
      listener.take(entry, this.#type, this.#arena.bytes.subarray(region.startOffset, region.endOffset));
  }

  #leave(index: number): undefined {
    this.#tellAll(index, (entry) => this.#options.listener.leave(entry));
  }

  /** Tells of an object and all that is built on it, but for those known from elsewhere. */
  #tellAll(index: number, tell: (entry: EntryRef) => void): void {
    const table = this.#table;
    const waiting = [index];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (!(table.flags[at]! & isKnownFlag)) tell({ table, index: at });
      for (let child = table.firstChildren[at]!; child >= 0; child = table.nextSiblings[child]!)
        waiting.push(child);
    }
  }

  #locate(index: number): ByteRange {
    const { pack, offsets, headerLengths } = this.#table;
    return this.#window.locate(pack.fd, offsets[index]! + headerLengths[index]!, offsets[index + 1]!);
  }

  #toRange({ startOffset, endOffset }: Region): ByteRange {
    return { bytes: this.#arena.bytes, startOffset, endOffset };
  }
}
