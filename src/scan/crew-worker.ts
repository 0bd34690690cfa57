// This thread's side of one worker.

import type { Worker } from 'node:worker_threads';

import type { Match } from '../core/finding.ts';
import type { ListedFile } from '../sources/listing.ts';
import { Backlog } from './backlog.ts';
import type { BatchTally } from './file-scanner.ts';
import { boundHeapOfThreads } from './heap.ts';
import type { WorkerAnswer, WorkerOptions, WorkerStart } from './wire.ts';

export interface CrewOptions extends WorkerOptions {
  /** Given every match, with its file, in no particular order between files. */
  readonly take: (file: ListedFile, match: Match) => void;
}

/** One order is worked on while the next one waits at the worker's door. */
const MAX_ORDERS = 2;

/** What a worker allocates is dead at once (windows, messages); the default of 48 MB would only be resident. */
const YOUNG_GENERATION_MB = 6;

interface Order {
  readonly files: readonly ListedFile[];
  readonly resolve: (tally: BatchTally) => void;
  readonly reject: (error: unknown) => void;
}

/** A thread that scans batches, one after another. */
export class CrewWorker {
  readonly #options: CrewOptions;
  readonly #worker: Worker;
  readonly #orders: Order[] = [];
  /** Of messages with matches. */
  readonly #backlog = new Backlog();

  constructor(WorkerClass: typeof Worker, options: CrewOptions) {
    const { rules, drawsFrames, markSyntaxes, decodes, archiveLimits } = options;
    const backlogMemory = this.#backlog.memory;
    const workerData: WorkerStart = {
      rules,
      drawsFrames,
      markSyntaxes,
      decodes,
      archiveLimits,
      backlogMemory,
    };
    this.#options = options;
    this.#worker = new WorkerClass(new URL('./file-worker.cjs', import.meta.url), {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    this.#worker.on('online', boundHeapOfThreads);
    this.#worker.on('message', (message: WorkerAnswer) => this.#receive(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`a scanning thread ended with ${code}`)));
  }

  get hasRoom(): boolean {
    return this.#orders.length < MAX_ORDERS;
  }

  /** Resolves when the batch is done, after all its matches were taken; rejects when the thread dies. */
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
      this.#options.take(file, { rule: this.#options.rules[ruleIndex]!, ...match });
    this.#backlog.heard();
  }

  #fail(error: unknown): void {
    for (const order of this.#orders.splice(0)) order.reject(error);
  }
}
