// Proves that every match of a pattern holds a keyword, and how far into the match. The pattern's tree is walked with the set of
// all "how much of a keyword stands right before here" that some match can have; a path that completes a keyword leaves
// the set. A pattern requires a keyword exactly when no path is left at its end. Look-arounds are taken as no condition, so
// the answer errs towards "not proven", never the other way.

import type { AST } from '@eslint-community/regexpp';
import { createCharacterReader, type Leaf } from './character-set.ts';
import { KeywordAutomaton, type Letter } from './keyword-automaton.ts';
import { readPattern } from './pattern.ts';

interface KeywordOptions {
  /** Lower case. */
  readonly keywords: readonly string[];
  readonly ignoreCase: boolean;
}

export type KeywordProof =
  | {
      readonly isRequired: true;
      /** The farthest from its start that a match may have its first complete keyword, in characters. */
      readonly farthest: number;
    }
  | {
      readonly isRequired: false;
      /** A short text without a keyword that matches, unless a look-around forbids it. */
      readonly counterexample: string;
    };

/** True when it is proven that each match of the pattern holds one of the lower case keywords, in whatever case. */
export function requiresKeyword(pattern: string, keywords: readonly string[], ignoreCase: boolean): boolean {
  const { ast, faults } = readPattern(pattern, 'secret');
  return ast !== undefined && faults.length === 0 && proveKeyword(ast, { keywords, ignoreCase }).isRequired;
}

/** Whether each match of a pattern without faults holds a keyword. */
export function proveKeyword(ast: AST.Pattern, options: KeywordOptions): KeywordProof {
  const walk = new KeywordWalk(options);
  const left = [...walk.visit(ast, START).values()];
  if (left.length === 0) return { isRequired: true, farthest: walk.farthest };
  const counterexample = left.map(({ sample }) => sample).reduce((a, b) => (b.length < a.length ? b : a));
  return { isRequired: false, counterexample };
}

/** All paths without a keyword that have the same end, as far as keywords go. */
interface Path {
  /** How many characters the longest of them consumed. */
  readonly longest: number;
  /** The text of a short one. */
  readonly sample: string;
}

/** The key is the longest beginning of a keyword that stands right before here. */
type Paths = ReadonlyMap<string, Path>;

const START: Paths = new Map([['', { longest: 0, sample: '' }]]);

class KeywordWalk {
  farthest = 0;
  readonly #automaton: KeywordAutomaton;
  readonly #readCharacters: ReturnType<typeof createCharacterReader>;

  constructor({ keywords, ignoreCase }: KeywordOptions) {
    this.#automaton = new KeywordAutomaton(keywords);
    this.#readCharacters = createCharacterReader(ignoreCase);
  }

  visit(node: AST.Node, paths: Paths): Paths {
    switch (node.type) {
      case 'Pattern':
      case 'Group':
      case 'CapturingGroup':
        return node.alternatives.map((alternative) => this.visit(alternative, paths)).reduce(merge);
      case 'Alternative':
        return node.elements.reduce((before, element) => this.visit(element, before), paths);
      case 'Quantifier':
        return this.#repeat(node, paths);
      case 'Assertion':
        return paths;
      default:
        return this.#consume(this.#automaton.readLetters(this.#readCharacters(node as Leaf)), paths);
    }
  }

  #repeat({ element, min, max }: AST.Quantifier, paths: Paths): Paths {
    let current = paths;
    let ends: Paths = min === 0 ? paths : new Map();
    for (let count = 1; count <= max && current.size > 0; count++) {
      current = this.visit(element, current);
      if (count >= min) ends = merge(ends, current);
    }
    return ends;
  }

  #consume(letters: readonly Letter[], paths: Paths): Paths {
    const next = new Map<string, Path>();
    for (const [begun, { longest, sample }] of paths) {
      for (const letter of letters) {
        const step = this.#automaton.step(begun, letter);
        if (step.found > 0) this.farthest = Math.max(this.farthest, longest + 1 - step.found);
        else add(next, step.begun, { longest: longest + 1, sample: sample + letter.text });
      }
    }
    return next;
  }
}

function merge(a: Paths, b: Paths): Paths {
  const merged = new Map(a);
  for (const [begun, path] of b) add(merged, begun, path);
  return merged;
}

function add(paths: Map<string, Path>, begun: string, path: Path): void {
  const known = paths.get(begun);
  const sample = known && known.sample.length <= path.sample.length ? known.sample : path.sample;
  paths.set(begun, { longest: Math.max(known?.longest ?? 0, path.longest), sample });
}
