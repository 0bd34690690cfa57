// What the readers of assignment formats share: the lines of a window, and where a value without quotes ends.

import { MAX_STATEMENT_LENGTH } from './assignment.ts';

const BYTE_ORDER_MARKS = ['\uFEFF', '\xEF\xBB\xBF'];
const LINE_END = /[\r\n]/g;
const COMMENT = /[ \t]#/;

/** The text of one call of a reader: where its lines end, and whether enough of it is there to tell. */
export class LineWindow {
  readonly text: string;
  readonly isLast: boolean;
  #knownFrom = 0;
  #knownEnd = -1;

  constructor(text: string, isLast: boolean) {
    this.text = text;
    this.isLast = isLast;
  }

  /** Exclusive end of what a statement that starts at `start` may hold. */
  limitOf(start: number): number {
    return Math.min(start + MAX_STATEMENT_LENGTH, this.text.length);
  }

  /** True when no later window can add to what the statement at `start` may hold. */
  isSettled(start: number): boolean {
    return this.isLast || start + MAX_STATEMENT_LENGTH <= this.text.length;
  }

  /** End of the line of `offset`, cut to the statement that starts at `start`; undefined when it is not in the text yet. */
  endOfLine(offset: number, start: number): number | undefined {
    const lineEnd = this.findLineEnd(offset);
    if (lineEnd === this.text.length && !this.isSettled(start)) return undefined;
    return Math.min(lineEnd, this.limitOf(start));
  }

  /** Offset of the first CR or LF at or after `offset`, or of the end of the text. */
  findLineEnd(offset: number): number {
    // Remembered because a line of 4 MB may hold a million statements.
    if (this.#knownFrom <= offset && offset <= this.#knownEnd) return this.#knownEnd;
    LINE_END.lastIndex = offset;
    this.#knownFrom = offset;
    this.#knownEnd = LINE_END.exec(this.text)?.index ?? this.text.length;
    return this.#knownEnd;
  }

  /** The offset after a byte order mark at `offset`, or `offset` itself; undefined when the text is too short to tell. */
  skipByteOrderMark(offset: number): number | undefined {
    const mark = BYTE_ORDER_MARKS.find((candidate) => this.text.startsWith(candidate, offset));
    if (mark !== undefined) return offset + mark.length;
    const rest = this.text.slice(offset);
    const isCut = !this.isLast && BYTE_ORDER_MARKS.some((candidate) => candidate.startsWith(rest));
    return isCut ? undefined : offset;
  }
}

/** End of the value without quotes that starts at `valueAt`: before a comment and without the blanks that end the line. */
export function findPlainEnd(text: string, valueAt: number, end: number): number {
  const comment = COMMENT.exec(text.slice(valueAt - 1, end));
  return trimEnd(text, valueAt, comment === null ? end : valueAt - 1 + comment.index);
}

/** True when an odd number of backslashes stands before `offset`. */
export function isAfterEscape(text: string, offset: number): boolean {
  let isEscaped = false;
  for (let at = offset - 1; text[at] === '\\'; at--) isEscaped = !isEscaped;
  return isEscaped;
}

export function trimEnd(text: string, fromOffset: number, end: number): number {
  let trimmedEnd = end;
  while (isBlank(text[trimmedEnd - 1])) trimmedEnd--;
  return Math.max(fromOffset, trimmedEnd);
}

export function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
