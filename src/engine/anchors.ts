// The literals that tell where a rule may match: nothing else of a text is looked at for it.

import type { Rule } from '../core/rule.ts';

/**
 * Literals of which at least one stands in any window where the rule has a match: those of a required context when it is
 * made of plain literals (they are rarer: `api.invoance.com` against `bearer`), else the rule's keywords. Sound for
 * contexts because a match is judged only in a window that holds all of its context.
 */
export function listAnchors(rule: Rule): readonly string[] {
  for (const near of rule.near) {
    const literals = near.mode === 'require' ? readPlainLiterals(near.pattern) : undefined;
    if (literals) return literals;
  }
  return rule.keywords;
}

/** The alternatives of a pattern that is nothing but literals joined by `|`, lower case; undefined for any other. */
function readPlainLiterals(pattern: string): readonly string[] | undefined {
  if (!/^(?:[A-Za-z0-9_-]|\\[.:/-]|\|)+$/.test(pattern)) return undefined;
  const literals = pattern.split('|').map((literal) => literal.replaceAll('\\', '').toLowerCase());
  return literals.every((literal) => literal.length >= 3) ? literals : undefined;
}
