/** No piece is longer, in UTF-16 code units: at most 48 KiB of UTF-8, whatever the text. */
export const MAX_PIECE_LENGTH = 16_384;

/**
 * Regroups texts into pieces of at most `MAX_PIECE_LENGTH`, so that a report is neither one huge string nor a
 * million tiny writes. Pieces join to the same text, none is empty, and no surrogate pair is cut in two.
 */
export function* groupIntoPieces(texts: Iterable<string>): Generator<string> {
  let piece = '';
  for (const text of texts) {
    for (const part of cutLongText(text)) {
      if (piece.length + part.length > MAX_PIECE_LENGTH) {
        yield piece;
        piece = '';
      }
      piece += part;
    }
  }
  if (piece !== '') yield piece;
}

function* cutLongText(text: string): Generator<string> {
  let start = 0;
  while (text.length - start > MAX_PIECE_LENGTH) {
    const end = start + MAX_PIECE_LENGTH - (isHighSurrogate(text, start + MAX_PIECE_LENGTH - 1) ? 1 : 0);
    yield text.slice(start, end);
    start = end;
  }
  yield text.slice(start);
}

function isHighSurrogate(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xd800;
}
