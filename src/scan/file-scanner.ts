// Reads and searches files, one batch after another, in whichever thread it is made.

import type { ArchiveLimits } from '../archives/limits.ts';
import { sniffArchive } from '../archives/sniff-archive.ts';
import { countSkipped, type SkipCounts } from '../core/coverage.ts';
import type { Match } from '../core/finding.ts';
import { holdsNothing } from '../engine/blob-scan.ts';
import type { Ruleset } from '../engine/compile.ts';
import { readFileInto } from '../sources/file.ts';
import type { ListedFile } from '../sources/listing.ts';
import { ContentScan, type ContentTally, createContentTally } from './content-scan.ts';

/**
 * Bytes read at a time. Most files are one read; and the text of a window still fits V8's ordinary pages, where one over 128 KB is
 * mapped and unmapped each time: 4 GB take 6 s with 96 KB and 14 s with 256 KB (Node 20.20).
 */
const CHUNK_LENGTH = 96 * 1024;

/** The matches of one piece of one file of a batch. */
export interface FileMatches {
  /** Index of the file in its batch. */
  readonly fileIndex: number;
  readonly matches: readonly Match[];
}

/** What became of the files of a batch. */
export interface BatchTally extends ContentTally {
  blobCount: number;
  /** How many of these are objects of git. */
  objectCount: number;
  byteCount: number;
  readonly skipped: SkipCounts;
}

export function createTally(): BatchTally {
  return { ...createContentTally(), blobCount: 0, objectCount: 0, byteCount: 0, skipped: {} };
}

/** Thrown out of a read that turns out longer, or richer, than the caller lets it be; nothing of the file has been told then. */
export class FileTooLong extends Error {}

export interface FileScannerOptions {
  readonly drawsFrames: boolean;
  readonly archiveLimits?: ArchiveLimits | undefined;
}

export class FileScanner {
  readonly #buffer = Buffer.allocUnsafeSlow(CHUNK_LENGTH);
  readonly #ruleset: Ruleset;
  readonly #options: FileScannerOptions;

  constructor(ruleset: Ruleset, options: FileScannerOptions) {
    this.#ruleset = ruleset;
    this.#options = options;
  }

  /**
   * Searches one file and adds what became of it to `tally`. `take` is given matches as they become certain. Throws
   * `FileTooLong` before searching more than `maxByteCount`, of what archives hold too; and `UnpackerNeeded`.
   */
  scan(
    file: ListedFile,
    tally: BatchTally,
    { take, maxByteCount }: { take: (matches: Match[]) => void; maxByteCount: number },
  ): void {
    let searchedCount = 0;
    const countBytes = (count: number) => {
      searchedCount += count;
      if (searchedCount > maxByteCount) throw new FileTooLong();
    };
    let scan: ContentScan | undefined;
    let byteCount = 0;
    const outcome = readFileInto(file, this.#buffer, (bytes, isLast) => {
      byteCount += bytes.length;
      countBytes(bytes.length);
      if (!scan && isLast && this.#holdsNothing(file, bytes)) return;
      scan ??= this.#open(file, countBytes);
      const matches = scan.write(bytes, isLast);
      if (matches.length > 0) take(matches);
    });
    if (outcome.kind === 'skipped') countSkipped(tally.skipped, outcome.reason);
    else if (outcome.kind === 'problem') tally.problems.push(outcome.problem);
    else tally.blobCount++;
    tally.byteCount += byteCount;
    scan?.addTo(tally);
  }

  /** True for nearly every file: what a search needs is made for the others only. */
  #holdsNothing({ path }: ListedFile, bytes: Uint8Array): boolean {
    const mayBeArchive = this.#options.archiveLimits && sniffArchive(bytes);
    return !mayBeArchive && holdsNothing(bytes, { ruleset: this.#ruleset, path });
  }

  #open({ path }: ListedFile, countBytes: (byteCount: number) => void): ContentScan {
    const { drawsFrames, archiveLimits } = this.#options;
    return new ContentScan({ ruleset: this.#ruleset, path, drawsFrames, archiveLimits, countBytes });
  }
}
