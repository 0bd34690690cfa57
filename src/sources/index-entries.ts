// The entries of git's index, told apart by what is left of them in the work tree.
import { type GitRecord, streamGitRecords } from '../git/records.ts';
import type { GitOptions } from '../git/run.ts';

/** A path of the index: once, also when a conflict gives it several stages. */
export interface IndexEntry {
  readonly path: GitRecord;
  /** Outside of a sparse checkout: git neither writes the file nor minds that it is missing. */
  readonly isSparse: boolean;
  isDeleted: boolean;
}

/**
 * The entries at or below `options.cwd`, in the order of the index, with paths from the top level. Git prints a deleted path
 * a second time, with the tag `R`, so an entry is only passed on once the next is known.
 */
export async function* streamIndexEntries(options: GitOptions): AsyncGenerator<readonly IndexEntry[], void> {
  const args = ['ls-files', '-z', '-t', '-c', '-d', '--full-name'];
  let last: IndexEntry | undefined;
  for await (const records of streamGitRecords(args, options)) {
    const entries: IndexEntry[] = [];
    for (const entry of records.map(parseEntry)) {
      if (last && isSamePath(last.path, entry.path)) {
        last.isDeleted ||= entry.isDeleted;
        continue;
      }
      if (last) entries.push(last);
      last = entry;
    }
    yield entries;
  }
  if (last) yield [last];
}

/** A record is a tag of one letter, a space and the path (git-ls-files(1), `-t`). */
function parseEntry(record: GitRecord): IndexEntry {
  const tag = typeof record === 'string' ? record[0] : String.fromCharCode(record[0] ?? 0);
  const path = typeof record === 'string' ? record.slice(2) : record.subarray(2);
  return { path, isSparse: tag === 'S', isDeleted: tag === 'R' };
}

function isSamePath(one: GitRecord, other: GitRecord): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other;
  return one.equals(other);
}
