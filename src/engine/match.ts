// One rule against one place of a window: a pattern is run on a slice as long as it can reach, never on the window.

import type { Span } from '../core/location.ts';
import type { CompiledRule } from './compile.ts';

/** A piece of a text, as long as a match and its judgement may reach on both sides. */
export interface Window {
  readonly text: string;
  /** Offset of the window's first character. */
  readonly base: number;
}

/** The first match from `cursor` on that starts at or before the keyword and may hold it. */
export function matchRound(
  by: CompiledRule,
  keywordOffset: number,
  { window, cursor }: { window: Window; cursor: number },
): { startOffset: number; endOffset: number; secret: Span } | undefined {
  const { behind, before, longest, ahead } = by.rule.reach;
  const from = Math.max(cursor, keywordOffset - before, 0);
  const sliceStart = Math.max(window.base, from - behind, 0);
  const slice = window.text.slice(sliceStart - window.base, keywordOffset + longest + ahead - window.base);
  by.pattern.lastIndex = from - sliceStart;
  const match = by.pattern.exec(slice);
  if (!match || sliceStart + match.index > keywordOffset) return undefined;
  const [secretStart, secretEnd] = findSecret(match);
  return {
    startOffset: sliceStart + match.index,
    endOffset: sliceStart + match.index + match[0].length,
    secret: { startOffset: sliceStart + secretStart, endOffset: sliceStart + secretEnd },
  };
}

/** The secret in an assignment's value, when the rule's pattern matches all of the value. */
export function matchValue(by: CompiledRule, value: Span, window: Window): Span | undefined {
  if (value.endOffset - value.startOffset > by.rule.reach.longest) return undefined;
  by.pattern.lastIndex = 0;
  const match = by.pattern.exec(
    window.text.slice(value.startOffset - window.base, value.endOffset - window.base),
  );
  if (!match) return undefined;
  const [secretStart, secretEnd] = findSecret(match);
  return { startOffset: value.startOffset + secretStart, endOffset: value.startOffset + secretEnd };
}

/** Where the group `secret` stands: it takes part in every match, or the rule is not loaded. */
function findSecret(match: RegExpExecArray): readonly [number, number] {
  return match.indices!.groups!['secret']!;
}
