// What `rules check` needs, in one lazily loaded piece: the linter parses regular expressions, which no scan does.

import { scanText } from '../engine/blob-scan.ts';
import { compileRules, type Ruleset } from '../engine/compile.ts';
import type { ScanText } from './check.ts';

export { checkRules } from './check.ts';
export { lintRules } from './lint.ts';
export { loadOwnRules } from './own.ts';

const rulesets = new WeakMap<object, Ruleset>();

/** The real engine, for examples. */
export const scanExample: ScanText = (text, path, rules) => {
  const ruleset = rulesets.get(rules) ?? compileRules(rules);
  rulesets.set(rules, ruleset);
  return scanText(text, { ruleset, path, drawsFrames: false });
};
