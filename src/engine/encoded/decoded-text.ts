import type { Span } from '../../core/location.ts';

/** What a piece of text says when it is decoded, and where each byte of that is written. */
export interface DecodedText {
  readonly bytes: Buffer;
  /** Of each byte, the offset of the first character that writes it. */
  readonly starts: Uint32Array;
  /** Of each byte, the offset behind the last character that writes it. */
  readonly ends: Uint32Array;
}

/** Where the bytes of `span`, which are at least one, are written. */
export function locate({ starts, ends }: DecodedText, { startOffset, endOffset }: Span): Span {
  return { startOffset: starts[startOffset]!, endOffset: ends[endOffset - 1]! };
}
