// Forms of literals that a line break cuts in two, in base64 or hex that an encoder broke into lines. Text has few runs as long as such
// lines: a look at one word of fourteen tells most of it, and of the rest only the two characters that meet over a break are looked at.

import type { Occurrence } from '../literal-search.ts';
import { continueRun, isFullLine, isLongRun, LEAST_LINE_LENGTH, RUN_AHEAD } from './base-run.ts';
import type { Form } from './form.ts';

/** A form, and how many of its characters stand before the break. */
interface Cut {
  readonly form: Form;
  readonly length: number;
}

const WORD_LENGTH = 4;
/** One word of so many is wholly in any full line, wherever it starts: at most 55 bytes before it, and 4 of its own. */
const STRIDE_WORDS = 14;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** Four times `+`, the first of the alphabet. A high bit is set in the difference where a byte is less, and is thus no base64. */
const LEAST_WORD = 0x2b2b2b2b;
const HIGH_BITS = 0x80808080;

export class BrokenForms {
  /** Characters of the longest, its break and what has to stand behind it. */
  readonly longest: number;
  readonly #forms: readonly Form[];
  /** By the two characters that meet. Most scans meet no line that is full, and never make it. */
  #cuts: ReadonlyMap<number, readonly Cut[]> | undefined;

  constructor(forms: readonly Form[]) {
    this.#forms = forms;
    this.longest = RUN_AHEAD + Math.max(...forms.map(({ text }) => text.length));
  }

  /** Whether one of them is in the text. */
  isIn(bytes: Uint8Array): boolean {
    return this.list(bytes, 0).length > 0;
  }

  /** Those that start at `from` or later. `bytes` are of a text, one a character. */
  list(bytes: Uint8Array, from: number): readonly Occurrence<Form>[] {
    if (bytes.length <= LEAST_LINE_LENGTH) return [];
    const found: Occurrence<Form>[] = [];
    const runs = new LongRuns(bytes);
    let at = runs.find(Math.max(0, from - LEAST_LINE_LENGTH));
    while (at !== -1) {
      const lineFeed = bytes.indexOf(LINE_FEED, at);
      if (lineFeed === -1) break;
      this.#addOver(bytes, bytes[lineFeed - 1] === CARRIAGE_RETURN ? lineFeed - 1 : lineFeed, {
        from,
        found,
      });
      // A word with the line feed in it is none of a run.
      at = runs.find(lineFeed);
    }
    return found;
  }

  #addOver(
    bytes: Uint8Array,
    lineEnd: number,
    { from, found }: { from: number; found: Occurrence<Form>[] },
  ): void {
    const next = continueRun(bytes, lineEnd);
    if (next === -1) return;
    this.#cuts ??= indexCuts(this.#forms);
    const cuts = this.#cuts.get(toPair(bytes[lineEnd - 1]!, bytes[next]!));
    if (!cuts || !isFullLine(bytes, lineEnd)) return;
    for (const { form, length } of cuts) {
      const at = lineEnd - length;
      if (at >= from && stands(bytes, form.text, { at, length, next })) found.push({ literal: form, at });
    }
  }
}

/** So many different characters are in a line of encoded text, and in no line that is drawn. */
const LEAST_VARIETY = 12;

/** Whether a text begins with a line of encoded text that goes on in the next one: as `base64` prints a file. */
export function beginsBroken(bytes: Uint8Array): boolean {
  if (!isLongRun(bytes, 0)) return false;
  const lineFeed = bytes.indexOf(LINE_FEED);
  const lineEnd = bytes[lineFeed - 1] === CARRIAGE_RETURN ? lineFeed - 1 : lineFeed;
  if (!isFullLine(bytes, lineEnd) || continueRun(bytes, lineEnd) === -1) return false;
  return new Set(bytes.subarray(0, lineEnd)).size >= LEAST_VARIETY;
}

/** Finds runs that are as long as a full line. */
class LongRuns {
  readonly #bytes: Uint8Array;
  /** Bytes before the first word. */
  readonly #padding: number;
  readonly #words: Int32Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#padding = -bytes.byteOffset & (WORD_LENGTH - 1);
    const length = (bytes.length - this.#padding) >> 2;
    this.#words = new Int32Array(bytes.buffer, bytes.byteOffset + this.#padding, length);
  }

  /** A place in the next one, of which at least a full line lies behind `start`; -1 when there is none. */
  find(start: number): number {
    const words = this.#words;
    const padding = this.#padding;
    const first = (start - padding + WORD_LENGTH - 1) >> 2;
    for (let index = first; index < words.length; index += STRIDE_WORDS) {
      const word = words[index]!;
      if (((word - LEAST_WORD) & ~word & HIGH_BITS) !== 0) continue;
      const at = padding + index * WORD_LENGTH;
      if (isLongRun(this.#bytes, at)) return at;
    }
    return -1;
  }
}

function indexCuts(forms: readonly Form[]): ReadonlyMap<number, readonly Cut[]> {
  const cuts = new Map<number, Cut[]>();
  for (const form of forms) {
    for (let length = 1; length < form.text.length; length++) {
      const pair = toPair(form.text.charCodeAt(length - 1), form.text.charCodeAt(length));
      const known = cuts.get(pair);
      if (known) known.push({ form, length });
      else cuts.set(pair, [{ form, length }]);
    }
  }
  return cuts;
}

function toPair(last: number, first: number): number {
  return (last << 8) | first;
}

/** Whether the first `length` characters stand at `at`, and the others at `next`. */
function stands(
  bytes: Uint8Array,
  text: string,
  { at, length, next }: { at: number; length: number; next: number },
): boolean {
  for (let index = 0; index < text.length; index++) {
    const offset = index < length ? at + index : next + index - length;
    if (bytes[offset] !== text.charCodeAt(index)) return false;
  }
  return true;
}
