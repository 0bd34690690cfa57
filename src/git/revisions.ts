// Turns what a user writes for a range into object ids, once: every later command is given only ids, which no option or path can
// be mistaken for.
import { readFileSync } from 'node:fs';
import { ToolError } from '../core/errors.ts';
import { refuseUnread } from '../core/read-fault.ts';
import { GitError, type GitOptions, readGit } from './run.ts';

/** Ids whose commits a range holds, and ids whose commits it leaves out; git's own set semantics. */
export interface Revisions {
  /** Commits, or annotated tags of commits. */
  readonly included: readonly string[];
  readonly excluded: readonly string[];
}

/**
 * Reads `A..B`, `A...B`, `B`, `^A B` and whatever else git reads as revisions. Throws a `ToolError` when one of them is
 * unknown or is no commit.
 */
export async function resolveRange(range: string, git: GitOptions): Promise<Revisions> {
  const words = range.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0 || words.some((word) => word.startsWith('-'))) throw refuse(range);
  const ids = await askIds(words, range, git);
  const excluded = ids.filter((id) => id.startsWith('^')).map((id) => id.slice(1));
  const included = ids.filter((id) => !id.startsWith('^'));
  await askCommits([...included, ...excluded], range, git);
  return { included, excluded };
}

/** The id of the commit that `revision` leads to; undefined when there is none in the repository. */
export async function findCommit(revision: string, git: GitOptions): Promise<string | undefined> {
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
    return (await readGit(args, git)).trim();
  } catch (error) {
    if (error instanceof GitError && error.kind === 'failed') return undefined;
    throw error;
  }
}

/** How many commits `head` has that `base` has not; both are ids. */
export async function countCommits(base: string, head: string, git: GitOptions): Promise<number> {
  return Number(await readGit(['rev-list', '--count', `${base}..${head}`], git));
}

/** Whether no commit of the range is one whose parents a shallow clone left behind; both are ids. */
export async function holdsWholeRange(base: string, head: string, git: GitOptions): Promise<boolean> {
  const file = (await readGit(['rev-parse', '--path-format=absolute', '--git-path', 'shallow'], git)).slice(
    0,
    -1,
  );
  const cut = readCutIds(file);
  const commits = (await readGit(['rev-list', `${base}..${head}`], git)).split('\n').slice(0, -1);
  return !commits.some((id) => cut.has(id));
}

/** None where the clone is whole: git keeps no file then. */
function readCutIds(file: string): ReadonlySet<string> {
  try {
    return new Set(readFileSync(file, 'latin1').split('\n'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return new Set();
    throw refuseUnread('git-refused', file, cause);
  }
}

/** Arguments for `git log` and `git rev-list`, which read them from standard input (`--stdin`): there may be thousands. */
export function toRevisionInput({ included, excluded }: Revisions): string {
  return [...included, ...excluded.map((id) => `^${id}`)].map((line) => `${line}\n`).join('');
}

async function askIds(words: readonly string[], range: string, git: GitOptions): Promise<readonly string[]> {
  try {
    // Without the `--` git would print a word that it does not know, or take it for a file.
    const answer = await readGit(['rev-parse', '--revs-only', ...words, '--'], git);
    return answer.split('\n').filter((line) => /^\^?[0-9a-f]{40,64}$/.test(line));
  } catch (error) {
    throw error instanceof GitError && error.kind === 'failed' ? refuse(range, error) : error;
  }
}

async function askCommits(ids: readonly string[], range: string, git: GitOptions): Promise<void> {
  const input = ids.map((id) => `${id}^{commit}\n`).join('');
  const answer = await readGit(['cat-file', '--batch-check=%(objecttype)'], { ...git, input });
  const kinds = answer.split('\n').slice(0, -1);
  if (kinds.length === 0 || kinds.some((kind) => kind !== 'commit')) throw refuse(range);
}

function refuse(range: string, cause?: unknown): ToolError {
  return new ToolError('bad-usage', `git knows no commits by the range '${range}'`, {
    hint: "Write it as for git log: 'main..HEAD', 'A...B', a commit, or '^A B'; in a shallow clone, fetch the base first.",
    cause,
  });
}
