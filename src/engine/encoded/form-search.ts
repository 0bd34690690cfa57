// Finds forms and plain literals in a text, many at once. An occurrence of one of 6 characters covers 4 places where three characters in
// a row can be looked at, so a look at every fourth place misses none; what a look may belong to is then compared in full. The looks
// are at bytes, copied from the text: looks at the string take three times as long (Node 20.20).

import type { Form } from './form.ts';

export interface Occurrence {
  readonly form: Form;
  /** Index of its first character. */
  readonly at: number;
}

export interface Found {
  /** Nearly in order: no two are more than a look out of it. */
  readonly occurrences: Occurrence[];
  /** Index of the last plain literal; -1 when there is none. */
  lastPlain: number;
}

/** What is looked for, and how far into it the characters looked at stand. */
interface Clue {
  readonly sought: Form | string;
  readonly offset: number;
}

const LOOK_LENGTH = 3;
const FOLD = 31;
/** More than a window has. */
const BLOCK_LENGTH = 1 << 17;

const block = new Uint8Array(BLOCK_LENGTH + LOOK_LENGTH - 1);
const blockBuffer = Buffer.from(block.buffer);

export class FormSearch {
  /** Characters of the longest. */
  readonly longest: number;
  readonly #stride: number;
  /** By three characters without their case: small enough to stay near the processor. */
  readonly #looks = new Uint8Array(1 << 15);
  /** By the same three with it. */
  readonly #exact = new Uint8Array(1 << 16);
  readonly #sought: readonly (Form | string)[];
  /** By look. Most scans meet nothing that is worth a comparison, and never make it. */
  #clues: ReadonlyMap<number, readonly Clue[]> | undefined;

  /** Forms are found as they are spelled, `plain` lower case literals in any case; each has at least three characters. */
  constructor(forms: readonly Form[], plain: readonly string[]) {
    const lengths = [...forms.map(({ text }) => text), ...plain].map(({ length }) => length);
    this.longest = Math.max(0, ...lengths);
    this.#stride = Math.min(...lengths) - LOOK_LENGTH + 1;
    this.#sought = [...forms, ...plain];
    for (const { text } of forms) this.#addLooks(text);
    for (const literal of plain) for (const spelled of listCaseMixes(literal)) this.#addLooks(spelled);
  }

  /** All that starts at `from` or later. */
  list(text: string, from: number): Found {
    const found: Found = { occurrences: [], lastPlain: -1 };
    let at = from + this.#stride - 1;
    for (let base = from; base < text.length; base += BLOCK_LENGTH) {
      const length = copyToBlock(text, base);
      const take = (index: number) => this.#compare(text, base + index, { from, found });
      at = base + this.#lookAt(length, at - base, take);
    }
    return found;
  }

  /** Looks at the block from `start` on; gives where the next look is. */
  #lookAt(length: number, start: number, take: (index: number) => void): number {
    const looks = this.#looks;
    const exact = this.#exact;
    const stride = this.#stride;
    const end = Math.min(BLOCK_LENGTH, length - LOOK_LENGTH + 1);
    let at = start;
    for (; at < end; at += stride) {
      const look = ((block[at]! & FOLD) << 10) | ((block[at + 1]! & FOLD) << 5) | (block[at + 2]! & FOLD);
      if (looks[look] !== 0 && exact[mix(block[at]!, block[at + 1]!, block[at + 2]!)] !== 0) take(at);
    }
    return at;
  }

  #compare(text: string, at: number, { from, found }: { from: number; found: Found }): void {
    this.#clues ??= listClues(this.#sought, this.#stride);
    for (const { sought, offset } of this.#clues.get(readLook(text, at)) ?? []) {
      const start = at - offset;
      if (start < from) continue;
      if (typeof sought !== 'string') {
        if (text.startsWith(sought.text, start)) found.occurrences.push({ form: sought, at: start });
      } else if (text.slice(start, start + sought.length).toLowerCase() === sought) {
        found.lastPlain = Math.max(found.lastPlain, start);
      }
    }
  }

  #addLooks(spelled: string): void {
    for (let offset = 0; offset < this.#stride; offset++) {
      this.#looks[readLook(spelled, offset)] = 1;
      const second = spelled.charCodeAt(offset + 1);
      this.#exact[mix(spelled.charCodeAt(offset), second, spelled.charCodeAt(offset + 2))] = 1;
    }
  }
}

/** Spellings of a literal such that any three characters in a row stand in each mixture of cases in one of them. */
function listCaseMixes(literal: string): readonly string[] {
  const upper = literal.toUpperCase();
  return Array.from({ length: 2 ** LOOK_LENGTH }, (_, cases) =>
    Array.from(literal, (character, index) =>
      (cases >> (index % LOOK_LENGTH)) & 1 ? upper.charAt(index) : character,
    ).join(''),
  );
}

function listClues(sought: readonly (Form | string)[], stride: number): ReadonlyMap<number, readonly Clue[]> {
  const clues = new Map<number, Clue[]>();
  for (const one of sought) {
    const spelled = typeof one === 'string' ? one : one.text;
    for (let offset = 0; offset < stride; offset++) {
      const look = readLook(spelled, offset);
      const known = clues.get(look);
      if (known) known.push({ sought: one, offset });
      else clues.set(look, [{ sought: one, offset }]);
    }
  }
  return clues;
}

/** Copies as much as there is room for; gives how much. */
function copyToBlock(text: string, from: number): number {
  return blockBuffer.write(from === 0 ? text : text.slice(from, from + block.length), 'latin1');
}

function readLook(text: string, at: number): number {
  return (
    ((text.charCodeAt(at) & FOLD) << 10) |
    ((text.charCodeAt(at + 1) & FOLD) << 5) |
    (text.charCodeAt(at + 2) & FOLD)
  );
}

function mix(first: number, second: number, third: number): number {
  return ((first | (second << 8)) ^ (third << 4)) & 0xffff;
}
