/** Why a blob that a source met was left out on purpose. */
export type SkipReason =
  | 'submodule'
  | 'nested repository'
  | 'symbolic link'
  | 'special file'
  | 'deleted in the working tree'
  | 'excluded by --exclude'
  | 'excluded by the config'
  | 'not matched by --include';

/** Counts of what was left out, by reason, as they grow. */
export type SkipCounts = Partial<Record<SkipReason, number>>;

/** Counts `count` more of what was left out for `reason`. */
export function countSkipped(counts: SkipCounts, reason: SkipReason, count = 1): void {
  counts[reason] = (counts[reason] ?? 0) + count;
}

/** Adds what `from` counts to `into`. */
export function addSkipCounts(into: SkipCounts, from: SkipCounts): void {
  for (const [reason, count] of Object.entries(from) as [SkipReason, number][])
    countSkipped(into, reason, count);
}

/** What archives held, with those that lay in others. */
export interface ArchiveCounts {
  archiveCount: number;
  /** Files. */
  entryCount: number;
  /** Of these files, expanded. */
  byteCount: number;
}

/** Adds what `from` counts to `into`. */
export function addArchiveCounts(into: ArchiveCounts, from: Readonly<ArchiveCounts>): void {
  into.archiveCount += from.archiveCount;
  into.entryCount += from.entryCount;
  into.byteCount += from.byteCount;
}

/** What was read and what was not: part of every report, so that "clean" can be checked. */
export interface Coverage {
  /** Files, versions of files that git keeps, and messages of its commits and tags. */
  readonly blobCount: number;
  /** How many of these are no files but objects of git; absent when none is. */
  readonly objectCount?: number;
  readonly byteCount: number;
  /** On top of the blobs and bytes; absent when there was no archive. */
  readonly archives?: Readonly<ArchiveCounts>;
  readonly skipped: Readonly<SkipCounts>;
  /** Problems that left something unread. */
  readonly unreadCount: number;
  readonly durationMs: number;
  /** True when the user stopped the scan: nothing is known of the rest. */
  readonly isInterrupted: boolean;
}
