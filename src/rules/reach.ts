import type { AST } from '@eslint-community/regexpp';
import type { Reach } from '../core/rule.ts';
import { measureExtent } from './extent.ts';
import { proveKeyword } from './keyword-proof.ts';

/**
 * The reach of a pattern without faults. A search that starts at the match's start finds the same match in any slice of the
 * text that holds `behind` characters before that start and `longest + ahead` after it: alternatives that are tried and
 * given up look no farther either. Keywords are lower case; without a proof that one is required, `before` is the most it can be.
 */
export function deriveReach(
  ast: AST.Pattern,
  { keywords, ignoreCase }: { keywords: readonly string[]; ignoreCase: boolean },
): Reach {
  const { longest, behind, ahead } = measureExtent(ast);
  if (keywords.length === 0) return { behind, before: 0, longest, ahead };
  const proof = proveKeyword(ast, { keywords, ignoreCase });
  return { behind, before: proof.isRequired ? proof.farthest : longest, longest, ahead };
}
