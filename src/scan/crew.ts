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
import { nextTurn } from './next-turn.ts';

/** Fewer files are scanned before a thread has started. */
const FILES_SCANNED_HERE = 1024;
/** This thread hears signals and its workers this often. */
const TURN_MS = 25;
/** A longer file would keep this thread from its signals and its progress bar: it goes to a worker. */
const MAX_BYTES_HERE = 8 * 1024 * 1024;
const MAX_WORKERS = 7;
/** A thread costs 15 to 25 MB. */
const RICH_MATCH_COUNT = 250;
/** With more matches than this memory becomes a matter. */
const MANY_MATCHES = 1000;

/** Of a file scanned here, matches are held until it is read: one with more of them goes to a worker, which tells them as they come. */
const MAX_HELD_MATCHES = 1000;

/** What this thread does not scan as it comes. */
type Left = Readonly<Record<'tooLong' | 'packed', ListedFile[]>>;

export class FileCrew {
  readonly #options: CrewOptions;
  readonly #scanner: FileScanner;
  #workers: readonly CrewWorker[] = [];
  #fileCount = 0;
  #matchCount = 0;
  #isClosed = false;

  constructor(options: CrewOptions) {
    this.#options = options;
    this.#scanner = new FileScanner(compileRules(options.rules, options), options);
  }

  /**
   * Takes files of one batch, all of them or, when they are scanned here, as many as a turn lasts. What is not sent to a worker is done
   * when the call returns.
   */
  take(files: readonly ListedFile[]): { readonly tally: Promise<BatchTally>; readonly takenCount: number } {
    if (this.#fileCount + files.length > FILES_SCANNED_HERE && this.#matchCount < RICH_MATCH_COUNT)
      this.#hire();
    const idle = this.#workers.find(({ hasRoom }) => hasRoom);
    const taken = idle ? { tally: idle.scan(files), takenCount: files.length } : this.#takeHere(files);
    this.#fileCount += taken.takenCount;
    return taken;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }

  #takeHere(files: readonly ListedFile[]) {
    const tally = createTally();
    const left: Left = { tooLong: [], packed: [] };
    const endMs = performance.now() + TURN_MS;
    let takenCount = 0;
    do {
      const file = files[takenCount++]!;
      const state = this.#scanOneHere(file, tally);
      if (state !== 'scanned') left[state].push(file);
    } while (takenCount < files.length && performance.now() < endMs);
    return { tally: this.#finish(tally, left), takenCount };
  }

  async #finish(tally: BatchTally, { tooLong, packed }: Left): Promise<BatchTally> {
    if (packed.length > 0) await loadUnpacker();
    for (let from = 0; from < packed.length && !this.#isClosed; ) {
      const taken = this.#takeHere(packed.slice(from));
      from += taken.takenCount;
      mergeTallies(tally, await taken.tally);
      await nextTurn();
    }
    if (tooLong.length === 0) return tally;
    this.#hire();
    return mergeTallies(tally, await this.#workers[0]!.scan(tooLong));
  }

  /** Of a file that is left, nothing is told. */
  #scanOneHere(file: ListedFile, tally: BatchTally): 'scanned' | 'tooLong' | 'packed' {
    const found: Match[] = [];
    const take = (matches: readonly Match[]) => {
      for (const match of matches) found.push(match);
      this.#matchCount += matches.length;
      if (this.#matchCount > MANY_MATCHES) boundHeap();
      if (found.length > MAX_HELD_MATCHES) throw new FileTooLong();
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

  /** Starts the threads, once. */
  #hire(): void {
    if (this.#workers.length > 0) return;
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const { availableParallelism } = process.getBuiltinModule('node:os');
    const count = Math.min(MAX_WORKERS, Math.max(1, availableParallelism() - 1));
    this.#workers = Array.from({ length: count }, () => new CrewWorker(Worker, this.#options));
  }
}

function mergeTallies(a: BatchTally, b: BatchTally): BatchTally {
  addArchiveCounts(a.archives, b.archives);
  addSkipCounts(a.skipped, b.skipped);
  a.blobCount += b.blobCount;
  a.objectCount += b.objectCount;
  a.byteCount += b.byteCount;
  a.problems.push(...b.problems);
  a.faultyMarks.push(...b.faultyMarks);
  return a;
}
