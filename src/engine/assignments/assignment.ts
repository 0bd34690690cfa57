/** A `NAME=value` of an assignment file. All offsets are indices into the text given to the reader. */
export interface Assignment {
  readonly name: string;
  readonly nameStart: number;
  /** The value between its quotes, as it is spelled in the file: escapes and interpolation are not resolved. */
  readonly valueStart: number;
  /** Exclusive. */
  readonly valueEnd: number;
}

/** What one call of a reader gives. */
export interface AssignmentBatch {
  readonly assignments: readonly Assignment[];
  /** Where the first statement starts that was not read because its end is not in the text yet. */
  readonly nextOffset: number;
}

/**
 * Reads the assignments of one blob, window by window. The caller passes a text, where in it to go on (the
 * `nextOffset` of the last call, rebased by the caller) and whether the blob ends with it. Feeding a blob in windows of any
 * size gives the same assignments as feeding it whole.
 */
export interface AssignmentReader {
  read(text: string, fromOffset: number, isLast: boolean): AssignmentBatch;
}

/**
 * No statement is longer than this many characters, so that a reader never asks for more than it to be kept: a longer one is
 * cut there, by a rule that depends only on where the statement starts.
 */
export const MAX_STATEMENT_LENGTH = 16_384;
