// A log without changes, which git prints in a fraction of the time, and what the trees of its commits hold give the changes of a few
// blobs. The log tells children before parents, so a commit waits until its parents were told.
import { readHeaders } from './commit-headers.ts';
import {
  type CommitHeader,
  LogParser,
  type LogReader,
  type PathBytes,
  streamHeaderLog,
} from './commit-log.ts';
import type { ReadCommits } from './history-log.ts';
import type { NamedBlob } from './named-blobs.ts';
import { compare, type Holding, NOTHING } from './packs/holding.ts';
import type { FindHolding } from './packs/holdings.ts';
import { type GitOptions, readGit } from './run.ts';
import { TooManyPaths } from './too-many-paths.ts';

export interface BlobLogReader {
  /** Called for every commit before its changes. */
  commit(header: CommitHeader): void;
  introduce(oid: string, path: PathBytes): void;
  remove(oid: string, path: PathBytes): void;
}

/** What `findHoldings` resolves to. */
export type Reading = Promise<FindHolding | undefined>;

/** A commit has a tree that was not there when trees were read, or no tree could be told. */
export class UnknownTree extends Error {}

const MOST_CHANGES = 1_000_000;

/**
 * Reads a log, with the changes of a commit against each of its parents; `reading` may be under way still. Throws like `streamGit`, an
 * `UnknownTree` and `TooManyPaths`.
 */
export function readByHoldings(reading: Reading): ReadCommits<BlobLogReader> {
  return async (args, git, reader) => {
    const log = streamHeaderLog(args, git);
    // Git sorts the commits while the trees are read.
    const start = log.next();
    start.catch(() => undefined);
    try {
      const queue = new CommitQueue(await demandTrees(reading), reader);
      const parser = new LogParser(queue);
      for (let piece = await start; !piece.done; piece = await log.next()) parser.write(piece.value);
      await queue.finish(git);
    } finally {
      await log.return();
    }
  };
}

/** The wanted blobs of HEAD; none before the first commit. Throws like `readByHoldings`. */
export async function* listHead(reading: Reading, git: GitOptions): AsyncGenerator<NamedBlob, void> {
  const tree = (await readGit(['rev-parse', '--revs-only', 'HEAD^{tree}'], git)).trim();
  if (tree !== '') yield* compare(NOTHING, demand(await demandTrees(reading), tree));
}

async function demandTrees(reading: Reading): Promise<FindHolding> {
  const findHolding = await reading;
  if (!findHolding) throw new UnknownTree();
  return findHolding;
}

function demand(findHolding: FindHolding, treeId: string): Holding {
  const holding = findHolding(treeId);
  if (!holding) throw new UnknownTree();
  return holding;
}

/** A commit as its children wait for it. */
interface Side {
  holding: Holding | undefined;
}

interface Waiting {
  readonly header: CommitHeader;
  readonly side: Side;
  readonly parents: readonly Side[];
}

class CommitQueue implements LogReader {
  readonly #findHolding: FindHolding;
  readonly #reader: BlobLogReader;
  /** Of commits that were named as parents and are still to come. */
  readonly #sides = new Map<string, Side>();
  /** In the order of the log. */
  #waiting: Waiting[] = [];
  #toldCount = 0;
  #changeCount = 0;

  constructor(findHolding: FindHolding, reader: BlobLogReader) {
    this.#findHolding = findHolding;
    this.#reader = reader;
  }

  commit(header: CommitHeader): void {
    const side = this.#settle(header);
    const parents = header.parents.map((id) => this.#expect(id));
    this.#waiting.push({ header, side, parents });
    this.#tellSettled();
  }

  /** The log has none. */
  change(): void {}

  /** The log may end before all parents were told: those of commits that nothing leads to have some that something leads to. */
  async finish(git: GitOptions): Promise<void> {
    for (const header of await readHeaders([...this.#sides.keys()], git)) this.#settle(header);
    this.#tellSettled();
  }

  #settle({ id, tree }: CommitHeader): Side {
    const holding = demand(this.#findHolding, tree);
    const side = this.#sides.get(id) ?? { holding };
    side.holding = holding;
    this.#sides.delete(id);
    return side;
  }

  #expect(id: string): Side {
    const side = this.#sides.get(id) ?? { holding: undefined };
    this.#sides.set(id, side);
    return side;
  }

  #tellSettled(): void {
    for (; this.#toldCount < this.#waiting.length; this.#toldCount++) {
      const { parents } = this.#waiting[this.#toldCount]!;
      if (parents.some(({ holding }) => holding === undefined)) break;
      this.#tell(this.#waiting[this.#toldCount]!);
    }
    if (this.#toldCount * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#toldCount);
      this.#toldCount = 0;
    }
  }

  #tell({ header, side, parents }: Waiting): void {
    this.#reader.commit(header);
    for (const parent of parents.length > 0 ? parents : [ROOT]) {
      for (const { oid, path, isNew } of compare(parent.holding!, side.holding!)) {
        if (++this.#changeCount > MOST_CHANGES) throw new TooManyPaths(MOST_CHANGES);
        if (isNew) this.#reader.introduce(oid, path);
        else this.#reader.remove(oid, path);
      }
    }
  }
}

const ROOT: Side = { holding: NOTHING };
