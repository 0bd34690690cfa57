import type { Rule } from '../core/rule.ts';
import { loadRuleFiles } from './load.ts';

/**
 * What the build puts into the bundle: the rules of all files as plain JSON, whatever order the paths are given in. Throws a
 * ToolError for any file with an error, and for ids or aliases that two files share.
 */
export function compileRuleFiles(paths: readonly string[], knownFilters: readonly string[]): Rule[] {
  return loadRuleFiles(paths.toSorted(), { knownFilters });
}
