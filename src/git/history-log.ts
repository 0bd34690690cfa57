// The two halves of a history: what something leads to, and what was left behind by an amended commit or a dropped stash.
import { type LogReader, readLog } from './commit-log.ts';
import type { GitOptions } from './run.ts';

/** Every commit that a ref, a reflog or a work tree's HEAD leads to, children before parents. */
export function readReachableLog(git: GitOptions, reader: LogReader): Promise<void> {
  return readLog(['-m', '--topo-order', '--all', '--reflog'], git, reader);
}

/** Those of `commits` that nothing leads to, children before parents. */
export async function readUnreachableLog(
  commits: readonly string[],
  git: GitOptions,
  reader: LogReader,
): Promise<void> {
  if (commits.length === 0) return;
  const input = commits.map((oid) => `${oid}\n`).join('');
  const args = ['-m', '--topo-order', '--ignore-missing', '--stdin', '--not', '--all', '--reflog'];
  await readLog(args, { ...git, input }, reader);
}
