// Who tells what commits changed: git, by a log with diffs, or much faster what trees hold (holding-log.ts).
import { readLog } from './change-log.ts';
import type { LogReader, PathBytes } from './commit-log.ts';
import { type NamedBlob, streamHead } from './named-blobs.ts';
import { streamObjects } from './object-list.ts';
import type { GitOptions } from './run.ts';

/** Tells commits apart while they are told: their ids, or numbers, which cost less. */
export type CommitKey = string | number;

export interface ToldCommit {
  readonly key: CommitKey;
  readonly parents: ArrayLike<CommitKey>;
  /** Hex. */
  readId(): string;
}

/** Is told either of all changes, as git prints them, or of those of wanted blobs. */
export interface HistoryReader {
  /** Called for every commit before its changes, which are those against each of its parents. */
  commit(commit: ToldCommit): void;
  /** See `LogReader`. */
  change(raw: string, path: PathBytes): void;
  introduce(oid: string, path: PathBytes): void;
  remove(oid: string, path: PathBytes): void;
}

/** Commits come children before parents. All throw like `readLog`. */
export interface HistorySource {
  /** Every commit that a ref, a reflog or a work tree's HEAD leads to. */
  readReachable(reader: HistoryReader): Promise<void>;
  /** All others: those of amended commits and dropped stashes. To be asked for after the reachable ones. */
  readUnreachable(reader: HistoryReader): Promise<void>;
  /** The key of the commit with a hex id; undefined when none is known. */
  findKey(id: string): CommitKey | undefined;
  /** The blobs of HEAD, all or the wanted ones. */
  listHead(): AsyncIterable<NamedBlob>;
}

export function askGit(git: GitOptions): HistorySource {
  const toLogReader = (reader: HistoryReader): LogReader => ({
    commit: ({ id, parents }) => reader.commit({ key: id, parents, readId: () => id }),
    change: (raw, path) => reader.change(raw, path),
  });
  return {
    readReachable: (reader) => readReachableLog(git, toLogReader(reader)),
    readUnreachable: async (reader) => readUnreachableLog(await listCommits(git), git, toLogReader(reader)),
    findKey: (id) => id,
    listHead: () => streamHead(git),
  };
}

async function listCommits(git: GitOptions): Promise<readonly string[]> {
  const commits: string[] = [];
  for await (const objects of streamObjects(git)) {
    for (const { oid, kind } of objects) if (kind === 'commit') commits.push(oid);
  }
  return commits;
}

/** What git says that the reachable commits changed, against each of their parents. Throws like `readLog`. */
export function readReachableLog(git: GitOptions, reader: LogReader): Promise<void> {
  return readLog(['-m', '--topo-order', '--all', '--reflog'], git, reader);
}

/** The same of those of `commits` that nothing leads to: git shows them when they are named. */
export async function readUnreachableLog(
  commits: readonly string[],
  git: GitOptions,
  reader: LogReader,
): Promise<void> {
  if (commits.length === 0) return;
  const input = commits.map((oid) => `${oid}\n`).join('');
  const args = ['--topo-order', '--ignore-missing', '--stdin', '--not', '--all', '--reflog'];
  await readLog(['-m', ...args], { ...git, input }, reader);
}
