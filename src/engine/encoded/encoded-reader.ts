// Finds secrets in what a text says in base64, hex or escapes, without decoding what holds none: only where a literal of a rule stands
// in an encoded form (or, for escapes, stands plainly next to them) is the text round it decoded, and searched as a blob of its own.
//
// A region is what one such trigger opens: it starts and ends at fixed distances from the trigger, or where its run does, whatever
// windows the text comes in. Triggers within an open region open none, so that no text is decoded more than a few times. Regions overlap
// by as much as a secret and its context need; what is found in two of them has one place, and is told once like all that overlaps.

import type { Span } from '../../core/location.ts';
import type { TextCodec } from '../../core/text-codec.ts';
import type { Window } from '../match.ts';
import type { Candidate } from '../overlap.ts';
import { type BaseCodec, BaseRun, cutRun, findRunStart, RUN_AHEAD } from './base-run.ts';
import { type DecodedText, locate } from './decoded-text.ts';
import type { EncodedSearch, Trigger } from './encoded-search.ts';
import { decodeEscapes, hasEscape } from './escapes.ts';

/** Found in a decoded text. */
export interface DecodedMatch extends Candidate {
  readonly text: string;
  readonly encodings: readonly TextCodec[];
}

/** Searches what was decoded, as a blob; offsets count its bytes. */
export type SearchDecoded = (bytes: Buffer) => readonly DecodedMatch[];

/** A run is read from so far before the trigger, escapes from so far. */
const RUN_BEFORE = 4096;
const ESCAPES_BEFORE = 2048;
/** Triggers this much behind a region's own belong to it. */
const RUN_LENGTH = 16_384;
const ESCAPES_LENGTH = 4096;
/** What the last of them names may start this much behind it. What stands this much before the region counts as context. */
const CONTEXT = 2048;
/** What starts there is found although it ends this much farther behind. */
const AFTER = 4096;
/** An escape this near to a secret may be what hides it from the plain search. */
const NEAR_ESCAPE = 256;

/** No region takes up more of a text, and thus no secret found in one. */
export const LONGEST_ENCODED = 2 * RUN_LENGTH;

interface Region {
  readonly endOffset: number;
  covers(trigger: Trigger): boolean;
}

export class EncodedReader {
  readonly #search: EncodedSearch;
  readonly #searchDecoded: SearchDecoded;
  /** Triggers before it are dealt with. */
  #cursor = 0;
  #regions: Region[] = [];
  #queue: DecodedMatch[] = [];
  #nextOffset = 0;
  #lastCore = Number.NEGATIVE_INFINITY;

  constructor(search: EncodedSearch, searchDecoded: SearchDecoded) {
    this.#search = search;
    this.#searchDecoded = searchDecoded;
  }

  /** No match that starts before it is still to come. */
  get nextOffset(): number {
    return this.#nextOffset;
  }

  /** What stands before it is never looked at again. */
  get keptOffset(): number {
    return this.#nextOffset - CONTEXT;
  }

  /** False when the window just read holds no core of the prefilter. */
  hasCore({ base }: Window): boolean {
    return this.#lastCore > base - this.#search.longest;
  }

  /** Reads on in `window`, of which `known` characters have enough text behind them for whoever places what is found. */
  read(window: Window, { isLast, known }: { isLast: boolean; known: number }): void {
    const { text, base } = window;
    const limit = text.length - this.#search.longest;
    const knownOffset = isLast ? Number.POSITIVE_INFINITY : base + known;
    const { list, lastCore } = this.#search.find(text, this.#cursor - base);
    if (lastCore >= 0) this.#lastCore = base + lastCore;
    const open = list.find((trigger) => !this.#take(rebase(trigger, base), window, knownOffset));
    this.#cursor = Math.max(this.#cursor, base + Math.min(limit, open?.at ?? limit));
    this.#nextOffset = Math.max(this.#nextOffset, this.#findNext(window));
  }

  /** Matches that start before `offset`, in no order. */
  takeUntil(offset: number): readonly DecodedMatch[] {
    const taken = this.#queue.filter(({ startOffset }) => startOffset < offset);
    this.#queue = this.#queue.filter(({ startOffset }) => startOffset >= offset);
    return taken;
  }

  #findNext({ text, base }: Window): number {
    const at = this.#cursor - base;
    const runStart = base + findRunStart(text, at, Math.max(0, at - RUN_BEFORE));
    return Math.max(0, Math.min(runStart, this.#cursor - ESCAPES_BEFORE));
  }

  /** False when the text that it takes to decide is not there yet. */
  #take(trigger: Trigger, window: Window, knownOffset: number): boolean {
    this.#regions = this.#regions.filter(({ endOffset }) => endOffset > trigger.at);
    if (this.#regions.some((region) => region.covers(trigger))) return true;
    const { codec } = trigger;
    return codec === 'escapes'
      ? this.#takeEscapes(trigger, window, knownOffset)
      : this.#takeRun({ ...trigger, codec }, window, knownOffset);
  }

  #takeEscapes({ at }: Trigger, { text, base }: Window, knownOffset: number): boolean {
    const own = { startOffset: at - ESCAPES_BEFORE, endOffset: at + ESCAPES_LENGTH + CONTEXT };
    if (own.endOffset + AFTER > knownOffset) return false;
    const from = Math.max(0, own.startOffset - CONTEXT - base);
    const region = text.slice(from, own.endOffset + AFTER - base);
    this.#regions.push({ endOffset: at + ESCAPES_LENGTH, covers: ({ codec }) => codec === 'escapes' });
    if (!hasEscape(region)) return true;
    for (const match of this.#searchRegion(decodeEscapes(region), base + from, own)) {
      const [start, end] = [match.startOffset - base, match.endOffset - base];
      if (hasEscape(text.slice(Math.max(0, start - NEAR_ESCAPE), end))) this.#add(match, 'escapes');
    }
    return true;
  }

  #takeRun(trigger: Trigger & { codec: BaseCodec }, { text, base }: Window, knownOffset: number): boolean {
    const { at, codec, leadLength } = trigger;
    const own = { startOffset: at - RUN_BEFORE, endOffset: at + RUN_LENGTH + CONTEXT };
    const bounds = {
      startOffset: Math.max(0, own.startOffset - CONTEXT - base),
      endOffset: own.endOffset + AFTER - base,
      codec,
    };
    const lines = cutRun(text, at - base, bounds);
    if (base + lines.at(-1)!.endOffset + RUN_AHEAD > knownOffset) return false;
    const run = new BaseRun(text, lines, { codec, formAt: at - base, leadLength });
    this.#regions.push({
      endOffset: at + RUN_LENGTH,
      covers: (other) => other.codec === codec && run.isInStep(other.at - base, other.leadLength),
    });
    for (const match of this.#searchRegion(run.decode(), base, own)) this.#add(match, codec);
    return true;
  }

  *#searchRegion(decoded: DecodedText, base: number, own: Span): Generator<DecodedMatch> {
    for (const match of this.#searchDecoded(decoded.bytes)) {
      const { startOffset, endOffset } = locate(decoded, match);
      const span = { startOffset: base + startOffset, endOffset: base + endOffset };
      if (span.startOffset >= own.startOffset && span.startOffset < own.endOffset)
        yield { ...match, ...span };
    }
  }

  #add(match: DecodedMatch, codec: TextCodec): void {
    this.#queue.push({ ...match, encodings: [codec, ...match.encodings] });
  }
}

function rebase(trigger: Trigger, base: number): Trigger {
  return { ...trigger, at: trigger.at + base };
}
