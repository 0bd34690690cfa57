// What gives away that a text says something in code: a literal in one of its encoded forms, a literal next to which escapes may stand,
// or the beginning of a literal with an escape right behind it. One pass looks for all of them, and for the cores of the prefilter too;
// another one, much faster, for forms that a line break cuts.

import type { TextCodec } from '../../core/text-codec.ts';
import { dropCovered } from '../cores.ts';
import { knowForms } from '../known-literals.ts';
import { isLong, type Literal, LiteralSearch, type Occurrence } from '../literal-search.ts';
import type { Prefilter } from '../prefilter.ts';
import { BrokenForms } from './broken-forms.ts';
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
  /** Whether escapes may stand next to it: it is looked at closer wherever it stands. */
  readonly isTrigger: boolean;
  /** Whether an escape right behind it may be what is missing of a literal. */
  readonly isPiece: boolean;
}

/** Tells bytes that hold nothing of what is looked for. */
export interface Screen {
  /** What is looked for, as it stands where no line break cuts it. */
  readonly literals: readonly Literal[];
  isIn(bytes: Uint8Array): boolean;
}

/** More than a window has. */
const scratch = Buffer.alloc(1 << 17);
const ESCAPE_SIGN = /[%&\\]/;

export class EncodedSearch {
  /** Characters of the longest trigger, or core. */
  readonly longest: number;
  /** Tells texts that hold neither a trigger nor a core; absent when cores are too short for it. */
  readonly screen: Screen | undefined;
  readonly #unbroken: LiteralSearch<Literal> | undefined;
  readonly #broken: BrokenForms;
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
      isTrigger: literals.includes(text),
      isPiece: pieces.includes(text),
    }));
    this.#broken = new BrokenForms(this.#forms);
    const unbroken = isTogether
      ? new LiteralSearch<Literal>([...this.#forms, ...cores.map((text) => ({ text, isAnyCase: true }))])
      : undefined;
    this.#unbroken = unbroken;
    this.screen = unbroken && {
      literals: unbroken.literals,
      isIn: (bytes) => unbroken.isIn(bytes) || this.#broken.isIn(bytes),
    };
    const longestPlain = Math.max(...this.#plain.map(({ text }) => text.length));
    this.longest = Math.max(this.#broken.longest, longestPlain + 1);
  }

  /** What starts at `from` or later. */
  find(text: string, from: number): Triggers {
    const bytes = toBytes(text);
    const list = this.#broken.list(bytes, from).map(toTrigger);
    if (this.#unbroken?.isIn(bytes) === false) return { list: sort(list), lastCore: -1 };
    this.#closer ??= new LiteralSearch([...this.#forms, ...this.#plain]);
    let lastCore = this.#prefilter?.hasCore(text) ? text.length : -1;
    for (const { literal, at } of this.#closer.list(text, from)) {
      if ('codec' in literal) {
        list.push(toTrigger({ literal, at }));
        continue;
      }
      if (isTriggerAt(text, at, literal)) list.push({ codec: 'escapes', at, leadLength: 0 });
      // Each of them holds a core.
      lastCore = Math.max(lastCore, at);
    }
    return { list: sort(list), lastCore };
  }
}

/** One a character, good until the next call: a buffer for each window would keep the garbage collector busy. */
function toBytes(text: string): Buffer {
  const buffer = text.length > scratch.length ? Buffer.allocUnsafe(text.length) : scratch;
  return buffer.subarray(0, buffer.write(text, 'latin1'));
}

function sort(triggers: Trigger[]): readonly Trigger[] {
  return triggers.sort((a, b) => a.at - b.at);
}

function toTrigger({ literal: { codec, leadLength }, at }: Occurrence<Form>): Trigger {
  return { codec, at, leadLength };
}

function isTriggerAt(text: string, at: number, literal: PlainLiteral): boolean {
  return literal.isTrigger || (literal.isPiece && ESCAPE_SIGN.test(text.charAt(at + literal.text.length)));
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
