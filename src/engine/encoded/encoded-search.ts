// What gives away that a text says something in code: a literal in one of its encoded forms, a literal next to which escapes may stand,
// or the beginning of a literal with an escape right behind it. One pass looks for all of them, and for the cores of the prefilter too.

import type { TextCodec } from '../../core/text-codec.ts';
import { dropCovered } from '../cores.ts';
import { knowForms } from '../known-literals.ts';
import { isLong, type Literal, LiteralSearch } from '../literal-search.ts';
import type { Prefilter } from '../prefilter.ts';
import { choosePieces, type Form } from './form.ts';

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

/** What stands plainly in a text, in any case. */
interface PlainLiteral extends Literal {
  readonly isCore: boolean;
  /** Whether escapes may stand next to it: it is looked at closer wherever it stands. */
  readonly isTrigger: boolean;
  /** Whether an escape right behind it may be what is missing of a literal. */
  readonly isPiece: boolean;
}

const ESCAPE_SIGNS = '%&\\';

export class EncodedSearch {
  /** Characters of the longest trigger, or core. */
  readonly longest: number;
  /** Tells texts that hold neither a trigger nor a core; absent when cores are too short for it. */
  readonly screen: LiteralSearch<Literal> | undefined;
  readonly #forms: readonly Form[];
  readonly #plain: readonly PlainLiteral[];
  /** Most scans meet nothing that is worth a closer look, and never make it. */
  #closer: LiteralSearch<Form | PlainLiteral> | undefined;
  /** Set when cores are so short that a regular expression has to look for them. */
  readonly #prefilter: Prefilter | undefined;

  /** `pieces` are cores of `literals`, or literals themselves. */
  constructor(literals: readonly string[], pieces: readonly string[], prefilter: Prefilter) {
    const { cores } = prefilter;
    const isTogether = cores.every(isLong);
    this.#prefilter = isTogether ? undefined : prefilter;
    this.#forms = knowForms(pieces);
    this.#plain = [...new Set([...literals, ...pieces, ...(isTogether ? cores : [])])].map((text) => ({
      text,
      isAnyCase: true,
      isCore: cores.includes(text),
      isTrigger: literals.includes(text),
      isPiece: pieces.includes(text),
    }));
    this.screen = isTogether
      ? new LiteralSearch<Literal>([...this.#forms, ...this.#plain.filter(({ isCore }) => isCore)])
      : undefined;
    const sought = [...[...this.#forms, ...this.#plain].map(({ text }) => text), ...cores];
    this.longest = 1 + Math.max(...sought.map(({ length }) => length));
  }

  /** What starts at `from` or later. */
  find(text: string, from: number): Triggers {
    if (this.screen?.isIn(text) === false) return { list: [], lastCore: -1 };
    this.#closer ??= new LiteralSearch([...this.#forms, ...this.#plain]);
    const list: Trigger[] = [];
    let lastCore = this.#prefilter?.hasCore(text) ? text.length : -1;
    for (const { literal, at } of this.#closer.list(text, from)) {
      if ('codec' in literal) list.push({ codec: literal.codec, at, leadLength: literal.leadLength });
      else if (isTriggerAt(text, at, literal)) list.push({ codec: 'escapes', at, leadLength: 0 });
      if ('isCore' in literal && literal.isCore) lastCore = Math.max(lastCore, at);
    }
    return { list: list.sort((a, b) => a.at - b.at), lastCore };
  }
}

function isTriggerAt(
  text: string,
  at: number,
  { text: { length }, isTrigger, isPiece }: PlainLiteral,
): boolean {
  return isTrigger || (isPiece && at + length < text.length && ESCAPE_SIGNS.includes(text[at + length]!));
}

/** Undefined when no literal is long enough to be told from chance. `prefilter` is one for the same literals, or more. */
export function createEncodedSearch(
  literals: readonly string[],
  prefilter: Prefilter,
): EncodedSearch | undefined {
  const pieces = choosePieces(literals, prefilter.cores);
  const long = dropCovered(literals.map((literal) => literal.toLowerCase())).filter((literal) =>
    pieces.some((piece) => literal.includes(piece)),
  );
  return pieces.length > 0 ? new EncodedSearch(long, pieces, prefilter) : undefined;
}
