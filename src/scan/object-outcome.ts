import type { ArchiveCounts } from '../core/coverage.ts';
import type { BlobNames } from '../git/packs/find-candidates.ts';
import type { ReadHistory } from '../git/packs/holdings.ts';
import type { ObjectProblem } from '../git/packs/object-database.ts';
import type { ObjectKind } from '../git/packs/search-plan.ts';

/** What a scan read, and what is left for others to read. */
export interface SearchOutcome {
  readonly objectCounts: Readonly<Record<ObjectKind, number>>;
  /** Bytes of these objects, expanded. */
  readonly byteCounts: Readonly<Record<ObjectKind, number>>;
  /** What archives held, on top of that. */
  readonly archives: ArchiveCounts;
  /** Objects and packs that could not be read here; `git cat-file` may know more. */
  readonly problems: readonly ObjectProblem[];
  /** Ids of objects too large to be expanded here. */
  readonly leftIds: readonly string[];
  /** Ids of all objects that the engine saw, with matches or without. */
  readonly candidateIds: readonly string[];
  /** Names of blobs that are read as settings. */
  readonly names: BlobNames;
  /** Whether an object names one that is not there, or could not be read for what it names. */
  readonly hasGap: boolean;
  /** Names that trees give to submodules; bytes, one a character. */
  readonly submoduleNames: readonly string[];
}

export interface ObjectScanOutcome extends SearchOutcome {
  /** What trees and commits say of blobs with matches; absent when there were none, or not all was read. */
  readonly history: ReadHistory | undefined;
  /** Tells the packs and loose objects of this scan from those of another. */
  readonly stamp: string;
}
