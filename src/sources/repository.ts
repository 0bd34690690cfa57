// Asks git which work tree a directory belongs to. Git is asked once for each named directory, and what it says is only believed
// when it fits: a repository's config may claim a work tree somewhere else.
import { basename, dirname, resolve } from 'node:path';
import type { Problem } from '../core/problem.ts';
import { GitError, readGit } from '../git/run.ts';

/** A work tree that git accepts, seen from one of its directories. */
export interface Repository {
  readonly topLevel: string;
  /** Whether ignore files name the directory itself or one above it. */
  readonly isIgnored: boolean;
}

/**
 * The repository of `directory`, which is absolute and without symbolic links, or why its files are to be found without git.
 * Throws a `ToolError` when git refuses the repository because of its owner.
 */
export async function findRepository(
  directory: string,
  signal: AbortSignal | undefined,
): Promise<Repository | Problem> {
  const options = { cwd: directory, signal };
  try {
    const wayUp = await readGit(['rev-parse', '--show-cdup'], options);
    // Nothing at all where there is no work tree, and an absolute path where `core.worktree` points elsewhere.
    if (!/^(?:\.\.\/)*\n$/.test(wayUp))
      return explainRefusal(directory, 'git does not count it to a work tree');
    const topLevel = resolve(directory, wayUp.trimEnd());
    return { topLevel, isIgnored: topLevel !== directory && (await isIgnored(directory, signal)) };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return error.kind === 'missing' ? explainMissingGit(directory) : explainRefusal(directory, error.message);
  }
}

/**
 * Git is asked from the folder above: to `.` it answers for `name/`, which a rule such as `name/*` takes for something in it.
 */
async function isIgnored(directory: string, signal: AbortSignal | undefined): Promise<boolean> {
  // Without the `./` a name that starts with a colon would be a pathspec with magic.
  const path = `./${basename(directory)}`;
  try {
    await readGit(['check-ignore', '-q', '--no-index', '--', path], { cwd: dirname(directory), signal });
    return true;
  } catch (error) {
    if (error instanceof GitError && error.exitCode === 1) return false;
    throw error;
  }
}

function explainMissingGit(directory: string): Problem {
  return {
    code: 'no-git',
    subject: directory,
    detail: 'git is not installed, so only .gitignore files tell what is ignored',
    remedy: 'Install git, or pass --no-git to say that this is meant.',
    isIncomplete: false,
  };
}

function explainRefusal(directory: string, detail: string): Problem {
  return {
    code: 'git-failed',
    subject: directory,
    detail: `${detail}; its folders were walked without git`,
    remedy: 'See what `git status` says there, or pass --no-git to say that this is meant.',
    isIncomplete: false,
  };
}
