// Runs before every test file that tries a mutant: ends the process when a mutant keeps it from ending. Counts the time of the processor,
// so that a busy machine condemns nobody.

import { Worker } from 'node:worker_threads';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    mostCpuMs: number;
  }
}

const watch = `
  const { workerData: mostCpuMs } = require('node:worker_threads');
  setInterval(() => {
    const { user, system } = process.cpuUsage();
    if ((user + system) / 1_000 > mostCpuMs) process.kill(process.pid, 'SIGKILL');
  }, 200);
`;
new Worker(watch, { eval: true, workerData: inject('mostCpuMs') }).unref();
