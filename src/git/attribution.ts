// Which commits brought an object, under which names, who wrote them, and what still leads to it. Asked only for objects that hold a
// finding: one pass over the log answers for all of them. What a commit changed is told by what the trees hold or, much slower, by git.
// Topology decides what came first, never dates: the log shows children before parents, so of several introductions the one shown
// last is the oldest.
import type { Reach } from '../core/origin.ts';
import {
  type CommitHeader,
  copyText,
  type LogReader,
  type PathBytes,
  sliceNewId,
  sliceOldId,
} from './commit-log.ts';
import { type ReadCommits, readChanges, readReachableLog, readUnreachableLog } from './history-log.ts';
import { type BlobLogReader, listHead, type Reading, readByHoldings, UnknownTree } from './holding-log.ts';
import { type NamedBlob, streamHead, streamIndex } from './named-blobs.ts';
import { streamObjects } from './object-list.ts';
import { type Ref, type RefSet, RefSpread, readRefs } from './refs.ts';
import type { RepositoryState } from './repository-state.ts';
import type { GitOptions } from './run.ts';

/** A commit, in texts of its own. Names are bytes, one a character. */
export interface CommitNote {
  /** Larger the older, by topology: no commit has a larger one than its ancestors. */
  readonly age: number;
  readonly id: string;
  readonly author: string;
  readonly email: string;
  readonly date: string;
}

export interface ObjectHistory {
  readonly reach: Reach;
  /** For a blob the commit that brought it, by topology; for a commit itself. Absent when no commit holds it. */
  readonly first?: CommitNote;
  /** The last commit that took the blob away from a path; absent when nothing did. */
  readonly removed?: CommitNote;
  /** Every path it had, the one of `first` first; at most `MAX_PATHS`. */
  readonly paths: readonly PathBytes[];
  readonly pathCount: number;
  /** Where it stands in HEAD. */
  readonly headPaths: readonly PathBytes[];
  /** Whether HEAD's history holds it, at whatever time. */
  readonly isInHeadHistory: boolean;
  /** Names of all refs whose history holds it; HEAD only when it is the one thing that does. */
  readonly refs: readonly string[];
}

export interface AttributionRequest {
  readonly blobs: ReadonlySet<string>;
  readonly commits: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
}

/** More paths of one blob are counted, not listed. */
export const MAX_PATHS = 50;

/** The histories of all that was asked for, found by what trees hold of the blobs, or without that by git alone. Throws like `streamGit`, and `TooManyPaths`. */
export async function attribute(
  request: AttributionRequest,
  state: RepositoryState,
  reading?: Reading,
): Promise<ReadonlyMap<string, ObjectHistory>> {
  // It is waited for in a moment.
  reading?.catch(() => undefined);
  try {
    if (reading) return await follow(request, state, askTrees(reading));
  } catch (error) {
    if (!(error instanceof UnknownTree)) throw error;
  }
  return follow(request, state, { read: readChanges, listHead: streamHead });
}

/** Where it is looked up what commits changed and what HEAD holds. */
interface Source {
  readonly read: ReadCommits<LifeBook>;
  readonly listHead: (git: GitOptions) => AsyncIterable<NamedBlob>;
}

function askTrees(reading: Reading): Source {
  return { read: readByHoldings(reading), listHead: (git) => listHead(reading, git) };
}

async function follow(
  request: AttributionRequest,
  { git, isBare }: RepositoryState,
  { read, listHead: list }: Source,
): Promise<ReadonlyMap<string, ObjectHistory>> {
  const refs = await readRefs(git);
  const lives = new LifeBook(request, refs);
  await readReachableLog(read, git, lives);
  lives.markNamed(refs);
  for await (const { oid, path } of list(git)) lives.find(oid)?.headPaths.push(path);
  if (!isBare && lives.hasUnseen) await findInIndex(lives, git);
  if (lives.hasUnseen) await findUnreachable(lives, { git, read });
  return lives.tell();
}

/** Of what nothing leads to and nothing names. */
const UNKNOWN_HISTORY: ObjectHistory = {
  reach: 'unreachable',
  paths: [],
  pathCount: 0,
  headPaths: [],
  isInHeadHistory: false,
  refs: [],
};

const HEAD = 'HEAD';

interface Life {
  reach: Reach;
  first?: CommitNote;
  removed?: CommitNote;
  readonly paths: Set<PathBytes>;
  pathCount: number;
  readonly headPaths: PathBytes[];
  refs: RefSet;
  readonly direct: string[];
}

/** Listens to the log and keeps what it says about the objects asked for. */
class LifeBook implements LogReader, BlobLogReader {
  readonly #request: AttributionRequest;
  readonly #lives = new Map<string, Life>();
  readonly #spread: RefSpread;
  #header: CommitHeader | undefined;
  #commitCount = 0;
  #refs: RefSet;
  #idLength = 0;
  isUnreachable = false;

  constructor(request: AttributionRequest, refs: readonly Ref[]) {
    this.#request = request;
    this.#spread = new RefSpread(refs);
    this.#refs = this.#spread.none;
  }

