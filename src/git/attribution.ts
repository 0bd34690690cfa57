// Which commits brought an object, under which names, who wrote them, and what still leads to it. Asked only for objects that hold a
// finding: one pass over the log answers for all of them. What a commit changed is told by what the trees hold or, much slower, by git.
// Topology decides what came first, never dates: the log shows children before parents, so of several introductions the one shown
// last is the oldest.
import type { Reach } from '../core/origin.ts';
import { readHeaders } from './commit-headers.ts';
import { type CommitHeader, copyText, type PathBytes, sliceNewId, sliceOldId } from './commit-log.ts';
import { askGit, type HistoryReader, type HistorySource, type ToldCommit } from './history-log.ts';
import { askHoldings } from './holding-log.ts';
import { streamIndex } from './named-blobs.ts';
import { listTips } from './object-list.ts';
import { UnreadObject } from './packs/commit-graph.ts';
import type { Holdings } from './packs/holdings.ts';
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

/**
 * The histories of all that was asked for, found by what trees hold of the blobs, or without that by git alone. Throws like `streamGit`,
 * and `TooManyPaths`.
 */
export async function attribute(
  request: AttributionRequest,
  state: RepositoryState,
  find?: () => Promise<Holdings | undefined>,
): Promise<ReadonlyMap<string, ObjectHistory>> {
  const { git } = state;
  const tips = find && askAhead(listTips(git));
  const refs = askAhead(readRefs(git));
  const holdings = await find?.();
  try {
    if (holdings && tips)
      return await follow(request, { state, refs, source: askHoldings(holdings, git, tips) });
  } catch (error) {
    if (!(error instanceof UnreadObject)) throw error;
  }
  return follow(request, { state, refs, source: askGit(git) });
}

/** Git answers while others work; it may never be asked for the answer. */
function askAhead<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => undefined);
  return answer;
}

interface Following {
  readonly state: RepositoryState;
  readonly refs: Promise<readonly Ref[]>;
  readonly source: HistorySource;
}

async function follow(
  request: AttributionRequest,
  { state: { git, isBare }, refs: asked, source }: Following,
): Promise<ReadonlyMap<string, ObjectHistory>> {
  const refs = await asked;
  const lives = new LifeBook(request, refs, source);
  await source.readReachable(lives);
  lives.markNamed(refs);
  for await (const { oid, path } of source.listHead()) lives.find(oid)?.headPaths.push(path);
  if (!isBare && lives.hasUnseen) await findInIndex(lives, git);
  if (lives.hasUnseen) {
    lives.isUnreachable = true;
    await source.readUnreachable(lives);
  }
  return lives.tell(await readHeaders(lives.listMentioned(), git));
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

/** A commit, before it is known who made it. */
type Mention = Pick<CommitNote, 'age' | 'id'>;

interface Life {
  reach: Reach;
  first?: Mention;
  removed?: Mention;
  readonly paths: Set<PathBytes>;
  pathCount: number;
  readonly headPaths: PathBytes[];
  refs: RefSet;
  readonly direct: string[];
}

/** Listens to the log and keeps what it says about the objects asked for. */
class LifeBook implements HistoryReader {
  readonly #request: AttributionRequest;
  readonly #lives = new Map<string, Life>();
  readonly #spread: RefSpread;
  #commit: ToldCommit | undefined;
  #commitCount = 0;
  #refs: RefSet;
  isUnreachable = false;

  constructor(request: AttributionRequest, refs: readonly Ref[], source: HistorySource) {
    this.#request = request;
    this.#spread = new RefSpread(refs, source);
    this.#refs = this.#spread.none;
  }

  commit(commit: ToldCommit): void {
    this.#commit = commit;
    this.#commitCount++;
    this.#refs = this.isUnreachable ? this.#spread.none : this.#spread.visit(commit);
    const { commits } = this.#request;
    if (commits.size === 0) return;
    const id = commit.readId();
    if (commits.has(id)) this.#meet(id).first = this.#mention();
  }

  change(raw: string, path: PathBytes): void {
    const idLength = this.#commit!.readId().length;
    const newId = sliceNewId(raw, idLength);
    if (this.#request.blobs.has(newId)) this.introduce(newId, path);
    const oldId = sliceOldId(raw, idLength);
    if (this.#request.blobs.has(oldId)) this.remove(oldId, path);
  }

  introduce(oid: string, path: PathBytes): void {
    const life = this.#meet(oid);
    life.first = this.#mention();
    const isNew = !life.paths.delete(path);
    // Put last: the path of the oldest introduction ends up there.
    life.paths.add(copyText(path));
    if (isNew) life.pathCount++;
    if (life.paths.size > MAX_PATHS) for (const oldest of life.paths) return void life.paths.delete(oldest);
  }

  remove(oid: string, path: PathBytes): void {
    const life = this.#meet(oid);
    life.removed ??= this.#mention();
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

  /** Ids of all commits that are mentioned. */
  listMentioned(): readonly string[] {
    const lives = [...this.#lives.values()];
    return [...new Set(lives.flatMap(({ first, removed }) => [first?.id ?? [], removed?.id ?? []].flat()))];
  }

  /** `headers` are those of all commits that are mentioned. */
  tell(headers: readonly CommitHeader[]): ReadonlyMap<string, ObjectHistory> {
    const { blobs, commits, tags } = this.#request;
    const asked = [...blobs, ...commits, ...tags];
    const known = new Map(headers.map((header) => [header.id, header]));
    return new Map(asked.map((oid) => [oid, this.#tellOne(this.#lives.get(oid), known)]));
  }

  #tellOne(life: Life | undefined, headers: ReadonlyMap<string, CommitHeader>): ObjectHistory {
    if (!life) return UNKNOWN_HISTORY;
    const { reach, first, removed, paths, pathCount, headPaths, refs, direct } = life;
    const names = [...direct, ...this.#spread.names(refs)];
    return {
      reach,
      ...(first && { first: describeMention(first, headers) }),
      ...(removed && { removed: describeMention(removed, headers) }),
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

  #mention(): Mention {
    return { age: this.#commitCount, id: copyText(this.#commit!.readId()) };
  }
}

function describeMention({ age, id }: Mention, headers: ReadonlyMap<string, CommitHeader>): CommitNote {
  const { author, email, date } = headers.get(id)!;
  return { age, id, author, email, date };
}

async function findInIndex(lives: LifeBook, git: GitOptions): Promise<void> {
  for await (const { oid, path } of streamIndex(git)) lives.findInIndex(oid, path);
}
