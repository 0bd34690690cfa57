// Tells which of many rules have an anchor in a text, and whether a mark may stand there, in one pass for all of them.

import { isLong, type Literal, LiteralSearch } from './literal-search.ts';
import { joinLiterals } from './prefilter.ts';

interface Anchor extends Literal {
  /** Indices of the lists that it is in. */
  readonly lists: number[];
}

export interface FoundAnchors {
  /** Indices of the rules of which an anchor stands in the text, in order. */
  readonly rules: readonly number[];
  readonly hasMark: boolean;
}

export class AnchorSearch {
  /** Of each rule, and at last of marks. */
  readonly #lists: readonly (readonly string[])[];
  /** By list; undefined where all literals are long. */
  readonly #short: readonly (RegExp | undefined)[];
  /** Most scans meet nothing that any rule needs, and never make it. */
  #long: LiteralSearch<Anchor> | undefined;

  /** `anchorLists` has the anchors of each rule. All are lower case, and found in any. */
  constructor(anchorLists: readonly (readonly string[])[], markLiterals: readonly string[]) {
    this.#lists = [...anchorLists, markLiterals];
    this.#short = this.#lists.map((list) => {
      const short = list.filter((literal) => !isLong(literal));
      return short.length > 0 ? new RegExp(joinLiterals(short), 'i') : undefined;
    });
  }

  list(text: string): FoundAnchors {
    this.#long ??= new LiteralSearch(indexLong(this.#lists));
    const found = this.#short.map((short) => short?.test(text) ?? false);
    for (const { literal } of this.#long.list(text)) for (const list of literal.lists) found[list] = true;
    const hasMark = found.pop()!;
    return { rules: [...found.keys()].filter((index) => found[index]), hasMark };
  }
}

function indexLong(lists: readonly (readonly string[])[]): readonly Anchor[] {
  const anchors = new Map<string, Anchor>();
  for (const [index, list] of lists.entries()) {
    for (const text of list.filter(isLong)) {
      const known = anchors.get(text);
      if (known) known.lists.push(index);
      else anchors.set(text, { text, isAnyCase: true, lists: [index] });
    }
  }
  return [...anchors.values()];
}
