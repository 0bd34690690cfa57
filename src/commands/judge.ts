import type { AllowedFinding } from '../core/allowance.ts';
import type { Finding } from '../core/finding.ts';
import type { FaultyMark } from '../core/mark.ts';
import type { Notice } from '../core/notice.ts';
import type { Policy } from '../core/policy.ts';
import type { Rule } from '../core/rule.ts';

export interface Judging {
  readonly policy: Policy;
  /** Every rule there is: names are looked up in them. */
  readonly rules: readonly Rule[];
  /** Whether all that the policy speaks about was read. */
  readonly isWhole: boolean;
  readonly faultyMarks: readonly FaultyMark[];
}

export interface Judged {
  readonly findings: readonly Finding[];
  readonly allowed: readonly AllowedFinding[];
  readonly notices: readonly Notice[];
}

/** Applies the policy as it stands today (UTC). Loads nothing where there is nothing to judge. */
export async function judge(findings: readonly Finding[], judging: Judging): Promise<Judged> {
  const { policy, faultyMarks } = judging;
  if (findings.length === 0 && policy.entries.length === 0 && faultyMarks.length === 0) {
    return { findings, allowed: [], notices: policy.notices };
  }
  const { applyPolicy } = await import('../findings/apply-policy.ts');
  const today = new Date().toISOString().slice(0, 10);
  const { reported, allowed, notices } = applyPolicy(findings, policy, { ...judging, today });
  return { findings: reported, allowed, notices };
}
