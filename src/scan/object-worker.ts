// The thread side of a scan of objects: works off the shared counter with the others and answers with plain data.

import { parentPort, workerData } from 'node:worker_threads';

import type { ObjectTables } from '../git/packs/object-tables.ts';
import { loadUnpacker } from './load-unpacker.ts';
import { ObjectScanner } from './object-scanner.ts';
import type { ObjectAnswer, ObjectOrder, ObjectWorkerOptions } from './object-wire.ts';

let scanner: ObjectScanner;

function answer(message: ObjectAnswer): void {
  parentPort?.postMessage(message);
}

function open(tables: ObjectTables): ObjectScanner {
  return new ObjectScanner(tables, workerData as ObjectWorkerOptions, (found) =>
    answer({ kind: 'matches', found }),
  );
}

type WorkOrder = Exclude<ObjectOrder, { kind: 'tables' }>;

function begin(order: WorkOrder): void {
  if (order.kind === 'blobs') scanner.searchBlobs(order.counter);
  else if (order.kind === 'links') scanner.searchLinks(order.counter, order.followed);
  else if (order.kind === 'named') scanner.searchNamed(order.counter, order.tables, order.names);
  else scanner.searchArchives(order.counter, order.ids, order.names);
}

async function work(order: WorkOrder): Promise<void> {
  if (order.kind === 'archives') await loadUnpacker();
  begin(order);
  scanner.work(Number.POSITIVE_INFINITY);
  answer({ kind: 'done', outcome: scanner.finish() });
}

parentPort?.on('message', async (order: ObjectOrder) => {
  if (order.kind === 'tables') scanner = open(order.tables);
  else await work(order);
});
