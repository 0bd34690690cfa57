import { ToolError } from '../core/errors.ts';
import type { Rule } from '../core/rule.ts';
import { countWays } from '../rules/backtracking.ts';
import { LONGEST_MATCH, readPattern } from '../rules/pattern.ts';

/** Steps that backtracking makes in less than the time for one slice (some 200 million in a second, V8 of Node 20). */
const FEW_STEPS = 10_000_000;

/**
 * Throws a ToolError `bad-policy` for own rules that would let a repository hang whoever scans it. Most patterns are sound by their
 * form; only the others are run against hostile texts, some tenths of a second each.
 */
export async function refuseSlowRules(own: readonly Rule[], name: string): Promise<void> {
  const suspects = own.filter(maySlowDown);
  if (suspects.length === 0) return;
  const { lintRules } = await import('../rules/lint.ts');
  const slow = lintRules(suspects).filter(({ code }) => code === 'slow-pattern');
  if (slow.length === 0) return;
  const lines = slow.map(({ ruleId, detail }) => `${name}: rule ${ruleId}: ${detail}`);
  throw new ToolError('bad-policy', lines.join('\n'), {
    hint: 'Mend the rule; `invguard rules check FILE` says more about a rule file.',
  });
}

function maySlowDown({ pattern, variable, near, exclude }: Rule): boolean {
  const contexts = [
    ...near.map((one) => one.pattern),
    ...exclude,
    ...(variable === undefined ? [] : [variable]),
  ];
  return maySourceSlowDown(pattern, 'secret') || contexts.some((one) => maySourceSlowDown(one, 'context'));
}

function maySourceSlowDown(source: string, role: 'secret' | 'context'): boolean {
  const { ast } = readPattern(source, role);
  return ast !== undefined && countWays(ast) * LONGEST_MATCH >= FEW_STEPS;
}
