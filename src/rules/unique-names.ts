import { ToolError } from '../core/errors.ts';
import type { Rule } from '../core/rule.ts';

/** Rules of one origin; `source` is what errors call it. */
export interface RuleSet {
  readonly source: string;
  readonly rules: readonly Rule[];
}

/** Throws a ToolError `bad-rules` that lists each id or alias that more than one of the rules claims. */
export function refuseSharedNames(sets: readonly RuleSet[]): void {
  const lines = listSharedNames(sets).map(
    ({ name, sources }) => `rule name ${name} is claimed by ${sources.join(' and ')}`,
  );
  if (lines.length === 0) return;
  const hint = 'Rename one of the rules: ids and aliases together are unique.';
  throw new ToolError('bad-rules', lines.join('\n'), { hint });
}

/** The ids and aliases that more than one rule claims, each with the sources of its claims. */
export function listSharedNames(
  sets: readonly RuleSet[],
): readonly { name: string; sources: readonly string[] }[] {
  const claims = new Map<string, string[]>();
  for (const { source, rules } of sets) {
    for (const name of rules.flatMap(({ id, aliases }) => [id, ...aliases])) {
      claims.set(name, [...(claims.get(name) ?? []), source]);
    }
  }
  return [...claims]
    .filter(([, sources]) => sources.length > 1)
    .map(([name, sources]) => ({ name, sources }));
}
