// Puts marks on the matches of one text that arrives in windows, exactly as on the whole text.
//
// The idea: a match waits until every mark that may cover it is known, and a mark is read only when every match that may stand in
// its reason is. Both come in the order of their offsets, so what has to be remembered are the marks of the lines that matches still
// wait for, and the blocks that are open: little, however far a block's begin is from the secret.

import type { Mark, MarkFault } from '../../core/mark.ts';
import type { Window } from '../match.ts';
import type { PositionCounter } from '../positions.ts';
import { FirstFaults } from './first-faults.ts';
import {
  chooseMark,
  type LiveMark,
  MARK_REACH,
  type MarkableMatch,
  readMark,
  speaksAbout,
} from './live-mark.ts';
import { LONGEST_NAME, type MarkGrammar } from './mark-grammar.ts';
import { MarkReader, type RawMark } from './mark-reader.ts';
import { MAX_TAIL_LENGTH } from './read-tail.ts';

/** More marks on a line, or blocks in blocks, nobody means: they are not remembered. */
export const MAX_MARKS_TOGETHER = 16;
const LONGEST_MARK = LONGEST_NAME + MAX_TAIL_LENGTH;

export type TakeFault = (faulty: { mark: Mark; fault: MarkFault; ruleName?: string }) => void;

export interface MarkScanOptions {
  readonly grammar: MarkGrammar;
  /** The characters of the text as they are read. */
  readonly decode: (text: string) => string;
  readonly takeFault: TakeFault;
}

/** All matches that start before `offset` are known; it stands on `line`. */
export interface Certain {
  readonly offset: number;
  readonly line: number;
}

export class MarkScan<T extends MarkableMatch> {
  readonly #options: MarkScanOptions;
  readonly #reader: MarkReader;
  #raw: RawMark[] = [];
  #waiting: T[] = [];
  /** Marks for single lines, by the line they cover. */
  readonly #byLine = new Map<number, LiveMark[]>();
  /** Begins and ends of blocks that the matches have not come to. */
  #bounds: LiveMark[] = [];
  readonly #open: LiveMark[] = [];
  #ignoredOpenCount = 0;
  readonly #forFile: LiveMark[] = [];
  #lastLine = { line: 0, markCount: 0 };
  readonly #faults = new FirstFaults();

  constructor(options: MarkScanOptions) {
    this.#options = options;
    this.#reader = new MarkReader(options.grammar);
  }

  /** The next window has to hold the text from here on. */
  get keptOffset(): number {
    return this.#reader.nextOffset - 1;
  }

  /** All marks that start before are known. */
  get knownOffset(): number {
    return this.#reader.nextOffset;
  }

