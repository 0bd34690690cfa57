import { type CommitHeader, LogParser, streamHeaderLog } from './commit-log.ts';
import type { GitOptions } from './run.ts';

/** What git says about these commits, in their order. Throws like `streamGit`, also when one of them is not there. */
export async function readHeaders(
  oids: readonly string[],
  git: GitOptions,
): Promise<readonly CommitHeader[]> {
  const headers: CommitHeader[] = [];
  if (oids.length === 0) return headers;
  const input = oids.map((oid) => `${oid}\n`).join('');
  const parser = new LogParser({ commit: (header) => void headers.push(header), change: () => undefined });
  const log = streamHeaderLog(['--no-walk=unsorted', '--stdin'], { ...git, input });
  for await (const chunk of log) parser.write(chunk);
  return headers;
}
