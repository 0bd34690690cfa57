import { type CommitHeader, streamHeaders } from './commit-log.ts';
import type { GitOptions } from './run.ts';

/** What git says about these commits, in their order. Throws like `streamGit`, also when one of them is not there. */
export async function readHeaders(
  oids: readonly string[],
  git: GitOptions,
): Promise<readonly CommitHeader[]> {
  const headers: CommitHeader[] = [];
  if (oids.length === 0) return headers;
  const input = oids.map((oid) => `${oid}\n`).join('');
  const args = ['--no-walk=unsorted', '--stdin'];
  for await (const header of streamHeaders(args, { ...git, input })) headers.push(header);
  return headers;
}
