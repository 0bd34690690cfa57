import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RepositoryState } from './repository-state.ts';

/** Hex ids of the commits where a shallow clone ends (gitrepository-layout(5)); none for a full one. */
export function readShallowIds({
  isShallow,
  commonDirectory,
}: Pick<RepositoryState, 'isShallow' | 'commonDirectory'>): ReadonlySet<string> {
  if (!isShallow) return new Set();
  try {
    return new Set(readFileSync(join(commonDirectory, 'shallow'), 'latin1').split('\n').filter(Boolean));
  } catch {
    return new Set();
  }
}
