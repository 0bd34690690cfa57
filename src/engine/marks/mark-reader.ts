// Finds marks in a text that arrives in windows. A mark is told when its line, as far as it counts, is in the window.

import type { Window } from '../match.ts';
import type { PositionCounter } from '../positions.ts';
import { LONGEST_NAME, type MarkGrammar } from './mark-grammar.ts';
import { MAX_TAIL_LENGTH } from './read-tail.ts';

/** A mark as it stands in the text; offsets count characters from the start of the text. */
export interface RawMark {
  readonly name: string;
  readonly startOffset: number;
  readonly tailStart: number;
  /** The rest of its line, up to the next mark and to `MAX_TAIL_LENGTH`; a slice of the window. */
  readonly tail: string;
  /** The character before the name; empty at the start of the text. */
  readonly opener: string;
  readonly line: number;
}

export class MarkReader {
  readonly #grammar: MarkGrammar;
  readonly #nextName: RegExp;
  #nextOffset = 0;

  constructor(grammar: MarkGrammar) {
    this.#grammar = grammar;
    this.#nextName = new RegExp(grammar.finder.source);
  }

  /** All marks that start before are told; the next window has to hold the text from one character before on. */
  get nextOffset(): number {
    return this.#nextOffset;
  }

  /** `positions` stands at the window's start and is moved. `mayHold` is false when no literal of a mark is in the window. */
  read(
    window: Window,
    { isLast, mayHold, positions }: { isLast: boolean; mayHold: boolean; positions: PositionCounter },
  ): RawMark[] {
    const end = window.base + window.text.length;
    const marks: RawMark[] = [];
    const cut = mayHold
      ? this.#find(window, isLast, (mark) => marks.push(this.#place(mark, window, positions)))
      : end;
    this.#nextOffset = Math.max(this.#nextOffset, Math.min(cut, end - LONGEST_NAME));
    return marks;
  }

  /** Gives the offset of the first mark that is not wholly in the window, or its end. */
  #find(window: Window, isLast: boolean, take: (mark: Omit<RawMark, 'line'>) => void): number {
    const { text, base } = window;
    const { finder } = this.#grammar;
    finder.lastIndex = this.#nextOffset - base;
    for (let at = finder.exec(text); at; at = finder.exec(text)) {
      const tailStart = at.index + at[0].length;
      const tail = cutTail(text, tailStart, isLast);
      if (tail === undefined) return base + at.index;
      this.#nextOffset = base + tailStart;
      const opener = text.charAt(at.index - 1);
      // A name in back-ticks is spoken of, not meant.
      if (opener === '`') continue;
      take({
        name: at[0],
        startOffset: base + at.index,
        tailStart: base + tailStart,
        tail: tail.slice(0, this.#nextName.exec(tail)?.index),
        opener,
      });
    }
    return base + text.length;
  }

  #place(mark: Omit<RawMark, 'line'>, window: Window, positions: PositionCounter): RawMark {
    return { ...mark, line: positions.locate(mark.startOffset, window).line };
  }
}

/** The rest of the line; undefined when more of it may come. */
function cutTail(text: string, start: number, isLast: boolean): string | undefined {
  const tail = text.slice(start, start + MAX_TAIL_LENGTH);
  const lineEnd = tail.indexOf('\n');
  if (lineEnd !== -1) return tail.slice(0, lineEnd);
  return isLast || tail.length === MAX_TAIL_LENGTH ? tail : undefined;
}
