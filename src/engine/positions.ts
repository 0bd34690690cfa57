// Lines and columns of a text that arrives in windows. Only what is asked for is counted: a blob that fits one window and
// has no match costs nothing.

import type { Position } from '../core/location.ts';

const NON_ASCII = /[^\0-\x7f]/;
const LOOP_LENGTH = 64;

/** How many UTF-16 code units a text shows: for latin1 text that stands for UTF-8 bytes, or for UTF-16 text. */
export type UnitCounter = (text: string) => number;

/** For text whose characters are the bytes of UTF-8: continuation bytes count nothing, four-byte leads count two. */
export function countUtf8Units(text: string): number {
  if (text.length > LOOP_LENGTH && !NON_ASCII.test(text)) return text.length;
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const byte = text.charCodeAt(index);
    if (byte < 0x80 || byte >= 0xc0) count += byte >= 0xf0 ? 2 : 1;
  }
  return count;
}

/** For text that is UTF-16 already. */
export function countUtf16Units(text: string): number {
  return text.length;
}

/** Walks forward through one text and tells where it stands. Offsets count characters from the start of the text. */
export class PositionCounter {
  readonly #countUnits: UnitCounter;
  #offset = 0;
  #line = 1;
  #unitCount = 0;

  constructor(countUnits: UnitCounter) {
    this.#countUnits = countUnits;
  }

  /** A counter of its own that stands at the same place. */
  fork(): PositionCounter {
    const fork = new PositionCounter(this.#countUnits);
    fork.#offset = this.#offset;
    fork.#line = this.#line;
    fork.#unitCount = this.#unitCount;
    return fork;
  }

  /** The position of `offset`, which must not lie before the last one asked for, nor outside the window. */
  locate(offset: number, window: { text: string; base: number }): Position {
    this.#walk(window.text.slice(this.#offset - window.base, offset - window.base));
    this.#offset = offset;
    return { line: this.#line, column: this.#unitCount + 1 };
  }

  /** The position `text` ends at when it starts at `start`. */
  locateEnd(start: Position, text: string): Position {
    const lastBreak = text.lastIndexOf('\n');
    if (lastBreak === -1) return { line: start.line, column: start.column + this.#countUnits(text) };
    return {
      line: start.line + countLineBreaks(text),
      column: this.#countUnits(text.slice(lastBreak + 1)) + 1,
    };
  }

  #walk(text: string): void {
    const lastBreak = text.lastIndexOf('\n');
    if (lastBreak === -1) {
      this.#unitCount += this.#countUnits(text);
      return;
    }
    this.#line += countLineBreaks(text);
    this.#unitCount = this.#countUnits(text.slice(lastBreak + 1));
  }
}

function countLineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
