import { ToolError } from '../core/errors.ts';
import type { Rule } from '../core/rule.ts';
import { type Confidence, isAsSevereAs, isAtLeast, type Severity } from '../core/severity.ts';
import { builtinRules } from '../rules/builtin.ts';
import { type Arguments, readFlag, readList, readText } from './command.ts';

/** The rules a scan runs with: built-in ones, the user's own, without those below the thresholds. Never none. */
export async function chooseRules(given: Arguments, cwd: string): Promise<readonly Rule[]> {
  const files = readList(given, 'rules');
  const builtin = readFlag(given, 'builtin-rules') ? builtinRules : [];
  const all = files.length > 0 ? await addOwnRules(builtin, files, cwd) : builtin;
  const chosen = all.filter(
    (rule) =>
      isAtLeast(rule.confidence, readText(given, 'min-confidence') as Confidence) &&
      isAsSevereAs(rule.severity, readText(given, 'min-severity') as Severity),
  );
  if (chosen.length > 0) return chosen;
  throw new ToolError('no-rules', 'no rule is left to scan with', {
    hint: 'Lower --min-confidence or --min-severity, or name a rule file with --rules.',
  });
}

async function addOwnRules(
  builtin: readonly Rule[],
  files: readonly string[],
  cwd: string,
): Promise<readonly Rule[]> {
  const { loadOwnRules } = await import('../rules/own.ts');
  return loadOwnRules(builtin, files, cwd);
}
