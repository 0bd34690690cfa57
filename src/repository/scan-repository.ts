// The way into every scan of a repository: what git says no to ends in one clear line, and what git fails at on the way makes the
// scan incomplete, never clean.

import { ToolError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import type { RepositoryState } from '../git/repository-state.ts';
import { GitError } from '../git/run.ts';
import { TooManyPaths } from '../git/too-many-paths.ts';
import { type BatchTally, createTally } from '../scan/file-scanner.ts';
import { type RepositoryScan, type TakeMatch, toGitOptions } from './repository-scan.ts';
// The one that hooks wait for is not loaded in a second step.
import { scanStaged } from './scan-staged.ts';

/**
 * Searches the part of a repository that is asked for. Gives tallies as it goes and every match to `take`. Throws a `ToolError`
 * when there is no repository, git refuses it, or the range is none. Ends early when the signal aborts.
 */
export async function* scanRepository(scan: RepositoryScan, take: TakeMatch): AsyncGenerator<BatchTally> {
  try {
    yield* scanPart(scan, take);
  } catch (error) {
    if (scan.signal?.aborted) return;
    if (error instanceof TooManyPaths) {
      const { explainUntold } = await import('./history-limit.ts');
      const problem = explainUntold(error, scan.directory, 'what was found until then is reported');
      return void (yield { ...createTally(), problems: [problem] });
    }
    if (!(error instanceof GitError)) throw error;
    // Told as a `ToolError` where git fails because there is nothing to read.
    const { isBare } = await readState(scan);
    if (isBare && scan.part.kind === 'staged') throw refuseBare(scan);
    yield { ...createTally(), problems: [explain(error, scan)] };
  }
}

async function* scanPart(scan: RepositoryScan, take: TakeMatch): AsyncGenerator<BatchTally> {
  const { part } = scan;
  if (part.kind === 'staged') {
    yield* scanStaged(scan, take);
    return;
  }
  const state = await readState(scan);
  if (state.isShallow && part.kind !== 'arrivals')
    yield { ...createTally(), problems: [explainShallow(scan)] };
  if (part.kind === 'range') {
    const { scanRange } = await import('./scan-range.ts');
    yield* scanRange({ ...scan, range: part.range }, state.git, take);
  } else if (part.kind === 'arrivals') {
    const { scanArrivals } = await import('./scan-range.ts');
    yield* scanArrivals({ ...scan, arrivals: part.arrivals }, state.git, take);
  } else {
    const { scanHistory } = await import('./scan-history.ts');
    yield* scanHistory(scan, state, take);
  }
}

async function readState(scan: RepositoryScan): Promise<RepositoryState> {
  const { readRepositoryState } = await import('../git/repository-state.ts');
  return readRepositoryState(toGitOptions(scan));
}

function explainShallow({ directory, requiresFullHistory }: RepositoryScan): Problem {
  return {
    code: 'shallow',
    subject: directory,
    detail: 'it is a shallow clone: older commits were left behind and are not searched',
    remedy: 'Fetch them with `git fetch --unshallow`; in CI, check out with depth 0.',
    isIncomplete: requiresFullHistory,
  };
}

function refuseBare({ directory }: RepositoryScan): ToolError {
  return new ToolError('bad-usage', `${directory} is a bare repository: nothing is staged in it`, {
    hint: 'Search what it keeps with `invguard scan --history`.',
  });
}

function explain(error: GitError, { directory }: RepositoryScan): Problem {
  return {
    code: 'git-failed',
    subject: directory,
    detail: error.message,
    remedy: 'See `git fsck`; what was found until then is reported.',
    isIncomplete: true,
  };
}
