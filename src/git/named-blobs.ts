// Blobs with the paths that a tree or the index gives them. Records end with NUL and are read as bytes, one a character: a path is
// whatever somebody named it.
import type { PathBytes } from './commit-log.ts';
import { type GitOptions, readGit, streamGit } from './run.ts';
import { checkPathLength } from './too-many-paths.ts';
import { streamOfIndex } from './watched-stream.ts';

export interface NamedBlob {
  readonly oid: string;
  readonly path: PathBytes;
}

/** The blobs of HEAD; none before the first commit. Throws like `streamTree`. */
export async function* streamHead(git: GitOptions): AsyncGenerator<NamedBlob, void> {
  const head = (await readGit(['rev-parse', '--revs-only', 'HEAD^{tree}'], git)).trim();
  if (head !== '') yield* streamTree(head, git);
}

const MOST_PATHS = 1_000_000;

/**
 * The blobs of a tree, without submodules. Throws like `streamGit`, and `TooManyPaths` for paths that are too long, and after `mostCount` of
 * them when there are many more because of folders that are listed over and over.
 */
export async function* streamTree(
  tree: string,
  git: GitOptions,
  mostCount = MOST_PATHS,
): AsyncGenerator<NamedBlob, void> {
  let count = 0;
  const chunks = streamGit(['ls-tree', '-r', '-z', '--full-tree', tree], git);
  for await (const record of splitRecords(chunks)) {
    if (count++ === mostCount) {
      const { checkTree } = await import('./path-count.ts');
      await checkTree(tree, git, { mostCount, what: 'a tree holds its files' });
    }
    const [words, path] = splitAtTab(record);
    const [, kind, id = ''] = words.split(' ');
    if (kind === 'blob') yield { oid: id, path };
  }
}

export interface IndexEntry extends NamedBlob {
  /** Six digits. */
  readonly mode: string;
  /** 0, or in a conflict 1 to 3: what both sides come from, ours and theirs. */
  readonly stage: string;
}

/** The blobs of the index, those of every stage of a conflict too, and submodules. Throws like `streamTree`. */
export function streamIndex(git: GitOptions): AsyncGenerator<IndexEntry, void> {
  return streamEntries(['ls-files', '-s', '-z', '--full-name', '--', ':/'], git);
}

/** Both sides of every conflict in progress. Throws like `streamTree`. */
export async function* streamConflicts(git: GitOptions): AsyncGenerator<IndexEntry, void> {
  for await (const entry of streamEntries(['ls-files', '-u', '-z', '--full-name', '--', ':/'], git)) {
    if (entry.stage !== '1') yield entry;
  }
}

async function* streamEntries(args: readonly string[], git: GitOptions): AsyncGenerator<IndexEntry, void> {
  for await (const record of splitRecords(streamOfIndex(args, git))) {
    const [words, path] = splitAtTab(record);
    const [mode = '', oid = '', stage = ''] = words.split(' ');
    yield { mode, oid, stage, path };
  }
}

async function* splitRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<string, void> {
  let rest = '';
  for await (const chunk of chunks) {
    const records = (rest + chunk.toString('latin1')).split('\0');
    rest = records.pop() ?? '';
    checkPathLength(rest.length, 'git names files');
    yield* records;
  }
}

function splitAtTab(record: string): readonly [string, string] {
  const index = record.indexOf('\t');
  return [record.slice(0, index), record.slice(index + 1)];
}
