// What a source of git's objects says while it looks: blobs to be read by their ids, what it left out and why.
import type { SkipReason } from '../core/coverage.ts';
import type { PathBytes } from '../git/commit-log.ts';
import { displayName } from './paths.ts';

/** A blob under one of its names. */
export interface ListedBlob {
  readonly oid: string;
  /** For reports and rules: relative to the top of the repository. Bytes that are not UTF-8 read as `\xff`. */
  readonly path: string;
}

export interface BlobListing {
  readonly blobs: readonly ListedBlob[];
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: every ASCII character is the same in bytes and in UTF-8.
const asciiOnly = /^[\x00-\x7f]*$/;

/** The path as reports show it. */
export function showPath(path: PathBytes): string {
  return asciiOnly.test(path) ? path : displayName(Buffer.from(path, 'latin1'));
}
