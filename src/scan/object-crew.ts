// The threads that search objects: this one, and a worker or more when there is enough to read. All take trees of deltas off one
// counter, so none waits for another until the end.
import type { Worker } from 'node:worker_threads';

import { createWorkCounter, stopWork, type WorkCounter } from '../git/packs/object-search.ts';
import type { ObjectTables } from '../git/packs/object-tables.ts';
import { loadUnpacker } from './load-unpacker.ts';
import { nextTurn } from './next-turn.ts';
import { ObjectScanner } from './object-scanner.ts';
import type {
  Followed,
  NamePairs,
  ObjectAnswer,
  ObjectMatches,
  ObjectOrder,
  ObjectWorkerOptions,
  OrderOutcome,
} from './object-wire.ts';

export interface ObjectCrewOptions extends ObjectWorkerOptions {
  readonly take: (found: ObjectMatches) => void;
  readonly signal?: AbortSignal | undefined;
}

/** This thread hears signals and its workers this often. */
const TURN_MS = 25;

export class ObjectCrew {
  readonly #options: ObjectCrewOptions;
  readonly #workers: readonly Worker[];
  #scanner: ObjectScanner | undefined;

  /** `workers` run object-worker.ts; the crew ends them. */
  constructor(workers: readonly Worker[], options: ObjectCrewOptions) {
    this.#workers = workers;
    this.#options = options;
  }

  open(tables: ObjectTables): void {
    this.#scanner = new ObjectScanner(tables, this.#options, this.#options.take);
    for (const worker of this.#workers) this.#post(worker, { kind: 'tables', tables });
  }

  searchBlobs(): Promise<OrderOutcome[]> {
    const counter = createWorkCounter();
    this.#scanner!.searchBlobs(counter);
    return this.#work(counter, { kind: 'blobs', counter });
  }

  searchLinks(followed: Followed): Promise<OrderOutcome[]> {
    const counter = createWorkCounter();
    this.#scanner!.searchLinks(counter, followed);
    return this.#work(counter, { kind: 'links', counter, followed });
  }

  async searchNamed(tables: ObjectTables, names: NamePairs): Promise<OrderOutcome[]> {
    if (names.length === 0) return [];
    const counter = createWorkCounter();
    this.#scanner!.searchNamed(counter, tables, names);
    return this.#work(counter, { kind: 'named', counter, tables, names });
  }

  /** Scans objects by their ids, in this thread; none after the signal. */
  scanKnown(ids: Iterable<string>, names: NamePairs): OrderOutcome {
    return this.#scanner!.scanKnown(this.#options.signal?.aborted ? [] : ids, names);
  }

  /** Searches archives that were found among the contents; none after the signal. */
  async searchArchives(ids: readonly string[], names: NamePairs): Promise<OrderOutcome[]> {
    if (ids.length === 0 || this.#options.signal?.aborted) return [];
    await loadUnpacker();
    const counter = createWorkCounter();
    this.#scanner!.searchArchives(counter, ids, names);
    return this.#work(counter, { kind: 'archives', counter, ids, names });
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  /** Resolves when every thread has run out of work, or soon after the signal. Rejects when a thread dies. */
  async #work(counter: WorkCounter, order: ObjectOrder): Promise<OrderOutcome[]> {
    const others = Promise.all(this.#workers.map((worker) => this.#order(worker, order)));
    others.catch(() => stopWork(counter));
    while (this.#scanner!.work(performance.now() + TURN_MS)) {
      await nextTurn();
      if (this.#options.signal?.aborted) stopWork(counter);
    }
    const stop = () => stopWork(counter);
    this.#options.signal?.addEventListener('abort', stop);
    try {
      return [this.#scanner!.finish(), ...(await others)];
    } finally {
      this.#options.signal?.removeEventListener('abort', stop);
    }
  }

  #order(worker: Worker, order: ObjectOrder): Promise<OrderOutcome> {
    return new Promise((resolve, reject) => {
      const settle = (error?: Error) => {
        worker.off('message', receive).off('error', settle).off('exit', fail);
        if (error) reject(error);
      };
      const fail = (code: number) => settle(new Error(`a searching thread ended with ${code}`));
      const receive = (message: ObjectAnswer) => {
        if (message.kind === 'matches') return this.#options.take(message.found);
        settle();
        resolve(message.outcome);
      };
      worker.on('message', receive).on('error', settle).on('exit', fail);
      this.#post(worker, order);
    });
  }

  #post(worker: Worker, order: ObjectOrder): void {
    worker.postMessage(order);
  }
}
