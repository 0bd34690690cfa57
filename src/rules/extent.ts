// How far a pattern looks, derived from its tree bottom-up: the bounds of a part follow from the bounds of its parts. They may be
// too generous, never too tight: the engine drops text that it believes no match can need.

import type { AST } from '@eslint-community/regexpp';

/** Bounds of what one part of a pattern matches and looks at, in characters. */
export interface Extent {
  readonly shortest: number;
  readonly longest: number;
  /** How far before its own start the part may look. */
  readonly behind: number;
  /** How far after the latest end it could have (its start plus `longest`) the part may look. */
  readonly ahead: number;
}

const NOTHING: Extent = { shortest: 0, longest: 0, behind: 0, ahead: 0 };
const ONE_CHARACTER: Extent = { shortest: 1, longest: 1, behind: 0, ahead: 0 };

/** Bounds of a part of a pattern; infinite where a quantifier is. */
export function measureExtent(node: AST.Node): Extent {
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return node.alternatives.map(measureExtent).reduce(eitherOf);
    case 'Alternative':
      return node.elements.map(measureExtent).reduce(followedBy, NOTHING);
    case 'Quantifier':
      return repeat(measureExtent(node.element), node);
    case 'Assertion':
      return measureAssertion(node);
    default:
      return ONE_CHARACTER;
  }
}

function eitherOf(a: Extent, b: Extent): Extent {
  return {
    shortest: Math.min(a.shortest, b.shortest),
    longest: Math.max(a.longest, b.longest),
    behind: Math.max(a.behind, b.behind),
    ahead: Math.max(a.ahead, b.ahead),
  };
}

/** What `a` must consume shortens how far `b` can look behind the start of both, and the other way round. */
function followedBy(a: Extent, b: Extent): Extent {
  return {
    shortest: a.shortest + b.shortest,
    longest: a.longest + b.longest,
    behind: Math.max(a.behind, b.behind - a.shortest),
    ahead: Math.max(b.ahead, a.ahead - b.shortest),
  };
}

function repeat(extent: Extent, { min, max }: { min: number; max: number }): Extent {
  if (max === 0) return NOTHING;
  const longest = extent.longest === 0 ? 0 : extent.longest * max;
  return { ...extent, shortest: extent.shortest * min, longest };
}

function measureAssertion(node: AST.Assertion): Extent {
  switch (node.kind) {
    case 'start':
      return { ...NOTHING, behind: 1 };
    case 'end':
      return { ...NOTHING, ahead: 1 };
    case 'word':
      return { ...NOTHING, behind: 1, ahead: 1 };
    case 'lookahead':
    case 'lookbehind':
      return measureLookaround(node);
  }
}

function measureLookaround({ kind, alternatives }: AST.LookaroundAssertion): Extent {
  const { longest, behind, ahead } = alternatives.map(measureExtent).reduce(eitherOf);
  return kind === 'lookahead'
    ? { ...NOTHING, behind, ahead: longest + ahead }
    : { ...NOTHING, behind: longest + behind, ahead };
}
