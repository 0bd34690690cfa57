import { compileRules } from '../../src/engine/compile.ts';
import type { Literal } from '../../src/engine/literal-search.ts';
import { builtinRules } from '../../src/rules/builtin.ts';

/** Of these one, which a line break may cut, is in every text that a scan with the built-in rules looks at closer; all others end there. */
export function listScreenLiterals(): readonly Literal[] {
  const ruleset = compileRules(builtinRules, { markSyntaxes: ['invguard'], decodes: true });
  const { screen } = ruleset.select('a.js', [], false);
  if (!screen) throw new Error('the built-in rules have no screen');
  return screen.literals;
}
