// What git cannot tell of commits, because it fails or because it would never come to an end, as a problem of the scan.
import type { Problem } from '../core/problem.ts';
import { GitError } from '../git/run.ts';
import { TooManyPaths } from '../git/too-many-paths.ts';

/** Throws the error when it is another one. */
export function explainUntold(error: unknown, subject: string, consequence: string): Problem {
  if (!(error instanceof GitError || error instanceof TooManyPaths)) throw error;
  const isGits = error instanceof GitError;
  return {
    code: isGits ? 'git-failed' : 'history-limit',
    subject,
    detail: `${error.message}; ${consequence}`,
    remedy: isGits
      ? 'See `git fsck`: objects that the history needs may be missing.'
      : 'See `git ls-tree` of the commits: folders may hold one another many times over.',
    isIncomplete: true,
  };
}

/** Whether git was killed, or had no memory left, or would have taken for ever: folder by folder there may be an answer. */
export function isOverwhelmed(error: unknown): boolean {
  if (error instanceof TooManyPaths) return true;
  if (!(error instanceof GitError) || error.kind === 'missing') return false;
  return error.exitCode === undefined || /out of memory/i.test(error.stderr);
}
