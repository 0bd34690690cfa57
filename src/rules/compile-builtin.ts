import { readdirSync } from 'node:fs';
import path from 'node:path';

import type { Rule } from '../core/rule.ts';
import { filterNames } from '../engine/filters.ts';
import { compileRuleFiles } from './compile.ts';

/** The rules of every TOML file of a folder: what the build puts into the bundle, and vitest into its place. */
export function compileBuiltinRules(folder: string): readonly Rule[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.toml'));
  return compileRuleFiles(
    files.map((name) => path.join(folder, name)),
    filterNames,
  );
}
