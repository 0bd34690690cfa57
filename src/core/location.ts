/** Half-open range of bytes, counted from the start of the blob (never of a chunk). */
export interface Span {
  readonly startOffset: number;
  readonly endOffset: number;
}

/**
 * Where a span starts, as an editor shows it: both 1-based. The column counts UTF-16 code units of the line
 * read as UTF-8 (SARIF's default `columnKind`), so it is the number an editor's status bar shows.
 */
export interface Position {
  readonly line: number;
  readonly column: number;
}
