import type { AllowedFinding } from '../../core/allowance.ts';
import type { Coverage } from '../../core/coverage.ts';
import type { Finding } from '../../core/finding.ts';
import type { Notice } from '../../core/notice.ts';
import type { Problem } from '../../core/problem.ts';

/** What a scan found. */
export interface Outcome {
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  readonly coverage: Coverage;
}

/** The same, told from what somebody allowed. */
export interface JudgedOutcome extends Outcome {
  readonly allowed: readonly AllowedFinding[];
  readonly notices: readonly Notice[];
}

/** Whether something stayed unread, or nobody knows whether all was read. */
export function isIncomplete({ coverage, problems }: Outcome): boolean {
  return coverage.unreadCount > 0 || problems.some((problem) => problem.isIncomplete);
}

export interface ReviewedOutcome extends JudgedOutcome {
  /** Decided by the review; by findings and coverage if none. */
  readonly exitCode?: number;
}

/** What becomes of an outcome before it is reported. */
export type Review = (outcome: JudgedOutcome) => Promise<ReviewedOutcome>;
