// Runs before every test file while it is found out what its tests run: tells of each test which steps it ran, and how long it took. What
// runs outside of tests, as the file is loaded or in its hooks, is told with the first test behind it.

import { afterEach, beforeEach } from 'vitest';

import { NOTEBOOK } from './steps.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Of the steps, by index, those that ran in the test, and those that ran before it and outside of any. */
    steps?: { readonly within: readonly number[]; readonly outside: readonly number[] };
    /** Of the processor, in and before the test. */
    cpuMs?: { readonly within: number; readonly outside: number };
  }
}

const MOST_STEPS = 20_000;
const notebook = new Uint8Array(MOST_STEPS);
Object.assign(globalThis, { [NOTEBOOK]: notebook });

let usage = process.cpuUsage();
let outside = { steps: [] as readonly number[], cpuMs: 0 };

beforeEach(() => {
  outside = readOn();
});

afterEach(({ task }) => {
  const within = readOn();
  task.meta.steps = { within: within.steps, outside: outside.steps };
  task.meta.cpuMs = { within: within.cpuMs, outside: outside.cpuMs };
});

/** Since it was asked last. */
function readOn() {
  const { user, system } = process.cpuUsage(usage);
  usage = process.cpuUsage();
  const steps = [...notebook.keys()].filter((index) => notebook[index]);
  notebook.fill(0);
  return { steps, cpuMs: (user + system) / 1_000 };
}