  /** Looks for marks in the next window; see `MarkReader.read`. */
  read(window: Window, state: { isLast: boolean; mayHold: boolean; positions: PositionCounter }): void {
    for (const mark of this.#reader.read(window, state)) this.#raw.push(mark);
  }

  /** Whether `settle` has nothing to do but to forget. */
  get isIdle(): boolean {
    return this.#waiting.length + this.#raw.length === 0;
  }

  /** Takes matches in the order of their starts, and gives those whose marks are certain, in that order. */
  settle(matches: readonly T[], certain: Certain): T[] {
    for (const match of matches) this.#waiting.push(match);
    this.#readMarks(certain);
    const count = this.#countReady(certain);
    const settled = this.#waiting.splice(0, count).map((match) => this.#putMark(match));
    const first = this.#waiting[0];
    this.#forget(first ? { offset: first.startOffset, line: first.start.line } : certain);
    return settled;
  }

  /** Takes the last matches, gives all that are left, and tells what is wrong with the marks that are left. */
  finish(matches: readonly T[]): T[] {
    const settled = this.settle(matches, {
      offset: Number.POSITIVE_INFINITY,
      line: Number.POSITIVE_INFINITY,
    });
    for (const live of this.#open) this.#tell(live, 'unclosed');
    for (const live of this.#forFile) this.#tellUnused(live);
    for (const { live, fault, ruleName } of this.#faults.list())
      this.#options.takeFault({ mark: live.mark, fault, ...(ruleName !== undefined && { ruleName }) });
    return settled;
  }

  #readMarks({ offset }: Certain): void {
    const end = this.#raw.findIndex(({ tailStart, tail }) => tailStart + tail.length > offset);
    let index = 0;
    for (const raw of this.#raw.splice(0, end === -1 ? this.#raw.length : end)) {
      while ((this.#waiting[index]?.endOffset ?? Number.POSITIVE_INFINITY) <= raw.startOffset) index++;
      this.#add(this.#read(raw, this.#waiting[index]?.startOffset));
    }
  }

  #read(raw: RawMark, secretOffset = Number.POSITIVE_INFINITY): LiveMark {
    const { grammar, decode } = this.#options;
    return readMark(raw, { grammar, secretOffset, decode });
  }

  #add(live: LiveMark): void {
    const { form, line } = live.mark;
    for (const ruleName of live.unknownNames) this.#tell(live, 'rule-not-used', ruleName);
    if (live.fault !== undefined) this.#tell(live, live.fault);
    if (form === 'block') this.#bounds.push(live);
    if (form === 'block' || live.fault !== undefined) return;
    if (this.#countOnLine(line) > MAX_MARKS_TOGETHER) this.#tell(live, 'too-many');
    else if (form === 'file') this.#forFile.push(live);
    else this.#addToLine(form === 'line' ? line : line + 1, live);
  }

  #countOnLine(line: number): number {
    if (this.#lastLine.line !== line) this.#lastLine = { line, markCount: 0 };
    return ++this.#lastLine.markCount;
  }

  #addToLine(line: number, live: LiveMark): void {
    const known = this.#byLine.get(line);
    if (known) known.push(live);
    else this.#byLine.set(line, [live]);
  }

  /** How many of the waiting matches no further mark can cover. */
  #countReady({ offset }: Certain): number {
    const end = this.#waiting.findIndex(({ endOffset }) => endOffset + MARK_REACH + LONGEST_MARK > offset);
    return end === -1 ? this.#waiting.length : end;
  }

  #putMark(match: T): T {
    this.#applyBounds(match.startOffset);
    const marks = this.#listNear(match).filter((live) => speaksAbout(live, match));
    for (const live of marks) live.isUsed = true;
    const mark = chooseMark(marks);
    return mark ? { ...match, mark } : match;
  }

  #listNear({ start, end, endOffset }: T): readonly LiveMark[] {
    const onLine = this.#byLine.get(start.line) ?? [];
    // Where these are one line its marks come twice, and are chosen from alike.
    const onLastLine = this.#byLine.get(end.line) ?? [];
    return [...onLine, ...onLastLine.filter(({ mark }) => mark.form === 'line')]
      .filter(({ startOffset }) => startOffset < endOffset + MARK_REACH)
      .concat(this.#open.toReversed(), this.#forFile);
  }

  #applyBounds(beforeOffset: number): void {
    const end = this.#bounds.findIndex(({ startOffset }) => startOffset >= beforeOffset);
    for (const bound of this.#bounds.splice(0, end === -1 ? this.#bounds.length : end)) {
      if (bound.isEnd) this.#closeBlock(bound);
      else this.#openBlock(bound);
    }
  }

  #openBlock(begin: LiveMark): void {
    if (this.#open.length < MAX_MARKS_TOGETHER) {
      this.#open.push(begin);
      return;
    }
    this.#ignoredOpenCount++;
    this.#tell(begin, 'too-many');
  }

  #closeBlock(end: LiveMark): void {
    if (this.#ignoredOpenCount > 0) {
      this.#ignoredOpenCount--;
      return;
    }
    const index = this.#open.findLastIndex(({ mark }) => mark.syntax === end.mark.syntax);
    if (index === -1) this.#tell(end, 'not-open');
    else this.#tellUnused(this.#open.splice(index, 1)[0]!);
  }

  /** Lets go of what can cover no match that starts at `offset`, on `line`, or later. */
  #forget({ offset, line }: Certain): void {
    this.#applyBounds(offset);
    for (const [covered, marks] of this.#byLine) {
      // Behind it are later lines, and at most one that is let go of next time: a mark for its own line may come after one for the next.
      if (covered >= line) break;
      this.#byLine.delete(covered);
      for (const live of marks) this.#tellUnused(live);
    }
  }

  #tellUnused(live: LiveMark): void {
    const isMute = live.isUsed || live.fault !== undefined;
    const namesNoneInUse = live.kinds?.size === 0;
    if (!isMute && !namesNoneInUse) this.#tell(live, 'unused');
  }

  #tell(live: LiveMark, fault: MarkFault, ruleName?: string): void {
    if (live.mark.syntax === 'invguard') this.#faults.add({ live, fault, ruleName });
  }
}
