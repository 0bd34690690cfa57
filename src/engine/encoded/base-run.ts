// Runs of base64 and hex: where the run ends that a literal's form stands in, over the line breaks that encoders put in, and what it says.

import type { Span } from '../../core/location.ts';
import type { DecodedText } from './decoded-text.ts';

export type BaseCodec = 'base64' | 'hex';

/** What a run may be made of, how many characters make a group, and how many bytes that is. */
const alphabets = {
  base64: {
    isIn: toTest('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-'),
    groupLength: 4,
  },
  hex: { isIn: toTest('0123456789ABCDEFabcdef'), groupLength: 2 },
} as const;

/** A line shorter than this is not broken because it is full: the next one is something else. */
export const LEAST_LINE_LENGTH = 60;
const INDENTATION = 80;
const TAB = 9;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
/** As far behind a run as has to be known to tell that no line continues it. */
export const RUN_AHEAD = INDENTATION + 3;

const breakAfter = new RegExp(`\\r?\\n[ \\t]{0,${INDENTATION}}`, 'y');
const breakBefore = new RegExp(`(?:\\r|\\r?\\n[ \\t]{0,${INDENTATION}})$`);

/** The pieces of the run round `at` that lie between the bounds, line by line. */
export function cutRun(text: string, at: number, bounds: Span & { codec: BaseCodec }): readonly Span[] {
  const { isIn } = alphabets[bounds.codec];
  const line = {
    startOffset: skipBack(text, at, bounds.startOffset, isIn),
    endOffset: skip(text, at, bounds.endOffset, isIn),
  };
  return [...listBefore(text, line.startOffset, bounds), line, ...listAfter(text, line, bounds)];
}

/** Where the run starts that may go on at `end`. */
export function findRunStart(text: string, end: number, from: number): number {
  const startOffset = skipBack(text, end, from, alphabets.base64.isIn);
  const bounds = { startOffset: from, endOffset: end, codec: 'base64' } as const;
  return listBefore(text, startOffset, bounds)[0]?.startOffset ?? startOffset;
}

function listBefore(text: string, lineStart: number, bounds: Span & { codec: BaseCodec }): Span[] {
  const { isIn } = alphabets[bounds.codec];
  const lines: Span[] = [];
  for (let at = lineStart; ; ) {
    const broken = breakBefore.exec(text.slice(Math.max(bounds.startOffset, at - RUN_AHEAD), at));
    if (!broken) return lines.reverse();
    const endOffset = at - broken[0].length;
    const startOffset = skipBack(text, endOffset, bounds.startOffset, isIn);
    if (endOffset - startOffset < LEAST_LINE_LENGTH) return lines.reverse();
    lines.push({ startOffset, endOffset });
    at = startOffset;
  }
}

function listAfter(text: string, line: Span, bounds: Span & { codec: BaseCodec }): Span[] {
  const { isIn } = alphabets[bounds.codec];
  const lines: Span[] = [];
  for (let last = line; last.endOffset - last.startOffset >= LEAST_LINE_LENGTH; ) {
    breakAfter.lastIndex = last.endOffset;
    const broken = breakAfter.exec(text);
    if (!broken) break;
    const startOffset = breakAfter.lastIndex;
    const endOffset = skip(text, startOffset, bounds.endOffset, isIn);
    if (endOffset === startOffset) break;
    last = { startOffset, endOffset };
    lines.push(last);
  }
  return lines;
}

/** Where the run goes on that ends with the line at `lineEnd`, as far as bytes tell; -1 when no line of it follows. */
export function continueRun(bytes: Uint8Array, lineEnd: number): number {
  const { isIn } = alphabets.base64;
  let next = lineEnd + (bytes[lineEnd] === CARRIAGE_RETURN ? 2 : 1);
  const limit = Math.min(bytes.length, next + INDENTATION);
  while (next < limit && (bytes[next] === SPACE || bytes[next] === TAB)) next++;
  return next < bytes.length && isIn[bytes[next]!] === 1 ? next : -1;
}

