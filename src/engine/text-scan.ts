// Streaming search of one text with one selection of rules, exactly equal to searching the text whole.
//
// The idea: text comes in windows. Each rule keeps a cursor, the offset its next match may start at, and accepts a match only
// if it starts before the horizon, up to which every character a match or its judgement may look at is there. What lies
// beyond it waits for the next window, which starts with as much of the old text as looking behind needs. So nothing is found
// twice, nothing is lost, and memory is one window whatever the length of the text.
//
// All offsets count characters from the start of the text.

import type { Frame } from '../core/finding.ts';
import type { Position, Span } from '../core/location.ts';
import type { Mark } from '../core/mark.ts';
import type { TextCodec } from '../core/text-codec.ts';
import type { FoundAnchors } from './anchor-search.ts';
import type { AssignmentReader } from './assignments/assignment.ts';
import { type ReaderState, readOn, type Setting, takeUntil } from './assignments/reader-state.ts';
import type { Selection } from './compile.ts';
import { EncodedReader, LONGEST_ENCODED, type SearchDecoded } from './encoded/encoded-reader.ts';
import { cutExcerpt, drawFrame, type Excerpt, FRAME_AFTER, FRAME_BEFORE } from './frame.ts';
import { type Certain, MarkScan, type TakeFault } from './marks/mark-scan.ts';
import { matchRound, matchValue, type Window } from './match.ts';
import { hasContext } from './near.ts';
import { type Candidate, resolveOverlaps } from './overlap.ts';
import { countUtf8Units, countUtf16Units, PositionCounter } from './positions.ts';
import { selectTouching } from './touching-spans.ts';

/** What the characters of a text are: bytes of (mostly) UTF-8, or UTF-16 code units. */
export type TextKind = 'bytes' | 'utf16';

/** A match in a text; offsets count characters. */
export interface TextMatch extends Candidate {
  /** The secret's text decoded, a string of its own: no slice of a window. */
  readonly text: string;
  readonly encodings?: readonly TextCodec[];
  readonly start: Position;
  readonly end: Position;
  readonly frame?: Frame;
  readonly mark?: Mark;
}

/** Of what stands in code, what it says. */
interface FoundCandidate extends Candidate {
  readonly text?: string;
  readonly encodings?: readonly TextCodec[];
}

interface PlacedCandidate extends FoundCandidate {
  readonly text: string;
  readonly start: Position;
  readonly end: Position;
  readonly excerpt: Excerpt | undefined;
}

export interface TextScanOptions {
  readonly selection: Selection;
  readonly kind: TextKind;
  /** One reader for each assignment format of the blob. */
  readonly readers: readonly AssignmentReader[];
  readonly drawsFrames: boolean;
  /** Given what is wrong with the text's marks. */
  readonly takeFault?: TakeFault | undefined;
  /** Searches what stands in the text in code, where the selection looks for that. */
  readonly searchDecoded?: SearchDecoded | undefined;
}

export class TextScan {
  readonly #options: TextScanOptions;
  readonly #cursors: Float64Array;
  readonly #readers: ReaderState[];
  /** Stands at the start of the window. */
  readonly #positions: PositionCounter;
  readonly #marks: MarkScan<TextMatch> | undefined;
  readonly #encoded: EncodedReader | undefined;
  /** Characters round a match that frames need, on top of what finding and judging it does. */
  readonly #margin: { before: number; after: number };
  #kept = '';
  #base = 0;
  /** Judged, but their secrets start beyond the horizon. */
  #early: FoundCandidate[] = [];
  /** Placed, but not all that may overlap them is known. */
  #pending: PlacedCandidate[] = [];
  /** Settled matches that a later frame may show a part of, to be masked there too. */
  #recent: Span[] = [];

