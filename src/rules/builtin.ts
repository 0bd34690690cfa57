import rules from 'invguard:rules';

import type { Rule } from '../core/rule.ts';

/** The rules of `rules/*.toml`, compiled into the bundle. */
export const builtinRules: readonly Rule[] = rules;
