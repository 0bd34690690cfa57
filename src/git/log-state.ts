import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { streamIndex } from './named-blobs.ts';
import { stampTips } from './object-list.ts';
import { readRefs } from './refs.ts';
import type { RepositoryState } from './repository-state.ts';
import { readShallowIds } from './shallow.ts';

/**
 * Tells one state of all that `attribute` asks git about, but for the objects themselves, from another: refs by their names, reflogs,
 * HEADs, where a shallow clone ends, grafts, and the index. Throws like `streamGit`.
 */
export async function stampLog(state: RepositoryState): Promise<string> {
  const { git, isBare } = state;
  const hash = createHash('sha256').update(await stampTips(git));
  for (const { name, oid, tag = '' } of await readRefs(git)) hash.update(`${name} ${oid} ${tag}\n`);
  hash.update([...readShallowIds(state)].sort().join('\n')).update(readGrafts(state));
  if (isBare) return hash.digest('hex');
  for await (const { oid, path } of streamIndex(git)) hash.update(`\0${oid} ${path}`);
  return hash.digest('hex');
}

/** What commits are told to have as parents instead of their own (gitrepository-layout(5)). */
function readGrafts({ commonDirectory }: RepositoryState): string {
  try {
    return readFileSync(join(commonDirectory, 'info', 'grafts'), 'latin1');
  } catch {
    return '';
  }
}
