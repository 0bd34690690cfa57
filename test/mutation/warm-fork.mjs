// A process that runs one test file after another. Vitest starts one for every run, and most of the time of a mutant would go into that,
// and into loading packages that no mutant changes. What is ours is loaded anew each time, so that no mutant leaves anything behind there.

import { ForksPoolWorker } from 'vitest/node';

/** So many runs later what they leave behind is got rid of. */
const MOST_RUNS = 200;

/** A pool for vitest with one such process; `ownFiles` are absolute paths, `takeEnd` is given the signal that ended a process. */
export function createWarmPool(ownFiles, takeEnd) {
  const warm = { fork: undefined, runCount: 0, ownFiles, takeEnd };
  const pool = { name: 'warm-fork', createPoolWorker: (options) => new RunWorker(options, warm) };
  return { pool, close: () => warm.fork?.stop() };
}

/** What vitest takes for a process of one run. */
class RunWorker {
  name = 'warm-fork';
  cacheFs = true;
  #options;
  #warm;
  #listeners = [];
  /** Whether vitest has heard that it runs. */
  #isKnown = false;
  #isDone = false;

  constructor(options, warm) {
    this.#options = options;
    this.#warm = warm;
  }

  async start() {
    const warm = this.#warm;
    if (warm.runCount++ % MOST_RUNS === 0) await warm.fork?.stop();
    if (warm.fork) {
      this.#isKnown = true;
      return;
    }
    const fork = new ForksPoolWorker(this.#options);
    await fork.start();
    warm.fork = fork;
    fork.on('exit', (_code, signal) => {
      warm.takeEnd(signal);
      if (warm.fork === fork) warm.fork = undefined;
    });
  }

  /** A run that did not end by itself takes the process with it. */
  async stop() {
    const { fork } = this.#warm;
    for (const [event, listener] of this.#listeners) fork?.off(event, listener);
    if (!this.#isDone) await fork?.stop();
  }

  on(event, listener) {
    this.#listeners.push([event, listener]);
    this.#warm.fork?.on(event, listener);
  }

  off(event, listener) {
    this.#warm.fork?.off(event, listener);
  }

  send(message) {
    if (message.type === 'stop') {
      this.#isDone = true;
      this.#answer('stopped');
    } else if (message.type === 'start' && this.#isKnown) this.#answer('started');
    else {
      if (message.type === 'run') message.context.invalidates = this.#warm.ownFiles;
      this.#warm.fork?.send(message);
    }
  }

  deserialize(message) {
    return message;
  }

  #answer(type) {
    const answer = { __vitest_worker_response__: true, type };
    setImmediate(() => {
      for (const [event, listener] of this.#listeners) if (event === 'message') listener(answer);
    });
  }
}
