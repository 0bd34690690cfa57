import { readdirSync } from 'node:fs';
import path from 'node:path';

import type { Rule } from '../core/rule.ts';
import { filterNames } from '../engine/filters.ts';
import { type KnownLiterals, workOutLiterals } from '../engine/work-out-literals.ts';
import { compileRuleFiles } from './compile.ts';

/** What is known before a scan starts, by the names that `builtin-module.d.ts` gives to it. */
export interface Builtins {
  readonly 'invguard:rules': readonly Rule[];
  readonly 'invguard:literals': KnownLiterals;
}

/** Of the TOML files of a folder: what the build puts into the bundle, and vitest into its place. */
export function compileBuiltins(folder: string): Builtins {
  const files = readdirSync(folder).filter((name) => name.endsWith('.toml'));
  const rules = compileRuleFiles(
    files.map((name) => path.join(folder, name)),
    filterNames,
  );
  return { 'invguard:rules': rules, 'invguard:literals': workOutLiterals(rules) };
}
