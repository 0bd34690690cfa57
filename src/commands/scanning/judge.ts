import type { LoadedPolicy } from '../../config/policy-request.ts';
import type { AllowedFinding } from '../../core/allowance.ts';
import type { Finding, Place } from '../../core/finding.ts';
import type { FaultyMark } from '../../core/mark.ts';
import type { Notice } from '../../core/notice.ts';

import { listHeardSyntaxes } from '../../core/policy.ts';
import type { Rule } from '../../core/rule.ts';

export interface Judging {
  readonly policy: LoadedPolicy;
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
  const { applyPolicy } = await import('../../findings/apply-policy.ts');
  const today = new Date().toISOString().slice(0, 10);
  const isNewMark = await findNewMarks(findings, judging);
  const scope = { ...judging, today, ...(isNewMark && { isNewMark }) };
  const { reported, allowed, notices } = applyPolicy(findings, policy, scope);
  return { findings: reported, allowed, notices };
}

/** Only of a policy from a revision: there, marks that the revision has not do not count. */
async function findNewMarks(
  findings: readonly Finding[],
  { policy: { base, marks }, rules }: Judging,
): Promise<((place: Place) => boolean) | undefined> {
  const isMarked = () => findings.some(({ places }) => places.some(({ mark }) => mark !== undefined));
  if (!base || !marks.honours || !isMarked()) return undefined;
  const { findNewMarks: find } = await import('../../repository/base-marks.ts');
  return find(findings, { ...base, rules, markSyntaxes: listHeardSyntaxes(marks) });
}
