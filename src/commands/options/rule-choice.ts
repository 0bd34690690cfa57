import type { RuleSelection } from '../../config/config.ts';
import { listRules, type RuleSources, selectRules } from '../../config/select-rules.ts';
import type { Rule } from '../../core/rule.ts';
import type { Confidence, Severity } from '../../core/severity.ts';
import { builtinRules } from '../../rules/builtin.ts';
import { type Arguments, readFlag, readList, readText } from '../command.ts';

export interface RuleChoice {
  /** What the scan runs with; never none. */
  readonly rules: readonly Rule[];
  /** Those that are off, too. */
  readonly known: readonly Rule[];
}

/** The rules of the built-in set, the config and the command line, without those that are off or below the thresholds. */
export async function chooseRules(
  given: Arguments,
  cwd: string,
  selection: RuleSelection | undefined,
): Promise<RuleChoice> {
  const files = readList(given, 'rules');
  const builtin = readFlag(given, 'builtin-rules') ? builtinRules : [];
  const sources: RuleSources = {
    builtin,
    given: files.length > 0 ? await loadGivenRules([...builtin, ...(selection?.own ?? [])], files, cwd) : [],
    selection,
    minConfidence: readText(given, 'min-confidence') as Confidence | undefined,
    minSeverity: readText(given, 'min-severity') as Severity | undefined,
  };
  return { rules: withholdProviders(selectRules(sources), selection), known: listRules(sources) };
}

/** A repository's own rules never decide what is sent to a vendor: whoever wrote them may have written the repository. */
function withholdProviders(rules: readonly Rule[], selection: RuleSelection | undefined): readonly Rule[] {
  const own = new Set(selection?.own.map(({ id }) => id));
  return rules.map((rule) => {
    if (!own.has(rule.id)) return rule;
    const { provider: _, ...withheld } = rule;
    return withheld;
  });
}

async function loadGivenRules(
  known: readonly Rule[],
  files: readonly string[],
  cwd: string,
): Promise<readonly Rule[]> {
  const { loadOwnRules } = await import('../../rules/own.ts');
  return loadOwnRules(known, files, cwd).slice(known.length);
}
