// The misses that are known, by name and with a reason: `test/corpus/expected-misses.txt`. A line is the id of a case, in which `*` stands
// for every encoding, context or rule; the line before a group that starts with `#` says why.
import type { ReasonedLine } from '../support/reasoned-lines.ts';
import type { Outcome } from './judge.ts';

/** What differs from the list; both empty when it is true. */
export interface Difference {
  /** Ids of cases that are missed and not listed. */
  readonly unexpected: readonly string[];
  /** Lines that name a case that is found, or none at all. */
  readonly stale: readonly string[];
}

/** `outcomes` may be a part of the corpus: a line is only stale when it names cases of that part. */
export function compareMisses(outcomes: readonly Outcome[], expected: readonly ReasonedLine[]): Difference {
  const named = new Set<string>();
  const stale = new Set<string>();
  for (const { line } of expected) {
    for (const { case: one, isFound } of outcomes) {
      if (!matches(line, one.id)) continue;
      named.add(one.id);
      if (isFound) stale.add(`${line} (found: ${one.id})`);
    }
  }
  const missed = outcomes.filter(({ isFound }) => !isFound).map(({ case: one }) => one.id);
  return { unexpected: missed.filter((id) => !named.has(id)), stale: [...stale] };
}

function matches(line: string, id: string): boolean {
  if (line === id) return true;
  if (!line.includes('*')) return false;
  const parts = id.split(' / ');
  return line.split(' / ').every((part, at) => part === '*' || part === parts[at]);
}
