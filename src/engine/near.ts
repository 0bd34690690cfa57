// Context of a match: what must, or must not, stand within some bytes or lines of it.

import type { Span } from '../core/location.ts';
import type { CompiledNear } from './compile.ts';

/** True when every context the rule asks for is there and none it forbids is. Offsets are indices into `text`. */
export function hasContext(text: string, span: Span, contexts: readonly CompiledNear[]): boolean {
  return contexts.every(
    (near) => near.pattern.test(sliceRegion(text, span, near)) === (near.mode === 'require'),
  );
}

/** The text round a match, cut by bytes first, so that a line without end costs no more than a short one. */
function sliceRegion(text: string, span: Span, near: CompiledNear): string {
  const before = text.slice(Math.max(0, span.startOffset - near.bytes), span.startOffset);
  const after = text.slice(span.endOffset, span.endOffset + near.bytes);
  const matched = text.slice(span.startOffset, span.endOffset);
  if (near.lines === undefined) return before + matched + after;
  return takeLastLines(before, near.lines) + matched + takeFirstLines(after, near.lines);
}

/** The end of `text` from `lines` line breaks before it: its last, unfinished line and `lines` whole ones. */
function takeLastLines(text: string, lines: number): string {
  let at = text.length;
  for (let line = 0; line <= lines; line++) {
    at = text.slice(0, at).lastIndexOf('\n');
    if (at === -1) return text;
  }
  return text.slice(at + 1);
}

function takeFirstLines(text: string, lines: number): string {
  let at = -1;
  for (let line = 0; line <= lines; line++) {
    at = text.indexOf('\n', at + 1);
    if (at === -1) return text;
  }
  return text.slice(0, at);
}