  constructor(options: TextScanOptions) {
    this.#options = options;
    this.#cursors = new Float64Array(options.selection.rules.length);
    this.#readers = options.readers.map((reader) => ({ reader, nextOffset: 0, queue: [] }));
    this.#margin = options.drawsFrames
      ? { before: FRAME_BEFORE, after: FRAME_AFTER }
      : { before: 0, after: 0 };
    this.#positions = new PositionCounter(options.kind === 'bytes' ? countUtf8Units : countUtf16Units);
    const { marks: grammar, encoded } = options.selection;
    this.#encoded = encoded && options.searchDecoded && new EncodedReader(encoded, options.searchDecoded);
    const takeFault = options.takeFault ?? (() => undefined);
    this.#marks = grammar && new MarkScan({ grammar, decode: (text) => this.#decode(text), takeFault });
  }

  /** Takes the next piece of the text, of any length, and returns the matches that are now certain, sorted by start. */
  write(piece: string, isLast: boolean): TextMatch[] {
    const window: Window = { text: this.#kept + piece, base: this.#base };
    for (const reader of this.#readers) readOn(reader, window, isLast);
    this.#encoded?.read(window, { isLast, known: window.text.length - this.#margin.after });
    const { rules, hasMark } = this.#findAnchors(window);
    const horizon = isLast ? Number.POSITIVE_INFINITY : this.#findHorizon(window);
    this.#marks?.read(window, { isLast, mayHold: hasMark, positions: this.#positions.fork() });
    const matches = this.#settle(this.#findCandidates(window, horizon, rules), horizon);
    const marked = this.#putMarks(matches, window, horizon);
    if (!isLast) this.#moveOn(window, horizon);
    return marked;
  }

  #findAnchors(window: Window): FoundAnchors {
    const { prefilter, anchors } = this.#options.selection;
    const hasCore = this.#encoded?.hasCore(window) ?? prefilter?.hasCore(window.text) ?? false;
    return hasCore ? anchors.list(window.text) : { rules: [], hasMark: false };
  }

  /** Where the part ends in which every match, and all that judging it may look at, is in the window. */
  #findHorizon({ text, base }: Window): number {
    const { selection } = this.#options;
    const known = base + text.length - selection.ahead - this.#margin.after;
    const toRead = this.#readers.map(({ nextOffset }) => nextOffset);
    return Math.min(known, this.#encoded?.nextOffset ?? known, ...toRead);
  }

  /**
   * Judges every match that starts before the horizon. A match's secret may start behind it: such a candidate waits, so that
   * candidates always come in the order of their secrets.
   */
  #findCandidates(window: Window, horizon: number, rules: readonly number[]): PlacedCandidate[] {
    const found = this.#early;
    for (const index of rules) this.#searchRule(index, { window, horizon, found });
    for (const reader of this.#readers) this.#judgeAssignments(takeUntil(reader, horizon), window, found);
    if (this.#encoded) found.push(...this.#encoded.takeUntil(horizon));
    if (found.length === 0) return [];
    this.#early = found.filter(({ startOffset }) => startOffset >= horizon);
    const ready = found.filter(({ startOffset }) => startOffset < horizon);
    const positions = this.#positions.fork();
    return ready
      .sort((a, b) => a.startOffset - b.startOffset)
      .map((candidate) => this.#place(candidate, window, positions));
  }

  /** Finds the matches of one rule as a global search from its cursor would, but only round its keywords. */
  #searchRule(
    index: number,
    { window, horizon, found }: { window: Window; horizon: number; found: FoundCandidate[] },
  ): void {
    const by = this.#options.selection.rules[index]!;
    const { keyword } = by;
    let cursor = this.#cursors[index]!;
    keyword.lastIndex = cursor - window.base;
    for (let at = keyword.exec(window.text); at; at = keyword.exec(window.text)) {
      const keywordOffset = window.base + at.index;
      if (keywordOffset - by.rule.reach.before >= horizon) break;
      const match = matchRound(by, keywordOffset, { window, cursor });
      if (match && match.startOffset >= horizon) break;
      keyword.lastIndex = match ? match.endOffset - window.base : at.index + 1;
      if (!match) continue;
      cursor = match.endOffset;
      this.#judge({ by, ...match.secret }, window, found);
    }
    this.#cursors[index] = cursor;
  }

  #judgeAssignments(assignments: readonly Setting[], window: Window, found: FoundCandidate[]): void {
    for (const { name, valueStart, valueEnd } of assignments) {
      for (const by of this.#options.selection.assignmentRules) {
        const match = by.variable!.test(name)
          ? matchValue(by, { startOffset: valueStart, endOffset: valueEnd }, window)
          : undefined;
        if (match) this.#judge({ by, ...match }, window, found);
      }
    }
  }

  #judge(candidate: Candidate, window: Window, found: FoundCandidate[]): void {
    const span = {
      startOffset: candidate.startOffset - window.base,
      endOffset: candidate.endOffset - window.base,
    };
    const { isSecretText, near } = candidate.by;
    if (
      isSecretText(window.text.slice(span.startOffset, span.endOffset)) &&
      hasContext(window.text, span, near)
    )
      found.push(candidate);
  }

