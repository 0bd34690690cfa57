import path from 'node:path';

import type { Rule } from '../core/rule.ts';
import { filterNames } from '../engine/filters.ts';
import { loadRuleFile } from './load.ts';
import { refuseSharedNames } from './unique-names.ts';

/** The built-in rules and those of the user's files, in the order given. Throws `ToolError` for the first bad file. */
export function loadOwnRules(
  builtin: readonly Rule[],
  files: readonly string[],
  cwd: string,
): readonly Rule[] {
  const sets = files.map((file) => ({
    source: file,
    rules: loadRuleFile(path.resolve(cwd, file), { knownFilters: filterNames }),
  }));
  refuseSharedNames([{ source: 'the built-in rules', rules: builtin }, ...sets]);
  return [...builtin, ...sets.flatMap(({ rules }) => rules)];
}
