// The line round a match as a report may show it: every secret masked, nothing in it that a terminal would obey.

import type { Frame } from '../core/finding.ts';
import type { Span } from '../core/location.ts';

/** How much of a match's line a frame may show on each side, in characters. */
export const FRAME_BEFORE = 80;
export const FRAME_AFTER = 40;

const MASK = '********';
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const UNPRINTABLE = /[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A piece of a window and where it stands, in characters from the start of the text. */
export interface Excerpt {
  readonly text: string;
  readonly startOffset: number;
}

/** Cuts the part of the match's line that a frame may show. Offsets count from the start of the text. */
export function cutExcerpt(span: Span, window: { text: string; base: number }): Excerpt {
  const from = Math.max(0, span.startOffset - window.base - FRAME_BEFORE);
  const before = window.text.slice(from, span.startOffset - window.base);
  const after = window.text.slice(span.endOffset - window.base, span.endOffset - window.base + FRAME_AFTER);
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = after.search(/[\r\n]/);
  const secret = window.text.slice(span.startOffset - window.base, span.endOffset - window.base);
  return {
    text: before.slice(lineStart) + secret + (lineEnd === -1 ? after : after.slice(0, lineEnd)),
    startOffset: span.startOffset - (before.length - lineStart),
  };
}

/**
 * Draws the frame of `span`. `secrets` are the spans of all matches that touch the excerpt, its own among them, sorted by start; `decode`
 * turns the text's characters into what they stand for.
 */
export function drawFrame(
  span: Span,
  excerpt: Excerpt,
  { secrets, decode }: { secrets: readonly Span[]; decode: (text: string) => string },
): Frame {
  const excerptEnd = excerpt.startOffset + excerpt.text.length;
  const show = (from: number, to: number) =>
    decode(excerpt.text.slice(from - excerpt.startOffset, to - excerpt.startOffset)).replace(
      UNPRINTABLE,
      replaceUnprintable,
    );
  let text = '';
  let shownUntil = excerpt.startOffset;
  let maskStart = 0;
  for (const secret of mergeSpans(secrets)) {
    text += show(shownUntil, Math.max(shownUntil, secret.startOffset));
    if (secret.startOffset <= span.startOffset) maskStart = text.length;
    text += MASK;
    shownUntil = secret.endOffset;
  }
  text += show(Math.min(shownUntil, excerptEnd), excerptEnd);
  return { text, maskStart, maskEnd: maskStart + MASK.length };
}

function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: { startOffset: number; endOffset: number }[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span.startOffset < last.endOffset) last.endOffset = Math.max(last.endOffset, span.endOffset);
    else merged.push({ startOffset: span.startOffset, endOffset: span.endOffset });
  }
  return merged;
}

function replaceUnprintable(character: string): string {
  if (character === '\t') return ' ';
  const code = character.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd';
}
