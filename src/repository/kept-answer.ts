// Answers of git that take long to get and stay the same as long as what was asked does: kept in the git directory, each with a stamp of
// its question.
import { type CacheName, type CachePlace, readCache, writeCache } from '../git/packs/cache.ts';
import type { RepositoryState } from '../git/repository-state.ts';
import { GitError } from '../git/run.ts';
import { version } from '../version.ts';

const placeOf = ({ commonDirectory }: RepositoryState): CachePlace => ({ commonDirectory, key: version });

/** The answer that `keepAnswer` was given to this question; undefined when it was asked another one last. */
export function readAnswer<T extends object>(
  name: CacheName,
  question: string,
  state: RepositoryState,
): T | undefined {
  const known = readCache(placeOf(state), name) as ({ readonly question: string } & T) | undefined;
  return known?.question === question ? known : undefined;
}

export function keepAnswer(name: CacheName, question: string, answer: object, state: RepositoryState): void {
  writeCache(placeOf(state), name, { question, ...answer });
}

/** Undefined when git fails or is stopped: whoever goes on without the answer then tells how. */
export async function tryGit<T>(ask: () => Promise<T>, { git }: RepositoryState): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GitError || git.signal?.aborted) return undefined;
    throw error;
  }
}
