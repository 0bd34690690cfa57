import { ToolError } from '../core/errors.ts';
import type { Rule } from '../core/rule.ts';
import { listRuleNames } from '../core/rule-naming.ts';
import { type Confidence, isAsSevereAs, isAtLeast, type Severity } from '../core/severity.ts';
import type { RuleOverride, RuleSelection } from './config.ts';

export interface RuleSources {
  readonly builtin: readonly Rule[];
  /** Of files that were named on the command line. */
  readonly given: readonly Rule[];
  /** Absent without a config. */
  readonly selection?: RuleSelection | undefined;
  /** Thresholds of the command line outrank those of the config. */
  readonly minConfidence?: Confidence | undefined;
  readonly minSeverity?: Severity | undefined;
}

/** Every rule there is, changed as the config says, on or off. */
export function listRules({ builtin, given, selection }: RuleSources): readonly Rule[] {
  if (!selection) return [...builtin, ...given];
  const all = [...(selection.replacesBuiltin ? [] : builtin), ...selection.own, ...given];
  return selection.overrides.length === 0 ? all : all.map((rule) => change(rule, selection.overrides));
}

/** The rules that a scan runs with. Throws a ToolError `no-rules` when none is left. */
export function selectRules(sources: RuleSources): readonly Rule[] {
  const { selection } = sources;
  const minConfidence = sources.minConfidence ?? selection?.minConfidence ?? 'low';
  const minSeverity = sources.minSeverity ?? selection?.minSeverity ?? 'low';
  const chosen = listRules(sources).filter(
    (rule) =>
      isOn(rule, selection) &&
      isAtLeast(rule.confidence, minConfidence) &&
      isAsSevereAs(rule.severity, minSeverity),
  );
  if (chosen.length > 0) return chosen;
  throw new ToolError('no-rules', 'no rule is left to scan with', {
    hint: selection
      ? 'Let the config leave some rules on (`replace-builtin`, `only-rules`, `disable-rules` and the thresholds turn them off), or pass --no-config.'
      : 'Lower --min-confidence or --min-severity, or name a rule file with --rules.',
  });
}

function isOn(rule: Rule, selection: RuleSelection | undefined): boolean {
  if (!selection) return true;
  const { disabled, only } = selection;
  return !isNamed(rule, disabled) && (only === undefined || isNamed(rule, only));
}

function isNamed(rule: Rule, names: readonly string[]): boolean {
  return names.length > 0 && listRuleNames(rule).some((name) => names.includes(name));
}

/** Of several overrides the last counts, key by key. */
function change(rule: Rule, overrides: readonly RuleOverride[]): Rule {
  const fitting = overrides.filter(({ name }) => isNamed(rule, [name]));
  return Object.assign({}, rule, ...fitting.map(({ name: _, ...keys }) => keys));
}
