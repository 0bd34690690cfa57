// Reads and searches files, one batch after another, in whichever thread it is made.

import { countSkipped, type SkipCounts } from '../core/coverage.ts';
import type { Match } from '../core/finding.ts';
import type { FaultyMark } from '../core/mark.ts';
import type { Problem } from '../core/problem.ts';
import { BlobScan } from '../engine/blob-scan.ts';
import type { Ruleset } from '../engine/compile.ts';
import { readFileInto } from '../sources/file.ts';
import type { ListedFile } from '../sources/listing.ts';

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
export interface BatchTally {
  blobCount: number;
  byteCount: number;
  readonly skipped: SkipCounts;
  readonly problems: Problem[];
  readonly faultyMarks: FaultyMark[];
}

export function createTally(): BatchTally {
  return { blobCount: 0, byteCount: 0, skipped: {}, problems: [], faultyMarks: [] };
}

/** Thrown out of a read that turns out longer than the caller lets it be; nothing of the file has been told then. */
export class FileTooLong extends Error {}

export class FileScanner {
  readonly #buffer = Buffer.allocUnsafeSlow(CHUNK_LENGTH);
  readonly #ruleset: Ruleset;
  readonly #drawsFrames: boolean;

  constructor(ruleset: Ruleset, options: { drawsFrames: boolean }) {
    this.#ruleset = ruleset;
    this.#drawsFrames = options.drawsFrames;
  }

  /**
   * Searches one file and adds what became of it to `tally`. `take` is given matches as they become certain. Throws
   * `FileTooLong` before reading more than `maxByteCount`.
   */
  scan(
    file: ListedFile,
    tally: BatchTally,
    { take, maxByteCount }: { take: (matches: Match[]) => void; maxByteCount: number },
  ): void {
    const { path } = file;
    const faultyMarks: FaultyMark[] = [];
    const scan = new BlobScan({
      ruleset: this.#ruleset,
      path,
      drawsFrames: this.#drawsFrames,
      takeFault: (faulty) => faultyMarks.push({ path, ...faulty }),
    });
    let byteCount = 0;
    const outcome = readFileInto(file, this.#buffer, (bytes, isLast) => {
      byteCount += bytes.length;
      if (byteCount > maxByteCount) throw new FileTooLong();
      const matches = scan.write(bytes, isLast);
      if (matches.length > 0) take(matches);
    });
    if (outcome.kind === 'skipped') countSkipped(tally.skipped, outcome.reason);
    else if (outcome.kind === 'problem') tally.problems.push(outcome.problem);
    else tally.blobCount++;
    tally.byteCount += byteCount;
    tally.faultyMarks.push(...faultyMarks);
  }
}
