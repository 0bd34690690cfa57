// Blobs with the paths that a tree or the index gives them. Records end with NUL and are read as bytes, one a character: a path is
// whatever somebody named it.
import type { PathBytes } from './commit-log.ts';
import { type GitOptions, readGit, streamGit } from './run.ts';

export interface NamedBlob {
  readonly oid: string;
  readonly path: PathBytes;
}

/** The blobs of HEAD; none before the first commit. Throws like `streamGit`. */
export async function* streamHead(git: GitOptions): AsyncGenerator<NamedBlob, void> {
  const head = (await readGit(['rev-parse', '--revs-only', 'HEAD'], git)).trim();
  if (head !== '') yield* streamTree(head, git);
}

/** The blobs of a tree or of a commit, without submodules. Throws like `streamGit`. */
export async function* streamTree(oid: string, git: GitOptions): AsyncGenerator<NamedBlob, void> {
  for await (const record of streamRecords(['ls-tree', '-r', '-z', '--full-tree', oid], git)) {
    const [words, path] = splitAtTab(record);
    const [, kind, id = ''] = words.split(' ');
    if (kind === 'blob') yield { oid: id, path };
  }
}

/** The blobs of the index, those of every stage of a conflict too. Throws like `streamGit`. */
export async function* streamIndex(git: GitOptions): AsyncGenerator<NamedBlob, void> {
  yield* streamEntries(['ls-files', '-s', '-z', '--full-name', '--', ':/'], git);
}

/** Both sides of every conflict in progress. Throws like `streamGit`. */
export async function* streamConflicts(git: GitOptions): AsyncGenerator<NamedBlob, void> {
  yield* streamEntries(['ls-files', '-u', '-z', '--full-name', '--', ':/'], git, ['2', '3']);
}

async function* streamEntries(
  args: readonly string[],
  git: GitOptions,
  stages?: readonly string[],
): AsyncGenerator<NamedBlob, void> {
  for await (const record of streamRecords(args, git)) {
    const [words, path] = splitAtTab(record);
    const [, oid = '', stage = ''] = words.split(' ');
    if (stages?.includes(stage) ?? true) yield { oid, path };
  }
}

async function* streamRecords(args: readonly string[], git: GitOptions): AsyncGenerator<string, void> {
  let rest = '';
  for await (const chunk of streamGit(args, git)) {
    const records = (rest + chunk.toString('latin1')).split('\0');
    rest = records.pop() ?? '';
    yield* records;
  }
}

function splitAtTab(record: string): readonly [string, string] {
  const index = record.indexOf('\t');
  return [record.slice(0, index), record.slice(index + 1)];
}
