// What gives away that a text says something in code: a literal in one of its encoded forms, a literal next to which escapes may stand,
// or the beginning of a literal with an escape right behind it. One pass looks for all of them, and for the cores of the prefilter too.

import type { TextCodec } from '../../core/text-codec.ts';
import { dropCovered, joinLiterals, type Prefilter } from '../prefilter.ts';
import { choosePieces, isLong, listForms } from './form.ts';
import { FormSearch } from './form-search.ts';

export interface Trigger {
  readonly codec: TextCodec;
  readonly at: number;
  readonly leadLength: number;
}

export interface Triggers {
  /** Sorted by where they start. */
  readonly list: readonly Trigger[];
  /** Index of the last core, or a later one; -1 when there is none. */
  readonly lastCore: number;
}

export class EncodedSearch {
  /** Characters of the longest trigger, or core. */
  readonly longest: number;
  readonly #forms: FormSearch;
  readonly #plain: RegExp;
  /** Set when cores are so short that a regular expression is faster. */
  readonly #prefilter: Prefilter | undefined;

  /** `pieces` are cores of `literals`, or literals themselves. */
  constructor(literals: readonly string[], pieces: readonly string[], prefilter: Prefilter) {
    const { cores } = prefilter;
    const isTogether = cores.every(isLong);
    this.#prefilter = isTogether ? undefined : prefilter;
    this.#forms = new FormSearch(listForms(pieces), isTogether ? cores : []);
    this.#plain = new RegExp(`${joinLiterals(literals)}|(?:${joinLiterals(pieces)})(?=[%&\\\\])`, 'gi');
    this.longest = Math.max(this.#forms.longest, ...[...literals, ...cores].map(({ length }) => length + 1));
  }

  /** What starts at `from` or later. */
  find(text: string, from: number): Triggers {
    const { occurrences, lastPlain } = this.#forms.list(text, from);
    const lastCore = this.#prefilter?.hasCore(text) ? text.length : lastPlain;
    const triggers: Trigger[] = occurrences.map(({ form: { codec, leadLength }, at }) => ({
      codec,
      at,
      leadLength,
    }));
    if (lastCore >= from) triggers.push(...this.#listPlain(text, from));
    return { list: triggers.sort((a, b) => a.at - b.at), lastCore };
  }

  *#listPlain(text: string, from: number): Generator<Trigger> {
    this.#plain.lastIndex = from;
    for (let match = this.#plain.exec(text); match; match = this.#plain.exec(text)) {
      yield { codec: 'escapes', at: match.index, leadLength: 0 };
      this.#plain.lastIndex = match.index + 1;
    }
  }
}

/** Undefined when no literal is long enough to be told from chance. `prefilter` is one for the same literals, or more. */
export function createEncodedSearch(
  literals: readonly string[],
  prefilter: Prefilter,
): EncodedSearch | undefined {
  const pieces = choosePieces(literals, prefilter.cores);
  const long = dropCovered(literals).filter((literal) => pieces.some((piece) => literal.includes(piece)));
  return pieces.length > 0 ? new EncodedSearch(long, pieces, prefilter) : undefined;
}
