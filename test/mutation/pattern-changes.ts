// The faults of regular expressions: an assertion or a flag forgotten, a set turned round, a count off by one.

import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';

interface Pattern {
  readonly pattern: string;
  readonly flags: string;
}

/** Every pattern that differs by one fault, as a literal. */
export function listPatternChanges({ pattern, flags }: Pattern): readonly string[] {
  const changed: string[] = [];
  const put = ({ start, end }: AST.Node, ...parts: readonly string[]) =>
    changed.push(...parts.map((part) => pattern.slice(0, start) + part + pattern.slice(end)));
  const isUnicode = flags.includes('u');
  const tree = new RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode: isUnicode });
  visitRegExpAST(tree, {
    onAssertionEnter: (node) => put(node, '(?:)'),
    onQuantifierEnter: (node) => put(node, ...listCounts(node).map((count) => node.element.raw + count)),
    onCharacterClassEnter: (node) => put(node, turnRound(node)),
  });
  const literals = changed.map((source) => `/${source}/${flags}`);
  return flags.includes('i') ? [...literals, `/${pattern}/${flags.replace('i', '')}`] : literals;
}

/** Once, and bounds that are off by one. */
function listCounts({ min, max, greedy }: AST.Quantifier): readonly string[] {
  const lazy = greedy ? '' : '?';
  if (max === 1) return [''];
  if (max === Number.POSITIVE_INFINITY) return ['', min === 0 ? `+${lazy}` : `{${min - 1},}${lazy}`];
  return [`{${min},${max + 1}}${lazy}`, ...(min < max ? [`{${min + 1},${max}}${lazy}`] : [`{${min - 1}}`])];
}

function turnRound({ negate, raw }: AST.CharacterClass): string {
  return negate ? `[${raw.slice(2)}` : `[^${raw.slice(1)}`;
}
