// The thread side of the crew: scans the batches it is sent and answers with plain data.

import { parentPort, workerData } from 'node:worker_threads';

import type { Match } from '../core/finding.ts';
import { compileRules } from '../engine/compile.ts';
import type { ListedFile } from '../sources/listing.ts';
import { Backlog } from './backlog.ts';
import { type BatchTally, createTally, FileScanner } from './file-scanner.ts';
import { loadUnpacker, UnpackerNeeded } from './load-unpacker.ts';
import type { WorkerAnswer, WorkerOrder, WorkerStart } from './wire.ts';

/** Matches sent in one message. */
const MAX_SENT_MATCHES = 1000;

const { rules, drawsFrames, archiveLimits, backlogMemory, ...options } = workerData as WorkerStart;
const scanner = new FileScanner(compileRules(rules, options), { drawsFrames, archiveLimits });
const backlog = new Backlog(backlogMemory);
const ruleIndexes = new Map(rules.map((rule, index) => [rule, index]));

function answer(message: WorkerAnswer): void {
  parentPort?.postMessage(message);
}

function send(fileIndex: number, matches: readonly Match[]): void {
  for (let from = 0; from < matches.length; from += MAX_SENT_MATCHES) {
    const part = matches.slice(from, from + MAX_SENT_MATCHES);
    answer({
      kind: 'matches',
      fileIndex,
      matches: part.map(({ rule, ...match }) => ({ ruleIndex: ruleIndexes.get(rule)!, ...match })),
    });
    backlog.sent();
  }
}

/** A path that is no UTF-8 travels as bytes, which arrive without their Buffer methods. */
function restorePath(file: ListedFile): ListedFile {
  return typeof file.absolutePath === 'string'
    ? file
    : { ...file, absolutePath: Buffer.from(file.absolutePath) };
}

async function work({ files }: WorkerOrder): Promise<void> {
  const tally = createTally();
  for (let index = scanOn(files, 0, tally); index < files.length; index = scanOn(files, index, tally))
    await loadUnpacker();
  answer({ kind: 'done', tally });
}

/** Scans files from `index` on. Gives the index of the first that is an archive while those cannot be read yet. */
function scanOn(files: readonly ListedFile[], index: number, tally: BatchTally): number {
  for (let fileIndex = index; fileIndex < files.length; fileIndex++) {
    const take = (matches: readonly Match[]) => send(fileIndex, matches);
    try {
      scanner.scan(restorePath(files[fileIndex]!), tally, { take, maxByteCount: Number.POSITIVE_INFINITY });
    } catch (error) {
      if (error instanceof UnpackerNeeded) return fileIndex;
      throw error;
    }
  }
  return files.length;
}

/** Orders wait for each other: what one of them loads may take a while. */
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (order: WorkerOrder) => {
  last = last.then(() => work(order));
});
