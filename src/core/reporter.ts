import type { AllowedFinding } from './allowance.ts';
import type { Coverage } from './coverage.ts';
import type { Finding } from './finding.ts';
import type { Notice } from './notice.ts';
import type { Problem } from './problem.ts';
import type { Rule } from './rule.ts';

/** What a report is about, known before its first finding. */
export interface ReportContext {
  readonly toolVersion: string;
  /** What was scanned, as the user named it: `.`, `src`, `standard input`. */
  readonly target: string;
  /** Every rule the scan ran with, in order. */
  readonly rules: readonly Rule[];
  /** Whether to use colour; only the text reporter does. */
  readonly hasColour: boolean;
  /** Characters that fit a line of the terminal; only the text reporter uses it. */
  readonly width: number;
  /** Whether the user asked to see secrets in full (`--show-secrets`). */
  readonly showsSecrets: boolean;
  /** Whether the user asked to see what is allowed, one by one (`--show-allowed`); only the text reporter asks. */
  readonly showsAllowed: boolean;
  /** When the scan began and when it ended: ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** Makes letters and digits that nobody who wrote what was scanned could know; a CI log is fenced with them. */
  readonly createFence: () => string;
}

/** Everything a scan found, in the order a report tells it. */
export interface ReportBody {
  readonly findings: Iterable<Finding>;
  readonly findingCount: number;
  /** What somebody allowed: told, but not among `findings`, and of no weight for the exit code. */
  readonly allowed: readonly AllowedFinding[];
  readonly notices: readonly Notice[];
  readonly problems: readonly Problem[];
  readonly coverage: Coverage;
  readonly exitCode: number;
}

/**
 * Turns a scan's outcome into text, piece by piece, so that a report of 100,000 findings is never one string. Pure: the
 * caller writes. Pieces join without separators and the last ends with a newline.
 */
export type Reporter = (body: ReportBody, context: ReportContext) => Iterable<string>;