  #place(candidate: FoundCandidate, window: Window, positions: PositionCounter): PlacedCandidate {
    const raw = window.text.slice(candidate.startOffset - window.base, candidate.endOffset - window.base);
    const start = positions.locate(candidate.startOffset, window);
    const end = positions.locateEnd(start, raw);
    const excerpt = this.#options.drawsFrames ? cutExcerpt(candidate, window) : undefined;
    return { text: this.#decode(raw), start, end, excerpt, ...candidate };
  }

  /** Resolves overlaps as far as everything is known, and draws the frames of what stays. */
  #settle(candidates: readonly PlacedCandidate[], horizon: number): TextMatch[] {
    const all = [...this.#pending, ...candidates];
    const { resolved, pending } = resolveOverlaps(all, horizon - this.#margin.after);
    if (!this.#options.drawsFrames) {
      this.#pending = pending;
      return resolved;
    }
    const spans = [...this.#recent, ...all];
    const matches = resolved.map((candidate) => this.#finish(candidate, spans));
    const needed = (pending[0]?.startOffset ?? horizon) - this.#margin.before;
    this.#pending = pending;
    this.#recent = spans
      .slice(0, spans.length - pending.length)
      .filter(({ endOffset }) => endOffset > needed);
    return matches;
  }

  #finish({ excerpt, ...match }: PlacedCandidate, spans: readonly Span[]): TextMatch {
    const longest = Math.max(this.#options.selection.ahead, LONGEST_ENCODED);
    const secrets = selectTouching(spans, excerpt!, longest);
    return { frame: drawFrame(match, excerpt!, { secrets, decode: (text) => this.#decode(text) }), ...match };
  }

  /** Gives the matches whose marks are certain. */
  #putMarks(matches: TextMatch[], window: Window, horizon: number): TextMatch[] {
    const marks = this.#marks;
    if (horizon === Number.POSITIVE_INFINITY) return marks?.finish(matches) ?? matches;
    if (!marks || (marks.isIdle && matches.length === 0)) return matches;
    return marks.settle(matches, this.#findCertain(window, horizon, marks.knownOffset));
  }

  #findCertain(window: Window, horizon: number, knownOffset: number): Certain {
    const offset = Math.min(horizon, knownOffset, this.#pending[0]?.startOffset ?? horizon);
    if (offset < window.base) return { offset, line: 0 };
    return { offset, line: this.#positions.fork().locate(offset, window).line };
  }

  /** Forgets what no later match can look at. */
  #moveOn(window: Window, horizon: number): void {
    for (const [index, cursor] of this.#cursors.entries()) this.#cursors[index] = Math.max(cursor, horizon);
    const needed = horizon - this.#options.selection.behind - this.#margin.before;
    const kept = Math.min(this.#marks?.keptOffset ?? needed, this.#encoded?.keptOffset ?? needed);
    const base = Math.max(window.base, Math.min(needed, kept));
    this.#positions.locate(base, window);
    this.#kept = window.text.slice(base - window.base);
    this.#base = base;
  }

  #decode(text: string): string {
    return this.#options.kind === 'bytes'
      ? Buffer.from(text, 'latin1').toString('utf8')
      : Buffer.from(text, 'utf16le').toString('utf16le');
  }
}
