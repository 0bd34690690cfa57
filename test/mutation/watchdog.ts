// Runs before every test file that tries a mutant: ends the process when a mutant keeps it from ending. Counts the time of the processor,
// so that a busy machine condemns nobody.

import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    mostCpuMs: number;
  }
}

declare global {
  /** The process runs many test files, with one watchdog for all of them. */
  var __invguardWatchdog: Worker | undefined;
}

const watch = `
  const { parentPort } = require('node:worker_threads');
  const usedMs = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1_000; };
  let untilMs = Infinity;
  parentPort.on('message', (mostCpuMs) => { untilMs = usedMs() + mostCpuMs; });
  setInterval(() => { if (usedMs() > untilMs) process.kill(process.pid, 'SIGXCPU'); }, 200);
`;
globalThis.__invguardWatchdog ??= new Worker(watch, { eval: true });
globalThis.__invguardWatchdog.unref();
globalThis.__invguardWatchdog.postMessage(inject('mostCpuMs'));

// One case that fails is enough: nobody reads it.
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
