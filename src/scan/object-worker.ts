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

function begin(tables: ObjectTables): ObjectScanner {
  return new ObjectScanner(tables, workerData as ObjectWorkerOptions, (found) =>
    answer({ kind: 'matches', found }),
  );
}

async function work(order: Exclude<ObjectOrder, { kind: 'tables' }>): Promise<void> {
  if (order.kind === 'archives') await loadUnpacker();
  if (order.kind === 'trees') scanner.searchTrees(order.counter);
  else if (order.kind === 'contents') scanner.searchContents(order.counter, order.names);
  else scanner.searchArchives(order.counter, order.ids);
  scanner.work(Number.POSITIVE_INFINITY);
  answer({ kind: 'done', outcome: scanner.finish() });
}

parentPort?.on('message', async (order: ObjectOrder) => {
  if (order.kind === 'tables') scanner = begin(order.tables);
  else await work(order);
});
