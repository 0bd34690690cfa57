import type { PolicyOrigin } from '../../config/policy-request.ts';
import type { ReportBody, ReportContext } from '../../core/reporter.ts';
import type { RepositoryRequest } from '../../repository/repository-scan.ts';
import type { Review } from './outcome.ts';

/** What a command scans, and what it does with what was found beside the report. */
export interface ScanTarget {
  readonly paths: readonly string[];
  readonly stdinPath: string | undefined;
  /** What to read of a repository, after the paths. */
  readonly repository?: RepositoryRequest;
  /** How the report calls it all, where the paths do not tell. */
  readonly label?: string;
  /** Fetched from elsewhere for this scan: what it says about policy is not heard. */
  readonly isForeign?: boolean;
  /** The revision whose policy counts, where the command knows it better than the user; --policy-from outranks it. */
  readonly policyFrom?: PolicyOrigin;
  /** Whether findings need the lines they stand in, whatever the reports show. */
  readonly drawsFrames?: boolean;
  /** Whether what lies in the current folder may be a stranger's, so that reports follow no link there. */
  readonly isUnderReview?: boolean;
  /** What becomes of the outcome before it is reported; the options decide if none. */
  readonly review?: Review;
  /** Is given what was found, before any report is written. */
  readonly tell?: (body: ReportBody, context: ReportContext) => Promise<void>;
}
