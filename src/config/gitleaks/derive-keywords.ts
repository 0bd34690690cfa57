// The literals of which one is in every match of a pattern. gitleaks' keywords only say which files are worth a look; here patterns run
// round keywords, so each match has to hold one.

import type { AST } from '@eslint-community/regexpp';
import { createCharacterReader, type Leaf } from '../../rules/character-set.ts';
import { proveKeyword } from '../../rules/keyword-proof.ts';
import { SHORTEST_KEYWORD } from '../../rules/schema.ts';

/** More alternatives than this say little about a text. */
const MOST_KEYWORDS = 64;
const PRINTABLE = /^[ -@[-~]+$/;

/** The given ones if each match holds one of them, else the longest that the pattern tells; undefined when there are none. */
export function chooseKeywords(ast: AST.Pattern, given: readonly string[]): readonly string[] | undefined {
  const usable = given.map((keyword) => keyword.toLowerCase());
  const candidates = [usable, ...listRequired(ast)];
  return candidates.find((keywords) => isUsable(keywords) && isRequired(ast, keywords));
}

function isUsable(keywords: readonly string[]): boolean {
  return (
    keywords.length > 0 &&
    keywords.length <= MOST_KEYWORDS &&
    keywords.every((keyword) => keyword.length >= SHORTEST_KEYWORD && PRINTABLE.test(keyword))
  );
}

function isRequired(ast: AST.Pattern, keywords: readonly string[]): boolean {
  return proveKeyword(ast, { keywords, ignoreCase: false }).isRequired;
}

/** Sets of literals of which one seems to be required, those with the longest shortest one first. */
function listRequired(ast: AST.Pattern): readonly (readonly string[])[] {
  const readCharacters = createCharacterReader(false);
  const sets = listSets(ast);
  return sets.map((set) => [...new Set(set)]).sort((a, b) => shortest(b) - shortest(a));

  function listSets(node: AST.Node): readonly (readonly string[])[] {
    if (node.type === 'Quantifier') return node.min > 0 ? listSets(node.element) : [];
    if (node.type === 'Alternative') return [...listRuns(node), ...node.elements.flatMap(listSets)];
    if (!('alternatives' in node) || node.type === 'Assertion') return [];
    const best = node.alternatives.map(
      (one) => listSets(one).toSorted((a, b) => shortest(b) - shortest(a))[0],
    );
    if (best.length === 1) return listSets(node.alternatives[0]!);
    return best.every((set) => set !== undefined) ? [best.flat()] : [];
  }

  /** What stands letter by letter, in whatever case. */
  function listRuns({ elements }: AST.Alternative): readonly (readonly string[])[] {
    const runs: string[] = [''];
    for (const letter of elements.map(readLetter)) {
      if (letter === undefined) runs.push('');
      else runs.push(runs.pop()! + letter);
    }
    return runs.filter((run) => run.length >= SHORTEST_KEYWORD).map((run) => [run]);
  }

  function readLetter(node: AST.Element): string | undefined {
    if (node.type !== 'Character' && node.type !== 'CharacterClass') return undefined;
    const letters = new Set(
      readCharacters(node as Leaf).map((code) => String.fromCharCode(code).toLowerCase()),
    );
    return letters.size === 1 ? [...letters][0] : undefined;
  }
}

function shortest(set: readonly string[]): number {
  return Math.min(...set.map(({ length }) => length));
}
