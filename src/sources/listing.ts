// What a source of files says while it walks: files in batches, what it left out and why, what went wrong. All of it is
// data in one stream, so that nothing can be dropped on the way without the type checker noticing.
import type { SkipReason } from '../core/coverage.ts';
import type { Problem } from '../core/problem.ts';

/** A file to be read. Whether it still is one is only known when it is opened. */
export interface ListedFile {
  /** For reports: with `/` on every system, relative to the base directory. Bytes that are not UTF-8 read as `\xff`. */
  readonly path: string;
  /** For opening: the bytes themselves where they are not UTF-8. */
  readonly absolutePath: string | Uint8Array;
  /** Present and true when ignore files name it. */
  readonly isIgnored?: boolean;
  /** Present and true when git's index names it: if it is not there, it was deleted, and nothing is wrong. */
  readonly isTracked?: boolean;
}

export type Listing =
  | { readonly kind: 'files'; readonly files: readonly ListedFile[] }
  | { readonly kind: 'skipped'; readonly reason: SkipReason; readonly count: number }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** No batch of files is longer than this. */
export const BATCH_COUNT = 512;

export interface ListRequest {
  /** Directories and files as the user named them. */
  readonly paths: readonly string[];
  /** What relative paths are relative to; absolute. */
  readonly cwd: string;
  /** Globs over the path for reports; empty includes every file. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly excludedByConfig?: readonly string[];
  /** False reads the folders as they lie on disk. */
  readonly usesGit: boolean;
  /** False also reads what ignore files name. */
  readonly honoursIgnoreFiles: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Counts what is left out, to be told at the end of a walk. */
export class SkipTally {
  readonly #counts = new Map<SkipReason, number>();

  add(reason: SkipReason, count = 1): void {
    if (count > 0) this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + count);
  }

  *listings(): Generator<Listing, void> {
    for (const [reason, count] of this.#counts) yield { kind: 'skipped', reason, count };
  }
}

/** Cuts `files` into batches. */
export function* batch(files: readonly ListedFile[]): Generator<Listing, void> {
  for (let start = 0; start < files.length; start += BATCH_COUNT) {
    yield { kind: 'files', files: files.slice(start, start + BATCH_COUNT) };
  }
}
