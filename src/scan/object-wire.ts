// What crosses between a scan of objects and its threads.

import type { ArchiveLimits } from '../archives/limits.ts';
import type { ArchiveCounts } from '../core/coverage.ts';
import type { MarkSyntax } from '../core/mark.ts';
import type { Problem } from '../core/problem.ts';
import type { Rule } from '../core/rule.ts';
import type { HistoryRecord } from '../git/packs/history-record.ts';
import type { SearchTally, WorkCounter } from '../git/packs/object-search.ts';
import type { ObjectTables } from '../git/packs/object-tables.ts';
import type { ObjectKind } from '../git/packs/search-plan.ts';
import type { WireMatch } from './wire.ts';

export interface ObjectWorkerOptions {
  readonly rules: readonly Rule[];
  readonly drawsFrames: boolean;
  readonly markSyntaxes?: readonly MarkSyntax[] | undefined;
  /** Whether text in code is decoded where it may hold a secret; not, when absent. */
  readonly decodes?: boolean | undefined;
  /** How much of an archive is read; absent: archives are searched like any other bytes. */
  readonly archiveLimits?: ArchiveLimits | undefined;
  /** Memory for objects, in this thread. */
  readonly budgetBytes: number;
}

/** Blobs (hex id) and the names that trees give them, as far as a name decides how a blob is read. */
export type NamePairs = readonly (readonly [id: string, names: readonly string[]])[];

/** What to search, until the counter runs out; see `ObjectScanner`. */
export type ObjectOrder =
  | { readonly kind: 'tables'; readonly tables: ObjectTables }
  | { readonly kind: 'blobs'; readonly counter: WorkCounter }
  | { readonly kind: 'links'; readonly counter: WorkCounter; readonly followed: Followed }
  | {
      readonly kind: 'named';
      readonly counter: WorkCounter;
      readonly tables: ObjectTables;
      readonly names: NamePairs;
    }
  | {
      readonly kind: 'archives';
      readonly counter: WorkCounter;
      readonly ids: readonly string[];
      readonly names: NamePairs;
    };

/** Hex ids of the blobs that are followed through trees and commits; none are, when absent. */
export type Followed = ReadonlySet<string> | undefined;

/** The matches of one object, and what could not be read of an archive. */
export interface ObjectMatches {
  /** Hex. */
  readonly id: string;
  readonly kind: ObjectKind;
  /** The name it was read under; empty when none of its names decides anything. */
  readonly name: string;
  readonly matches: readonly WireMatch[];
  readonly flaws: readonly Problem[];
}

/** What became of an order in one thread. */
export interface OrderOutcome {
  readonly tally: SearchTally;
  /** Found by an order for links. */
  readonly names: NamePairs;
  /** Put down by an order for links that followed some blobs; absent also when some tree or commit could not be read. */
  readonly record?: HistoryRecord;
  /** Objects that were scanned, hex ids. */
  readonly candidateIds: readonly string[];
  /** Those among them that are archives, and still to be searched. */
  readonly archiveIds: readonly string[];
  /** What archives held: counted by an order for them. */
  readonly archives: Readonly<ArchiveCounts>;
}

export type ObjectAnswer =
  | { readonly kind: 'matches'; readonly found: ObjectMatches }
  | { readonly kind: 'done'; readonly outcome: OrderOutcome };
