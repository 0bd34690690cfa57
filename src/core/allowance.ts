import type { Finding } from './finding.ts';

/** What may allow a finding. */
export type AllowanceMeans = 'mark' | 'ignore file' | 'baseline' | 'config';

/** Why a finding does not count. */
export interface Allowance {
  readonly means: AllowanceMeans;
  /** Where the allowance is written: `src/a.ts:12`, `.invguardignore:3`. */
  readonly where: string;
  readonly reason?: string;
  /** The last day it counts, `YYYY-MM-DD`. */
  readonly expires?: string;
}

/** A finding that somebody allowed: it is counted and told, but decides no exit code. */
export interface AllowedFinding {
  readonly finding: Finding;
  readonly allowance: Allowance;
}
