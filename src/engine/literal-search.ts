// Finds literals in a text, hundreds at once. An occurrence of six characters covers the first three of some word of four: so a look at
// each word misses none, and what a look may belong to is then compared in full. The looks are at bytes, a whole word at a time: looks
// at the string take five times as long (Node 20.20).

/** What is looked for: ASCII, and long. */
export interface Literal {
  readonly text: string;
  /** True when any case counts; the text is lower case then. */
  readonly isAnyCase?: boolean;
}

export interface Occurrence<T extends Literal> {
  readonly literal: T;
  /** Index of its first character. */
  readonly at: number;
}

/** What a look may belong to, and how far into it the look is. */
interface Clue<T extends Literal> {
  readonly literal: T;
  readonly offset: number;
}

/** A text, or the bytes of one, one a character. */
type Source = string | Uint8Array;

const SHORTEST = 6;
const WORD_LENGTH = 4;
const LOOK_LENGTH = 3;
/** More than a window has. */
const BLOCK_LENGTH = 1 << 17;

const words = new Int32Array(BLOCK_LENGTH / WORD_LENGTH);
const block = Buffer.from(words.buffer);
const oneWord = new Int32Array(1);
const oneWordBytes = new Uint8Array(oneWord.buffer);

/** The three characters looked at, in the byte order of this machine: as they are, and without their case. */
const SPELLED = toWord(0xff, 0xff, 0xff);
const FOLDED = toWord(0x1f, 0x1f, 0x1f);

/** Odd, and without a pattern: the upper bits of a product with it tell words apart. */
const MIX = 0x9e3779b1;
/** Few other words share a place with one that is looked for, and the places that text leads to stay near the processor. */
const LOOK_BITS = 17;

export class LiteralSearch<T extends Literal> {
  readonly literals: readonly T[];
  /** By three characters. */
  readonly #looks = new Uint8Array(1 << LOOK_BITS);
  /** By the same three without their case. Most scans meet nothing that is worth a comparison, and never make it. */
  #clues: ReadonlyMap<number, readonly Clue<T>[]> | undefined;

  constructor(literals: readonly T[]) {
    this.literals = literals;
    const beginnings = literals.flatMap(({ text, isAnyCase }) => {
      const beginning = text.slice(0, SHORTEST);
      return isAnyCase ? listCaseMixes(beginning) : beginning;
    });
    for (const spelled of new Set(beginnings)) this.#addLooks(spelled);
  }

  /** Whether one of them is in the text. */
  isIn(source: Source): boolean {
    return this.#list(source, { from: 0, most: 1 }).length > 0;
  }

  /** All that start at `from` or later, in any order. */
  list(text: string, from = 0): readonly Occurrence<T>[] {
    return this.#list(text, { from, most: Number.POSITIVE_INFINITY });
  }

  #list(source: Source, { from, most }: { from: number; most: number }): readonly Occurrence<T>[] {
    const found: Occurrence<T>[] = [];
    for (let base = from; base < source.length; base += BLOCK_LENGTH) {
      const length = copyToBlock(source, base);
      for (let at = this.#look(0, length); at < length; at = this.#look(at + WORD_LENGTH, length)) {
        for (const { literal, offset } of this.#listClues(at)) {
          const start = base + at - offset;
          if (start >= from && isAt(literal, source, start)) found.push({ literal, at: start });
        }
        if (found.length >= most) return found;
      }
    }
    return found;
  }

  /** Where the next word of the block starts that a literal may cover; the length of the text in it if there is none. */
  #look(from: number, length: number): number {
    const looks = this.#looks;
    const end = Math.min(words.length, Math.ceil(length / WORD_LENGTH));
    for (let index = from / WORD_LENGTH; index < end; index++)
      if (looks[mix(words[index]! & SPELLED)] !== 0) return index * WORD_LENGTH;
    return length;
  }

  #listClues(at: number): readonly Clue<T>[] {
    this.#clues ??= indexClues(this.literals);
    return this.#clues.get(words[at / WORD_LENGTH]! & FOLDED) ?? [];
  }

  #addLooks(spelled: string): void {
    for (let offset = 0; offset < WORD_LENGTH; offset++) this.#looks[mix(readLook(spelled, offset))] = 1;
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

/** Whether a literal is long enough to be looked for here. */
export function isLong({ length }: string): boolean {
  return length >= SHORTEST;
}

function indexClues<T extends Literal>(literals: readonly T[]): ReadonlyMap<number, readonly Clue<T>[]> {
  const clues = new Map<number, Clue<T>[]>();
  for (const literal of literals) {
    for (let offset = 0; offset < WORD_LENGTH; offset++) {
      const look = readLook(literal.text, offset) & FOLDED;
      const known = clues.get(look);
      if (known) known.push({ literal, offset });
      else clues.set(look, [{ literal, offset }]);
    }
  }
  return clues;
}

/** Copies as much as there is room for; gives how much. */
function copyToBlock(source: Source, from: number): number {
  const isWhole = from === 0 && source.length <= BLOCK_LENGTH;
  if (typeof source === 'string')
    return block.write(isWhole ? source : source.slice(from, from + BLOCK_LENGTH), 'latin1');
  const part = isWhole ? source : source.subarray(from, from + BLOCK_LENGTH);
  block.set(part);
  return part.length;
}

function isAt({ text, isAnyCase = false }: Literal, source: Source, start: number): boolean {
  for (let index = 0; index < text.length; index++) {
    const sought = text.charCodeAt(index);
    const code = typeof source === 'string' ? source.charCodeAt(start + index) : source[start + index];
    if (code !== sought && !(isAnyCase && code === toUpperCase(sought))) return false;
  }
  return true;
}

function toUpperCase(code: number): number {
  return code >= 0x61 && code <= 0x7a ? code - 0x20 : code;
}

function readLook(text: string, at: number): number {
  return toWord(text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2));
}

function toWord(first: number, second: number, third: number): number {
  oneWordBytes[0] = first;
  oneWordBytes[1] = second;
  oneWordBytes[2] = third;
  return oneWord[0]!;
}

function mix(look: number): number {
  return Math.imul(look, MIX) >>> (32 - LOOK_BITS);
}
