// The threads that scan files. Small scans never start one: the first batches are scanned here, so that a hook or a single file
// pays for no thread. Later batches go to workers, and whenever all of them are busy this thread scans one itself.

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import type { Match } from '../core/finding.ts';
import { compileRules } from '../engine/compile.ts';
import type { ListedFile } from '../sources/listing.ts';
import { type BatchTally, createTally, FileScanner, FileTooLong } from './file-scanner.ts';
import type { WorkerAnswer, WorkerOptions } from './wire.ts';

export interface CrewOptions extends WorkerOptions {
  /** Given every match, with its file, in no particular order between files. */
  readonly take: (file: ListedFile, match: Match) => void;
}

const BATCHES_SCANNED_HERE = 2;
const MAX_ORDERS = 2;
/** A longer file would keep this thread from its signals and its progress bar: it goes to a worker. */
const MAX_BYTES_HERE = 8 * 1024 * 1024;
const MAX_WORKERS = 7;

export class FileCrew {
  readonly #options: CrewOptions;
  readonly #scanner: FileScanner;
  readonly #workers: CrewWorker[] = [];
  #batchCount = 0;

  constructor(options: CrewOptions) {
    this.#options = options;
    this.#scanner = new FileScanner(compileRules(options.rules), options);
  }

  /** How many batches may wait at once without any thread running dry. */
  get capacity(): number {
    return MAX_ORDERS * Math.max(1, this.#workers.length);
  }

  /** Scans the files of one batch. What it is not sent to a worker for is done when the call returns. */
  async scan(files: readonly ListedFile[]): Promise<BatchTally> {
    this.#batchCount++;
    if (this.#batchCount === BATCHES_SCANNED_HERE + 1)
      this.#hire(Math.min(MAX_WORKERS, Math.max(1, availableParallelism() - 1)));
    const idle = this.#findIdle();
    return idle && this.#batchCount > BATCHES_SCANNED_HERE ? idle.scan(files) : this.#scanHere(files);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }

  async #scanHere(files: readonly ListedFile[]): Promise<BatchTally> {
    const tally = createTally();
    const tooLong = files.filter((file) => !this.#isScannedHere(file, tally));
    if (tooLong.length === 0) return tally;
    if (this.#workers.length === 0) this.#hire(1);
    return mergeTallies(tally, await this.#workers[0]!.scan(tooLong));
  }

  #isScannedHere(file: ListedFile, tally: BatchTally): boolean {
    const found: Match[] = [];
    try {
      this.#scanner.scan(file, tally, {
        take: (matches) => found.push(...matches),
        maxByteCount: MAX_BYTES_HERE,
      });
    } catch (error) {
      if (error instanceof FileTooLong) return false;
      throw error;
    }
    for (const match of found) this.#options.take(file, match);
    return true;
  }

  #findIdle(): CrewWorker | undefined {
    return (
      this.#workers.find(({ orderCount }) => orderCount === 0) ??
      this.#workers.find(({ orderCount }) => orderCount < MAX_ORDERS)
    );
  }

  #hire(count: number): void {
    while (this.#workers.length < count) this.#workers.push(new CrewWorker(this.#options));
  }
}

interface Order {
  readonly files: readonly ListedFile[];
  readonly resolve: (tally: BatchTally) => void;
  readonly reject: (error: unknown) => void;
}

/** One thread; it answers its orders one after another. */
class CrewWorker {
  readonly #options: CrewOptions;
  readonly #worker: Worker;
  readonly #orders: Order[] = [];

  constructor(options: CrewOptions) {
    this.#options = options;
    const { rules, drawsFrames } = options;
    this.#worker = new Worker(new URL('./file-worker.js', import.meta.url), {
      workerData: { rules, drawsFrames } satisfies WorkerOptions,
    });
    this.#worker.on('message', (message: WorkerAnswer) => this.#receive(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`a scanning thread ended with ${code}`)));
  }

  get orderCount(): number {
    return this.#orders.length;
  }

  scan(files: readonly ListedFile[]): Promise<BatchTally> {
    return new Promise((resolve, reject) => {
      this.#orders.push({ files, resolve, reject });
      this.#worker.postMessage({ files });
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #receive(message: WorkerAnswer): void {
    const order = this.#orders[0]!;
    if (message.kind === 'done') {
      this.#orders.shift();
      order.resolve(message.tally);
      return;
    }
    const file = order.files[message.fileIndex]!;
    for (const { ruleIndex, ...match } of message.matches)
      this.#options.take(file, { ...match, rule: this.#options.rules[ruleIndex]! });
  }

  #fail(error: unknown): void {
    for (const order of this.#orders.splice(0)) order.reject(error);
  }
}

function mergeTallies(a: BatchTally, b: BatchTally): BatchTally {
  for (const [reason, count] of Object.entries(b.skipped) as [keyof BatchTally['skipped'], number][]) {
    a.skipped[reason] = (a.skipped[reason] ?? 0) + count;
  }
  a.blobCount += b.blobCount;
  a.byteCount += b.byteCount;
  a.problems.push(...b.problems);
  return a;
}
