// How many ways there are to divide a text between neighbouring repetitions of a pattern: what backtracking tries before it gives up.
// RE2 tries none, so patterns written for it may have any number. An upper bound that takes no time, where trying the pattern out takes
// seconds.

import type { AST } from '@eslint-community/regexpp';
import { createCharacterReader, type Leaf } from './character-set.ts';

type Codes = ReadonlySet<number>;

interface Ways {
  /** The most that a text can be divided between the repetitions that are neighbours. */
  readonly most: number;
  /** Of the repetitions that are still open to the right, and what any of them accepts. */
  readonly open: number;
  readonly last: Codes;
}

const NONE: Ways = { most: 1, open: 1, last: new Set() };

/** More than this nobody counts. */
const MOST_COUNTED = 1e15;

/** At least as many as there are, or more than anybody counts. */
export function countWays(pattern: AST.Pattern): number {
  const readCharacters = createCharacterReader(false);
  const known = new Map<string, Codes>();
  return visit(pattern, NONE).most;

  function visit(node: AST.Node, before: Ways): Ways {
    switch (node.type) {
      case 'Pattern':
      case 'Group':
      case 'CapturingGroup':
        return choose(node.alternatives, before);
      case 'Alternative':
        return node.elements.reduce((ways, element) => visit(element, ways), before);
      case 'Quantifier':
        return repeat(node, before);
      case 'Assertion':
        return before;
      default:
        return pass(before, read(node as Leaf));
    }
  }

  /** Alternatives that share no character are no choice. */
  function choose(alternatives: readonly AST.Alternative[], before: Ways): Ways {
    const accepted = alternatives.map(readAll);
    const isClear = accepted.every((a, at) => accepted.every((b, other) => other >= at || !overlaps(a, b)));
    const ways = alternatives.map((one) => visit(one, before));
    if (isClear) return ways.reduce(theWorse);
    return { ...ways.reduce(eitherOf), last: accepted.reduce(unite) };
  }

  function repeat(node: AST.Quantifier, before: Ways): Ways {
    if (node.max === 0) return before;
    return 'alternatives' in node.element ? unroll(node, before) : stretch(node, before);
  }

  /** A character, so many times. */
  function stretch({ element, min, max }: AST.Quantifier, before: Ways): Ways {
    const accepted = readAll(element);
    const joins = overlaps(before.last, accepted);
    const open = (joins ? before.open : 1) * (max - min + 1);
    const most = Math.max(before.most, open);
    if (joins) return { most, open, last: unite(before.last, accepted) };
    // What is left out separates nothing.
    if (min === 0) return { most, open: Math.max(before.open, open), last: unite(before.last, accepted) };
    return { most, open, last: accepted };
  }

  /** A group, once more and once more: as many ways as there are with each number of rounds, together. */
  function unroll({ element, min, max }: AST.Quantifier, before: Ways): Ways {
    let ways = before;
    let [open, last] = min === 0 ? [before.open, before.last] : [0, NONE.last];
    for (let count = 1; count <= max && ways.most < MOST_COUNTED; count++) {
      const next = visit(element, ways);
      const isSettled = count > 1 && next.most === ways.most && next.open === ways.open;
      if (isSettled || count >= min) {
        const roundCount = isSettled ? max - Math.max(count, min) + 1 : 1;
        open += next.open * roundCount;
        last = unite(last, next.last);
      }
      ways = next;
      if (isSettled) break;
    }
    return { most: Math.max(ways.most, open), open: Math.max(1, open), last };
  }

  /** A character that the repetition before cannot accept leaves it only one way. */
  function pass(before: Ways, accepted: Codes): Ways {
    return overlaps(before.last, accepted) ? before : { ...NONE, most: before.most };
  }

  function readAll(node: AST.Node): Codes {
    if (node.type === 'Alternative') return node.elements.map(readAll).reduce(unite, new Set<number>());
    if (node.type === 'Assertion') return new Set();
    if (node.type === 'Group' || node.type === 'CapturingGroup' || node.type === 'Pattern')
      return node.alternatives.map(readAll).reduce(unite);
    if (node.type === 'Quantifier') return readAll(node.element);
    return read(node as Leaf);
  }

  function read(leaf: Leaf): Codes {
    const codes = known.get(leaf.raw) ?? new Set(readCharacters(leaf));
    known.set(leaf.raw, codes);
    return codes;
  }
}

function eitherOf(a: Ways, b: Ways): Ways {
  const open = a.open + b.open;
  return { most: Math.max(a.most, b.most, open), open, last: unite(a.last, b.last) };
}

function theWorse(a: Ways, b: Ways): Ways {
  return { most: Math.max(a.most, b.most), open: Math.max(a.open, b.open), last: unite(a.last, b.last) };
}

function unite(a: Codes, b: Codes): Codes {
  return new Set([...a, ...b]);
}

function overlaps(a: Codes, b: Codes): boolean {
  for (const code of a) if (b.has(code)) return true;
  return false;
}
