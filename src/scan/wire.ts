// What crosses between the crew and its threads.

import type { ArchiveLimits } from '../archives/limits.ts';
import type { Match } from '../core/finding.ts';
import type { MarkSyntax } from '../core/mark.ts';
import type { Rule } from '../core/rule.ts';
import type { ListedFile } from '../sources/listing.ts';
import type { BatchTally } from './file-scanner.ts';

export interface WorkerOptions {
  readonly rules: readonly Rule[];
  readonly drawsFrames: boolean;
  /** Whose marks are put on matches; none when absent. */
  readonly markSyntaxes?: readonly MarkSyntax[] | undefined;
  /** Whether text in code is decoded where it may hold a secret; not, when absent. */
  readonly decodes?: boolean | undefined;
  /** How much of an archive is read; absent: archives are searched like any other bytes. */
  readonly archiveLimits?: ArchiveLimits | undefined;
}

/** What a worker is started with. */
export interface WorkerStart extends WorkerOptions {
  readonly backlogMemory: SharedArrayBuffer;
}

export interface WorkerOrder {
  readonly files: readonly ListedFile[];
}

/** A match whose rule is told by its index in the rules both sides have. */
export interface WireMatch extends Omit<Match, 'rule'> {
  readonly ruleIndex: number;
}

export type WorkerAnswer =
  | { readonly kind: 'matches'; readonly fileIndex: number; readonly matches: readonly WireMatch[] }
  | { readonly kind: 'done'; readonly tally: BatchTally };