  commit(header: CommitHeader): void {
    this.#header = header;
    this.#commitCount++;
    this.#idLength = header.id.length;
    this.#refs = this.isUnreachable ? this.#spread.none : this.#spread.visit(header.id, header.parents);
    if (this.#request.commits.has(header.id)) this.#meet(header.id).first = this.#note();
  }

  change(raw: string, path: PathBytes): void {
    const newId = sliceNewId(raw, this.#idLength);
    if (this.#request.blobs.has(newId)) this.introduce(newId, path);
    const oldId = sliceOldId(raw, this.#idLength);
    if (this.#request.blobs.has(oldId)) this.remove(oldId, path);
  }

  introduce(oid: string, path: PathBytes): void {
    const life = this.#meet(oid);
    life.first = this.#note();
    const isNew = !life.paths.delete(path);
    // Put last: the path of the oldest introduction ends up there.
    life.paths.add(copyText(path));
    if (isNew) life.pathCount++;
    if (life.paths.size > MAX_PATHS) for (const oldest of life.paths) return void life.paths.delete(oldest);
  }

  remove(oid: string, path: PathBytes): void {
    const life = this.#meet(oid);
    life.removed ??= this.#note();
    if (life.paths.has(path)) return;
    // Its introduction is still to be shown, or lies beyond the edge of a shallow clone.
    life.paths.add(copyText(path));
    life.pathCount++;
  }

  /** The life of an object that was asked for, reached from now on by something else than commits. */
  find(oid: string): Life | undefined {
    if (!this.#request.blobs.has(oid)) return undefined;
    return this.#lives.get(oid) ?? this.#open(oid, 'refs');
  }

  findInIndex(oid: string, path: PathBytes): void {
    if (!this.#request.blobs.has(oid) || this.#lives.has(oid)) return;
    const life = this.#open(oid, 'index');
    life.paths.add(path);
    life.pathCount = 1;
  }

  /** A ref may name a blob itself. */
  markNamed(refs: readonly Ref[]): void {
    for (const { name, oid, tag = '' } of refs) {
      const life = this.find(oid) ?? this.#findTag(tag);
      life?.direct.push(name);
      if (life) life.reach = 'refs';
    }
  }

  #findTag(oid: string): Life | undefined {
    if (!this.#request.tags.has(oid)) return undefined;
    return this.#lives.get(oid) ?? this.#open(oid, 'refs');
  }

  get hasUnseen(): boolean {
    const { blobs, commits } = this.#request;
    return [blobs, commits].some((oids) => [...oids].some((oid) => !this.#lives.has(oid)));
  }

  tell(): ReadonlyMap<string, ObjectHistory> {
    const { blobs, commits, tags } = this.#request;
    const asked = [...blobs, ...commits, ...tags];
    return new Map(asked.map((oid) => [oid, this.#tellOne(this.#lives.get(oid))]));
  }

  #tellOne(life: Life | undefined): ObjectHistory {
    if (!life) return UNKNOWN_HISTORY;
    const { reach, first, removed, paths, pathCount, headPaths, refs, direct } = life;
    const names = [...direct, ...this.#spread.names(refs)];
    return {
      reach,
      ...(first && { first }),
      ...(removed && { removed }),
      paths: [...paths].reverse(),
      pathCount,
      headPaths,
      isInHeadHistory: names.includes(HEAD),
      refs: names.length > 1 ? names.filter((name) => name !== HEAD) : names,
    };
  }

  #meet(oid: string): Life {
    const life = this.#lives.get(oid) ?? this.#open(oid, this.isUnreachable ? 'unreachable' : 'reflog');
    life.refs = this.#spread.unite(life.refs, this.#refs);
    if (life.refs.some((bits) => bits !== 0)) life.reach = 'refs';
    return life;
  }

  #open(oid: string, reach: Reach): Life {
    const life: Life = {
      reach,
      paths: new Set(),
      pathCount: 0,
      headPaths: [],
      refs: this.#spread.none,
      direct: [],
    };
    this.#lives.set(copyText(oid), life);
    return life;
  }

  #note(): CommitNote {
    const { id, author, email, date } = this.#header!;
    const texts = {
      id: copyText(id),
      author: copyText(author),
      email: copyText(email),
      date: copyText(date),
    };
    return { age: this.#commitCount, ...texts };
  }
}

async function findInIndex(lives: LifeBook, git: GitOptions): Promise<void> {
  for await (const { oid, path } of streamIndex(git)) lives.findInIndex(oid, path);
}

/** Amended commits, dropped stashes: git shows them when they are named. */
async function findUnreachable(
  lives: LifeBook,
  { git, read }: { git: GitOptions; read: ReadCommits<LifeBook> },
): Promise<void> {
  const commits: string[] = [];
  for await (const objects of streamObjects(git)) {
    for (const { oid, kind } of objects) if (kind === 'commit') commits.push(oid);
  }
  lives.isUnreachable = true;
  await readUnreachableLog(read, commits, git, lives);
}
