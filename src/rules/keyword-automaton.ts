import type { CharacterSet } from './character-set.ts';

/** All the characters of a set that are the same to the keywords. */
export interface Letter {
  /** A letter of some keyword, in lower case; empty for every character that no keyword holds. */
  readonly folded: string;
  /** One of the characters. */
  readonly text: string;
}

interface Step {
  /** The longest beginning of a keyword that stands right before here. */
  readonly begun: string;
  /** Length of the longest keyword that is complete now; 0 is none. */
  readonly found: number;
}

/** Reads characters one by one and knows how much of which keyword it has just seen, in any case (after Aho and Corasick). */
export class KeywordAutomaton {
  readonly #keywords: readonly string[];
  readonly #alphabet: ReadonlySet<string>;
  readonly #letters = new Map<CharacterSet, readonly Letter[]>();
  readonly #steps = new Map<string, Step>();

  constructor(keywords: readonly string[]) {
    this.#keywords = keywords;
    this.#alphabet = new Set(keywords.join(''));
  }

  /** What a set of characters comes to when only keywords matter. */
  readLetters(set: CharacterSet): readonly Letter[] {
    const known = this.#letters.get(set) ?? this.#foldLetters(set);
    this.#letters.set(set, known);
    return known;
  }

  step(begun: string, { folded }: Letter): Step {
    if (folded === '') return { begun: '', found: 0 };
    const text = begun + folded;
    const step = this.#steps.get(text) ?? this.#computeStep(text);
    this.#steps.set(text, step);
    return step;
  }

  /** Only ASCII letters have a case: keywords hold no others. */
  #foldLetters(set: CharacterSet): readonly Letter[] {
    const letters = new Map<string, string>();
    for (const code of set) {
      const text = String.fromCharCode(code);
      const lower = code >= 0x41 && code <= 0x5a ? text.toLowerCase() : text;
      const folded = this.#alphabet.has(lower) ? lower : '';
      if (text === folded || !isReadable(letters.get(folded))) letters.set(folded, text);
    }
    return [...letters].map(([folded, text]) => ({ folded, text }));
  }

  #computeStep(text: string): Step {
    const complete = this.#keywords.filter((keyword) => text.endsWith(keyword));
    return { begun: this.#findBegun(text), found: Math.max(0, ...complete.map(({ length }) => length)) };
  }

  #findBegun(text: string): string {
    for (let start = 0; start < text.length; start++) {
      const tail = text.slice(start);
      if (this.#keywords.some((keyword) => keyword.startsWith(tail))) return tail;
    }
    return '';
  }
}

function isReadable(text: string | undefined): boolean {
  return text !== undefined && /\w/.test(text);
}
