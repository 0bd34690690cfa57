import { defaultLimits } from '../../src/archives/limits.ts';
import { readRepositoryState } from '../../src/git/repository-state.ts';
import { searchObjects } from '../../src/repository/object-search.ts';
import type { RepositoryScan, SearchObjects } from '../../src/repository/repository-scan.ts';
import { searchObjectsSlowly } from '../../src/repository/slow-objects.ts';
import { builtinRules } from '../../src/rules/builtin.ts';
import { makeRule } from '../support/rules.ts';

/** Finds something in any history that is long enough for a benchmark. */
const busyRule = makeRule(
  'busy',
  `keywords = ["password"]
pattern = '(?<secret>password[ =:_][a-z]{3,8})'`,
);

/** How many matches each way has, and whether they are the same ones. */
export async function compareSearches(
  directory: string,
): Promise<{ isSame: boolean; fast: number; slow: number }> {
  const fast = await listMatches(directory, searchObjects);
  const slow = await listMatches(directory, searchObjectsSlowly);
  const isSame = fast.length === slow.length && fast.every((line, index) => line === slow[index]);
  return { isSame, fast: fast.length, slow: slow.length };
}

async function listMatches(directory: string, search: SearchObjects): Promise<string[]> {
  const scan: RepositoryScan = {
    part: { kind: 'history' },
    directory,
    keepsPlace: false,
    requiresFullHistory: false,
    showsEmails: false,
    usesCache: false,
    rules: [...builtinRules, busyRule],
    archiveLimits: defaultLimits,
    drawsFrames: false,
    include: [],
    exclude: [],
  };
  /** Distinct: the slow way tells a match again for each path that its blob had. */
  const lines = new Set<string>();
  const tallies = search(await readRepositoryState({ cwd: directory }), scan, (found) => {
    const { kind, oid, matches, flaws } = found;
    for (const { rule, entry = '', span } of matches)
      lines.add(`${kind} ${oid} ${entry} ${rule.id} ${span.startOffset}`);
    for (const { code, detail } of flaws) lines.add(`${kind} ${oid} ${code} ${detail}`);
  });
  for await (const { problems } of tallies) for (const { subject } of problems) lines.add(subject);
  return [...lines].sort();
}
