import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { Backlog } from '../../src/scan/backlog.ts';

/** Hears one message whenever no more are sent, and tells how many were waiting at most. */
const RECEIVER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const unheard = new Int32Array(workerData);
  let most = 0;
  for (let heard = 0; heard < 16; heard++) {
    while (Atomics.load(unheard, 0) < 4) Atomics.wait(unheard, 0, Atomics.load(unheard, 0), 1);
    most = Math.max(most, Atomics.load(unheard, 0));
    Atomics.sub(unheard, 0, 1);
    Atomics.notify(unheard, 0);
  }
  parentPort.postMessage(most);
`;

test('a thread that is four messages ahead waits', async () => {
  const backlog = new Backlog();
  const worker = new Worker(RECEIVER, { eval: true, workerData: backlog.memory });
  const most = new Promise((resolve) => worker.once('message', resolve));
  for (let sent = 0; sent < 19; sent++) backlog.sent();
  expect(await most).toBe(4);
});

test('what is heard makes room, for whoever shares the memory', () => {
  const receiver = new Backlog();
  const sender = new Backlog(receiver.memory);
  for (let round = 0; round < 10; round++) {
    sender.sent();
    sender.sent();
    receiver.heard();
    receiver.heard();
  }
  expect(new Int32Array(receiver.memory)[0]).toBe(0);
});
