// The two halves of a history: what something leads to, and what was left behind by an amended commit or a dropped stash.
import { readLog } from './change-log.ts';
import type { LogReader } from './commit-log.ts';
import type { GitOptions } from './run.ts';

/** Reads a log of the commits that `args` choose. */
export type ReadCommits<Reader> = (args: readonly string[], git: GitOptions, reader: Reader) => Promise<void>;

/** With what git says that a commit changed, against each of its parents. Throws like `readLog`. */
export const readChanges: ReadCommits<LogReader> = (args, git, reader) =>
  readLog(['-m', ...args], git, reader);

/** Every commit that a ref, a reflog or a work tree's HEAD leads to, children before parents. */
export function readReachableLog<Reader>(
  read: ReadCommits<Reader>,
  git: GitOptions,
  reader: Reader,
): Promise<void> {
  return read(['--topo-order', '--all', '--reflog'], git, reader);
}

/** Those of `commits` that nothing leads to, children before parents. */
export async function readUnreachableLog<Reader>(
  read: ReadCommits<Reader>,
  commits: readonly string[],
  git: GitOptions,
  reader: Reader,
): Promise<void> {
  if (commits.length === 0) return;
  const input = commits.map((oid) => `${oid}\n`).join('');
  const args = ['--topo-order', '--ignore-missing', '--stdin', '--not', '--all', '--reflog'];
  await read(args, { ...git, input }, reader);
}
