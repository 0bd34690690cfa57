import type { Rule } from './rule.ts';

/** Whether one of `names` stands for the rule. */
export type RuleNaming = (names: readonly string[], rule: Rule) => boolean;

/**
 * How rules are named where something is allowed: by id, alias, kind or provider of any of `rules`. A name stands for whole kinds, as
 * fingerprints do: which of a kind's rules sees a secret depends on where else it stands.
 */
export function createRuleNaming(rules: readonly Rule[]): RuleNaming {
  const kinds = new Map<string, Set<string>>();
  for (const rule of rules) {
    for (const name of listRuleNames(rule)) {
      const known = kinds.get(name);
      if (known) known.add(rule.kind);
      else kinds.set(name, new Set([rule.kind]));
    }
  }
  return (names, rule) =>
    names.some((name) => kinds.get(name)?.has(rule.kind) || listRuleNames(rule).includes(name));
}

/** Whatever a rule may be called by. */
export function listRuleNames({ id, aliases, kind, provider }: Rule): readonly string[] {
  return [id, ...aliases, kind, ...(provider === undefined ? [] : [provider])];
}
