// Files of a commit by their names, without a work tree: what a revision says, whatever lies on the disk.
import { ToolError } from '../core/errors.ts';
import { GitError, type GitOptions, readGit, streamGit } from './run.ts';

export interface TreeFile {
  readonly path: string;
  readonly oid: string;
  /** `100644`, `120000` for a symbolic link. */
  readonly mode: string;
}

/** The id of the commit that `revision` stands for. Throws a `ToolError` when git knows none. */
export async function resolveCommit(revision: string, git: GitOptions): Promise<string> {
  if (revision === '' || revision.startsWith('-')) throw refuse(revision);
  try {
    return (await readGit(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`], git)).trim();
  } catch (error) {
    throw error instanceof GitError && error.kind === 'failed' ? refuse(revision, error) : error;
  }
}

function refuse(revision: string, cause?: unknown): ToolError {
  return new ToolError('bad-usage', `git knows no commit by the name '${revision}'`, {
    hint: 'Name a branch, a tag or a commit that is here; in a shallow clone or a CI job, fetch it first: `git fetch origin NAME`, or check out with depth 0.',
    cause,
  });
}

/** No command line is longer on any system. */
const PATHS_AT_ONCE = 200;

/** Those of `paths` that the commit has as files, or as links. Throws like `streamGit`. */
export async function listTreeFiles(
  commit: string,
  paths: readonly string[],
  git: GitOptions,
): Promise<readonly TreeFile[]> {
  const wanted = new Set(paths);
  const files: TreeFile[] = [];
  for (let start = 0; start < paths.length; start += PATHS_AT_ONCE) {
    const some = paths.slice(start, start + PATHS_AT_ONCE);
    const options = { ...git, env: { ...git.env, GIT_LITERAL_PATHSPECS: '1' } };
    // Without `-r`: where one of them is a folder there, it may hold any number of files.
    const answer = await readGit(['ls-tree', '-z', '--full-tree', commit, '--', ...some], options);
    files.push(
      ...answer
        .split('\0')
        .flatMap(readEntry)
        .filter(({ path }) => wanted.has(path)),
    );
  }
  return files;
}

function readEntry(record: string): TreeFile[] {
  const [, mode, kind, oid, path] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(record) ?? [];
  return kind === 'blob' ? [{ path: path!, oid: oid!, mode: mode! }] : [];
}

/** The bytes of a blob, or undefined when there are more than `maxBytes`. Throws like `streamGit`. */
export async function readBlob(oid: string, maxBytes: number, git: GitOptions): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of streamGit(['cat-file', 'blob', oid], git)) {
    byteCount += chunk.length;
    if (byteCount > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
