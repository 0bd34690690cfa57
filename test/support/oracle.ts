// The slow oracle: searches a whole text with plain `matchAll`, no keywords, no windows, no cursors. What the engine finds must be
// exactly this. It shares only the judgement of a secret's own text with the engine; that has tests of its own.

import type { Near, Rule } from '../../src/core/rule.ts';
import { isSecretText } from '../../src/engine/judge.ts';

export interface OracleMatch {
  readonly ruleId: string;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly line: number;
  readonly column: number;
}

interface Seen {
  readonly rule: Rule;
  readonly index: number;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** All matches of text rules in `text`, overlaps resolved, by start. Columns count characters. */
export function searchWhole(text: string, rules: readonly Rule[]): readonly OracleMatch[] {
  const seen = rules.flatMap((rule, index) => searchRule(text, rule, index));
  return resolve(seen.sort((a, b) => a.startOffset - b.startOffset)).map((match) => ({
    ruleId: match.rule.id,
    startOffset: match.startOffset,
    endOffset: match.endOffset,
    line: text.slice(0, match.startOffset).split('\n').length,
    column: match.startOffset - text.lastIndexOf('\n', match.startOffset - 1) || 1,
  }));
}

function searchRule(text: string, rule: Rule, index: number): readonly Seen[] {
  const pattern = new RegExp(rule.pattern, rule.ignoreCase ? 'dgim' : 'dgm');
  return [...text.matchAll(pattern)]
    .map((match) => match.indices!.groups!['secret']!)
    .filter(([start, end]) => isSecretText(rule)(text.slice(start, end)))
    .filter(([start, end]) =>
      rule.near.every((near) => isThere(text, [start, end], near) === (near.mode === 'require')),
    )
    .map(([startOffset, endOffset]) => ({ rule, index, startOffset, endOffset }));
}

function isThere(text: string, [start, end]: readonly [number, number], near: Near): boolean {
  const before = text.slice(Math.max(0, start - near.bytes), start);
  const after = text.slice(end, end + near.bytes);
  const kept =
    near.lines === undefined
      ? [before, after]
      : [
          before
            .split('\n')
            .slice(-near.lines - 1)
            .join('\n'),
          after
            .split('\n')
            .slice(0, near.lines + 1)
            .join('\n'),
        ];
  return new RegExp(near.pattern, near.ignoreCase ? 'im' : 'm').test(
    kept[0] + text.slice(start, end) + kept[1],
  );
}

/** Clusters of overlapping matches, in each the most specific first, and none that overlaps one taken already. */
function resolve(seen: readonly Seen[]): readonly Seen[] {
  const clusters: Seen[][] = [];
  for (const match of seen) {
    const last = clusters.at(-1);
    if (last && last.length < 1000 && last.some((other) => match.startOffset < other.endOffset))
      last.push(match);
    else clusters.push([match]);
  }
  return clusters.flatMap((cluster) =>
    keepApart(cluster.sort(compareMatches)).sort((a, b) => a.startOffset - b.startOffset),
  );
}

function compareMatches(a: Seen, b: Seen): number {
  return (
    rank(a) - rank(b) ||
    b.endOffset - b.startOffset - (a.endOffset - a.startOffset) ||
    a.startOffset - b.startOffset ||
    a.index - b.index
  );
}

function keepApart(sorted: readonly Seen[]): Seen[] {
  const kept: Seen[] = [];
  for (const match of sorted) {
    const isFree = kept.every(
      (other) => other.startOffset >= match.endOffset || match.startOffset >= other.endOffset,
    );
    if (isFree) kept.push(match);
  }
  return kept;
}

function rank({ rule }: Seen): number {
  return ['high', 'medium', 'low'].indexOf(rule.confidence) * 2 + (rule.provider === undefined ? 1 : 0);
}