/** Whether a line ends there that is long enough for the run to go on behind it. */
export function isFullLine(bytes: Uint8Array, lineEnd: number): boolean {
  return countBefore(bytes, lineEnd) === LEAST_LINE_LENGTH;
}

/** Whether a run goes over `at` that is as long as a full line. */
export function isLongRun(bytes: Uint8Array, at: number): boolean {
  const { isIn } = alphabets.base64;
  const limit = at + LEAST_LINE_LENGTH - countBefore(bytes, at);
  // To read behind the end costs more than all the rest.
  if (limit > bytes.length) return false;
  let end = at;
  while (end < limit && isIn[bytes[end]!] === 1) end++;
  return end === limit;
}

/** How many characters of a run end there, as far as they make a full line. */
function countBefore(bytes: Uint8Array, end: number): number {
  const { isIn } = alphabets.base64;
  const limit = Math.max(0, end - LEAST_LINE_LENGTH);
  let at = end;
  while (at > limit && isIn[bytes[at - 1]!] === 1) at--;
  return end - at;
}

/** A run without its line breaks. */
export class BaseRun {
  readonly #codec: BaseCodec;
  readonly #characters: string;
  /** Of each character, where it stands. */
  readonly #offsets: Uint32Array;
  readonly #skipCount: number;

  /** `lines` are the run's, and a form of which the group starts `leadLength` characters earlier stands at `formAt` in it. */
  constructor(text: string, lines: readonly Span[], { codec, formAt, leadLength }: RunStart) {
    this.#codec = codec;
    this.#characters = lines.map(({ startOffset, endOffset }) => text.slice(startOffset, endOffset)).join('');
    this.#offsets = new Uint32Array(this.#characters.length);
    let length = 0;
    for (const { startOffset, endOffset } of lines)
      for (let at = startOffset; at < endOffset; at++) this.#offsets[length++] = at;
    this.#skipCount = this.#findPhase(formAt, leadLength);
  }

  /** Whether a form that stands in the run is in step with it. */
  isInStep(formAt: number, leadLength: number): boolean {
    return (
      this.#offsets[this.#indexOf(formAt)] === formAt &&
      this.#findPhase(formAt, leadLength) === this.#skipCount
    );
  }

  decode(): DecodedText {
    const bytes = Buffer.from(this.#characters.slice(this.#skipCount), this.#codec);
    const starts = new Uint32Array(bytes.length);
    const ends = new Uint32Array(bytes.length);
    const bits = this.#codec === 'base64' ? 6 : 4;
    for (let index = 0; index < bytes.length; index++) {
      starts[index] = this.#offsets[this.#skipCount + Math.floor((index * 8) / bits)]!;
      ends[index] = this.#offsets[this.#skipCount + Math.floor((index * 8 + 7) / bits)]! + 1;
    }
    return { bytes, starts, ends };
  }

  #findPhase(formAt: number, leadLength: number): number {
    const { groupLength } = alphabets[this.#codec];
    return (this.#indexOf(formAt) - leadLength + groupLength) % groupLength;
  }

  /** Index of the first character at `offset` or behind it, by bisection. */
  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#offsets[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface RunStart {
  readonly codec: BaseCodec;
  readonly formAt: number;
  readonly leadLength: number;
}

function toTest(characters: string): Uint8Array {
  const isIn = new Uint8Array(256);
  for (const character of characters) isIn[character.charCodeAt(0)] = 1;
  return isIn;
}

function skip(text: string, from: number, limit: number, isIn: Uint8Array): number {
  let at = from;
  while (at < limit && isIn[text.charCodeAt(at)] === 1) at++;
  return at;
}

function skipBack(text: string, from: number, limit: number, isIn: Uint8Array): number {
  let at = from;
  while (at > limit && isIn[text.charCodeAt(at - 1)] === 1) at--;
  return at;
}
