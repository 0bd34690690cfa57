// The threads that scan files. Small scans never start one: the first files are scanned here, so that a hook or a single file
// pays for no thread. Later ones go to workers, and whenever all of them are busy this thread scans one itself. A tree whose first
// files are full of secrets starts none either: it needs the memory for what it finds.

import { addArchiveCounts, addSkipCounts } from '../core/coverage.ts';
import type { Match } from '../core/finding.ts';
import { compileRules } from '../engine/compile.ts';
import type { ListedFile } from '../sources/listing.ts';
import { type CrewOptions, CrewWorker } from './crew-worker.ts';
import { type BatchTally, createTally, FileScanner, FileTooLong } from './file-scanner.ts';
import { boundHeap } from './heap.ts';
import { loadUnpacker, UnpackerNeeded } from './load-unpacker.ts';

/** Fewer files are scanned before a thread has started. */
const FILES_SCANNED_HERE = 1024;
/** A longer file would keep this thread from its signals and its progress bar: it goes to a worker. */
const MAX_BYTES_HERE = 8 * 1024 * 1024;
const MAX_WORKERS = 7;
/** A thread costs 15 to 25 MB. */
const RICH_MATCH_COUNT = 250;
/** With more matches than this memory becomes a matter. */
const MANY_MATCHES = 1000;

export class FileCrew {
  readonly #options: CrewOptions;
  readonly #scanner: FileScanner;
  #workers: readonly CrewWorker[] = [];
  #hiring: Promise<void> | undefined;
  #fileCount = 0;
  #matchCount = 0;

  constructor(options: CrewOptions) {
    this.#options = options;
    this.#scanner = new FileScanner(compileRules(options.rules, options), options);
  }

  /** Scans the files of one batch. What is not sent to a worker is done when the call returns. */
  async scan(files: readonly ListedFile[]): Promise<BatchTally> {
    this.#fileCount += files.length;
    if (this.#fileCount > FILES_SCANNED_HERE && this.#matchCount < RICH_MATCH_COUNT)
      this.#hiring ??= this.#hire();
    const idle = this.#workers.find(({ hasRoom }) => hasRoom);
    return idle ? idle.scan(files) : this.#scanHere(files);
  }

  async close(): Promise<void> {
    await this.#hiring;
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }

  async #scanHere(files: readonly ListedFile[]): Promise<BatchTally> {
    const tally = createTally();
    const left = { tooLong: [] as ListedFile[], packed: [] as ListedFile[] };
    for (const file of files) {
      const state = this.#scanOneHere(file, tally);
      if (state !== 'scanned') left[state].push(file);
    }
    if (left.packed.length > 0) {
      await loadUnpacker();
      mergeTallies(tally, await this.#scanHere(left.packed));
    }
    if (left.tooLong.length === 0) return tally;
    this.#hiring ??= this.#hire();
    await this.#hiring;
    return mergeTallies(tally, await this.#workers[0]!.scan(left.tooLong));
  }

  /** Of a file that is left, nothing is told. */
  #scanOneHere(file: ListedFile, tally: BatchTally): 'scanned' | 'tooLong' | 'packed' {
    const found: Match[] = [];
    const take = (matches: readonly Match[]) => {
      for (const match of matches) found.push(match);
      this.#matchCount += matches.length;
      if (this.#matchCount > MANY_MATCHES) boundHeap();
    };
    try {
      this.#scanner.scan(file, tally, { take, maxByteCount: MAX_BYTES_HERE });
    } catch (error) {
      if (error instanceof FileTooLong) return 'tooLong';
      if (error instanceof UnpackerNeeded) return 'packed';
      throw error;
    }
    for (const match of found) this.#options.take(file, match);
    return 'scanned';
  }

  async #hire(): Promise<void> {
    boundHeap();
    const [{ Worker }, { availableParallelism }] = await Promise.all([
      import('node:worker_threads'),
      import('node:os'),
    ]);
    const count = Math.min(MAX_WORKERS, Math.max(1, availableParallelism() - 1));
    this.#workers = Array.from({ length: count }, () => new CrewWorker(Worker, this.#options));
  }
}

function mergeTallies(a: BatchTally, b: BatchTally): BatchTally {
  addArchiveCounts(a.archives, b.archives);
  addSkipCounts(a.skipped, b.skipped);
  a.blobCount += b.blobCount;
  a.byteCount += b.byteCount;
  a.problems.push(...b.problems);
  a.faultyMarks.push(...b.faultyMarks);
  return a;
}
