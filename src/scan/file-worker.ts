// The thread side of the crew: scans the batches it is sent and answers with plain data.

import { parentPort, workerData } from 'node:worker_threads';

import type { Match } from '../core/finding.ts';
import { compileRules } from '../engine/compile.ts';
import type { ListedFile } from '../sources/listing.ts';
import { Backlog } from './backlog.ts';
import { createTally, FileScanner } from './file-scanner.ts';
import { withUnpacker } from './load-unpacker.ts';
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
      matches: part.map(({ rule, ...match }) => ({ ...match, ruleIndex: ruleIndexes.get(rule)! })),
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
  for (const [fileIndex, file] of files.entries()) {
    const options = {
      take: (matches: Match[]) => send(fileIndex, matches),
      maxByteCount: Number.POSITIVE_INFINITY,
    };
    await withUnpacker(() => scanner.scan(restorePath(file), tally, options));
  }
  answer({ kind: 'done', tally });
}

/** Orders wait for each other: what one of them loads may take a while. */
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (order: WorkerOrder) => {
  last = last.then(() => work(order));
});
