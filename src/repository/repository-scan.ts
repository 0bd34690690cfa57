// What the scans of a repository have in common.

import type { ArchiveLimits } from '../archives/limits.ts';
import type { Match } from '../core/finding.ts';
import type { MarkSyntax } from '../core/mark.ts';
import type { CommitStamp, Origin } from '../core/origin.ts';
import type { Problem } from '../core/problem.ts';
import type { RepositoryPart } from '../core/repository-part.ts';
import type { Rule } from '../core/rule.ts';
import type { ReadHistory } from '../git/packs/holdings.ts';
import type { RepositoryState } from '../git/repository-state.ts';
import type { GitOptions } from '../git/run.ts';
import { type BatchTally, createTally } from '../scan/file-scanner.ts';
import type { ReadObject, WantedObject } from './catfile-reader.ts';

export interface RepositoryRequest {
  readonly part: RepositoryPart;
  /** Absolute: a folder of the repository, or the repository itself if it is bare. */
  readonly directory: string;
  /** For hooks: the surrounding git says which repository and index. */
  readonly keepsPlace: boolean;
  /** Whether commits that a shallow clone left behind make the scan incomplete. */
  readonly requiresFullHistory: boolean;
  readonly showsEmails: boolean;
  /** Whether what an earlier scan learnt may be used. */
  readonly usesCache: boolean;
}

/** A request with what every scan has. */
export interface RepositoryScan extends RepositoryRequest {
  readonly rules: readonly Rule[];
  readonly drawsFrames: boolean;
  readonly markSyntaxes?: readonly MarkSyntax[];
  /** Whether text in code is decoded where it may hold a secret; not, when absent. */
  readonly decodes?: boolean | undefined;
  /** How much of an archive is read; absent: archives are searched like any other bytes. */
  readonly archiveLimits?: ArchiveLimits | undefined;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly excludedByConfig?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

export type TakeMatch = (origin: Origin, match: Match) => void;

export function toGitOptions({ directory, keepsPlace, signal }: RepositoryScan): GitOptions {
  return { cwd: directory, keepsPlace, signal };
}

/** What an object that was read, or could not be, adds to the counts. */
export function tallyRead(read: ReadObject<WantedObject>): BatchTally {
  if (read.kind === 'problem') return { ...createTally(), problems: [read.problem] };
  const { archives, problems } = read.contents;
  return { ...createTally(), archives, problems, blobCount: 1, objectCount: 1, byteCount: read.byteCount };
}

/** How names of people, refs and files go into reports. */
export interface Naming {
  readonly showsEmails: boolean;
  /** The text without the secrets in it. */
  readonly hide: (text: string) => string;
}

/** `commit` as reports name it: texts read as UTF-8, the e-mail only when it was asked for. */
export function stampCommit(
  commit: { id: string; author: string; email: string; date: string },
  { showsEmails, hide }: Naming,
): CommitStamp {
  const { id, author, email, date } = commit;
  return { id, author: hide(readUtf8(author)), ...(showsEmails && { email: hide(readUtf8(email)) }), date };
}

function readUtf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** An object that holds secrets, or was not read whole. */
export interface ObjectMatches {
  readonly oid: string;
  readonly kind: 'blob' | 'commit' | 'tag';
  /** The path it was searched under, or its last name, as reports show it; absent where no rule depends on one. */
  readonly path?: string;
  readonly matches: readonly Match[];
  /** What could not be read of an archive. */
  readonly flaws: readonly Problem[];
}

/** What a search of all objects knows in the end of what they name. */
export interface SearchEnd {
  /** Whether some object may name another that the repository does not hold. */
  readonly hasGap: boolean;
  /** Tells what the repository holds from what it held before or will hold later; absent when that is not known. */
  readonly stamp?: string;
  /** What it put down of trees and commits. */
  readonly history?: ReadHistory | undefined;
}

/** Searches all objects. `take` is given those with findings or flaws; the tallies count all. Throws a `GitError` when git fails. */
export type SearchObjects = (
  state: RepositoryState,
  scan: RepositoryScan,
  take: (found: ObjectMatches) => void,
) => AsyncGenerator<BatchTally, SearchEnd>;
