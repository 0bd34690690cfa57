// Overlapping matches of different rules are one secret seen several ways: the most specific stays. Matches that touch
// each other in a chain form a cluster, resolved as a whole once nothing that still comes can join it.

import type { Span } from '../core/location.ts';
import { compareRules } from '../core/severity.ts';
import type { CompiledRule } from './compile.ts';

export interface Candidate extends Span {
  readonly by: CompiledRule;
}

/** A hostile text may chain matches without end: a cluster is cut after this many, wherever windows fall. */
const MAX_CLUSTER_SIZE = 1000;

/**
 * Splits off the clusters that are complete: those that end before `knownOffset`, up to which every match is known.
 * `candidates` are sorted by start. Returns the resolved matches, sorted by start, and the candidates left.
 */
export function resolveOverlaps<T extends Candidate>(
  candidates: readonly T[],
  knownOffset: number,
): { resolved: T[]; pending: T[] } {
  const resolved: T[] = [];
  let from = 0;
  while (from < candidates.length) {
    const { to, endOffset, isFull } = measureCluster(candidates, from);
    if (!isFull && endOffset > knownOffset) break;
    resolved.push(...pickMostSpecific(candidates.slice(from, to)));
    from = to;
  }
  return { resolved, pending: candidates.slice(from) };
}

function measureCluster(
  candidates: readonly Candidate[],
  from: number,
): { to: number; endOffset: number; isFull: boolean } {
  let endOffset = candidates[from]!.endOffset;
  let to = from + 1;
  while (to < candidates.length && to - from < MAX_CLUSTER_SIZE && candidates[to]!.startOffset < endOffset) {
    endOffset = Math.max(endOffset, candidates[to]!.endOffset);
    to++;
  }
  return { to, endOffset, isFull: to - from === MAX_CLUSTER_SIZE };
}

function pickMostSpecific<T extends Candidate>(cluster: readonly T[]): T[] {
  const kept: T[] = [];
  for (const candidate of cluster.toSorted(compareSpecificity)) {
    if (
      !kept.some(
        (other) => other.startOffset < candidate.endOffset && candidate.startOffset < other.endOffset,
      )
    )
      kept.push(candidate);
  }
  return kept.sort((a, b) => a.startOffset - b.startOffset);
}

/**
 * The most specific first: the surer rule, then one bound to a vendor, then the longer secret, then the earlier one, then
 * the rule named first.
 */
export function compareSpecificity(a: Candidate, b: Candidate): number {
  return (
    compareRules(a.by.rule, b.by.rule) ||
    b.endOffset - b.startOffset - (a.endOffset - a.startOffset) ||
    a.startOffset - b.startOffset ||
    a.by.index - b.by.index
  );
}
