import type { Span } from '../core/location.ts';
import type { Excerpt } from './frame.ts';

/** The spans, of those sorted by start and none longer than `longest`, that share a character with the excerpt. */
export function selectTouching(spans: readonly Span[], excerpt: Excerpt, longest: number): readonly Span[] {
  const excerptEnd = excerpt.startOffset + excerpt.text.length;
  const touching: Span[] = [];
  for (let index = findFirst(spans, excerpt.startOffset - longest); index < spans.length; index++) {
    const span = spans[index]!;
    if (span.startOffset >= excerptEnd) break;
    if (span.endOffset > excerpt.startOffset) touching.push(span);
  }
  return touching;
}

/** Index of the first span that starts at `offset` or later, by bisection. */
function findFirst(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (spans[middle]!.startOffset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
