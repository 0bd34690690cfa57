/** Why a blob that a source met was left out on purpose. */
export type SkipReason =
  | 'submodule'
  | 'nested repository'
  | 'symbolic link'
  | 'special file'
  | 'deleted in the working tree'
  | 'excluded by --exclude'
  | 'not matched by --include';

/** What was read and what was not: part of every report, so that "clean" can be checked. */
export interface Coverage {
  readonly blobCount: number;
  readonly byteCount: number;
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  /** Problems that left something unread. */
  readonly unreadCount: number;
  readonly durationMs: number;
  /** True when the user stopped the scan: nothing is known of the rest. */
  readonly isInterrupted: boolean;
}
