// What the history names and the repository does not hold: all there is may have been read, and still be less than asked for. The scan
// of the objects tells whether anything at all is missing. Only then is git asked what the history needs, which takes longer than
// the scan: what only unreachable objects name is not missed, `git gc` removes it as it pleases.
import { createHash } from 'node:crypto';

import type { Problem } from '../core/problem.ts';
import { stampTips, streamMissing } from '../git/object-list.ts';
import type { RepositoryState } from '../git/repository-state.ts';
import { GitError } from '../git/run.ts';
import { readShallowIds } from '../git/shallow.ts';
import { keepAnswer, readAnswer, tryGit } from './kept-answer.ts';
import type { SearchEnd } from './repository-scan.ts';

/** A stamp of all refs and reflogs; undefined when one of them leads to nothing. Never rejects for what git says. */
export function findTips(state: RepositoryState): Promise<string | undefined> {
  return tryGit(() => stampTips(state.git), state);
}

/** One problem when something is missing, or when git cannot tell. */
export async function explainMissing(
  state: RepositoryState,
  { hasGap, stamp, tips, usesCache }: SearchEnd & { tips: string | undefined; usesCache: boolean },
): Promise<readonly Problem[]> {
  if (!hasGap && tips !== undefined) return [];
  const isKnowable = usesCache && stamp !== undefined && tips !== undefined;
  const question = isKnowable ? stampQuestion(state, stamp + tips) : undefined;
  try {
    const count = readCount(state, question) ?? (await countMissing(state, question));
    return count === 0 ? [] : [explainCount(count, state.isPartial)];
  } catch (error) {
    if (state.git.signal?.aborted) return [];
    if (!(error instanceof GitError)) throw error;
    return [explainUnknown(error)];
  }
}

interface Answer {
  readonly missingCount: number;
}

function stampQuestion(state: RepositoryState, text: string): string {
  const parts = [text, ...[...readShallowIds(state)].sort()];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

function readCount(state: RepositoryState, question: string | undefined): number | undefined {
  if (question === undefined) return undefined;
  return readAnswer<Answer>('missing', question, state)?.missingCount;
}

async function countMissing(state: RepositoryState, question: string | undefined): Promise<number> {
  let missingCount = 0;
  for await (const oids of streamMissing(state.git)) missingCount += oids.length;
  if (question !== undefined) keepAnswer('missing', question, { missingCount } satisfies Answer, state);
  return missingCount;
}

function explainCount(count: number, isPartial: boolean): Problem {
  return {
    code: 'missing-object',
    subject: `${count} ${count === 1 ? 'object' : 'objects'} of ${isPartial ? 'a partial clone' : 'the history'}`,
    detail: isPartial
      ? 'they were left behind when the repository was cloned, and nothing is fetched while scanning'
      : 'the history needs them, and the repository does not hold them',
    remedy: isPartial
      ? 'Fetch them first: `git fetch --refetch --no-filter`, or scan a full clone.'
      : 'See `git fsck`, and take them from another clone.',
    isIncomplete: true,
  };
}

function explainUnknown({ message }: GitError): Problem {
  return {
    code: 'git-failed',
    subject: 'the objects of the history',
    detail: `whether all of them are there could not be told: ${message}`,
    remedy: 'See `git fsck`.',
    isIncomplete: true,
  };
}
