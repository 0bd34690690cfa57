import type { ArchiveCounts, Coverage } from '../../core/coverage.ts';
import { exitCodes } from '../../core/exit.ts';
import type { Notice } from '../../core/notice.ts';
import type { Problem } from '../../core/problem.ts';
import type { ReportBody, ReportContext } from '../../core/reporter.ts';

/** The version of the shape of `json` and `jsonl`; new members may come within it, none goes or changes meaning. */
export const SCHEMA_VERSION = '1';

export function describeTool(context: ReportContext): object {
  return { name: 'invguard', version: context.toolVersion };
}

export function describeProblem({ code, subject, detail, remedy, isIncomplete }: Problem): object {
  return { code, subject, detail, remedy, incomplete: isIncomplete };
}

export function describeNotice({ code, where, detail, remedy }: Notice): object {
  return { code, where, detail, remedy };
}

export function describeCoverage(coverage: Coverage): object {
  return {
    blobs: coverage.blobCount,
    ...(coverage.objectCount !== undefined && { objects: coverage.objectCount }),
    bytes: coverage.byteCount,
    ...(coverage.archives && { archives: describeArchives(coverage.archives) }),
    skipped: Object.fromEntries(listSkips(coverage)),
    unread: coverage.unreadCount,
    durationMs: coverage.durationMs,
  };
}

function describeArchives({ archiveCount, entryCount, byteCount }: ArchiveCounts): object {
  return { archives: archiveCount, entries: entryCount, bytes: byteCount };
}

/** The reasons for skips that happened, with their counts, in the order of the alphabet. */
export function listSkips({ skipped }: Coverage): readonly (readonly [reason: string, count: number])[] {
  return Object.entries(skipped)
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** How many things that were asked for were not read, by the coverage or by the problems, whichever says more. */
export function countUnread({ coverage, problems }: ReportBody): number {
  return Math.max(coverage.unreadCount, problems.filter((problem) => problem.isIncomplete).length);
}

/** True when everything asked for was read, whether or not something was found. */
export function isComplete(body: ReportBody): boolean {
  return hasFinished(body) && countUnread(body) === 0;
}

/** True for the exit codes of a scan that went to its end; the one about revocations leaves it to the coverage. */
export function hasFinished({ exitCode, coverage }: ReportBody): boolean {
  if (exitCode === exitCodes.unconfirmed.code) return !coverage.isInterrupted && coverage.unreadCount === 0;
  return exitCode === exitCodes.clean.code || exitCode === exitCodes.findings.code;
}
