// Compares what was found with what was planted.
import type { Rule } from '../../src/core/rule.ts';
import type { Case } from '../corpus/cases.ts';
import type { Found } from './scan-corpus.ts';

export interface Outcome {
  readonly case: Case;
  /** To the character, by a rule of the right kind. */
  readonly isFound: boolean;
  /** What else was reported there as a secret. */
  readonly strays: readonly Found[];
}

export function judgeCases(
  cases: readonly Case[],
  found: readonly (readonly Found[])[],
  rules: readonly Rule[],
): readonly Outcome[] {
  const kinds = new Map(rules.map(({ id, kind }) => [id, kind]));
  return cases.map((one, index) => {
    const isPlanted = ({ secret, kind }: Found) =>
      secret === one.key && kind === kinds.get(one.subject.ruleId);
    const there = found[index]!;
    return {
      case: one,
      isFound: there.some(isPlanted),
      strays: there.filter((finding) => !isPlanted(finding)),
    };
  });
}
