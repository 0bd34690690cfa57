// The whole tool in one page: sources list blobs, the engine searches them, findings are gathered, the caller reports.
//
//   worktree ─ files ─▶ crew (engine in threads) ─ matches ─▶ collector ─ findings ─▶ events
//   stdin ── chunks ──▶ engine ────────────────── matches ─────▲
//   staged, range, history ── objects ──▶ engine, then the log says where they come from ──▲
//
// Problems and counts travel beside the matches, so that what was not read is never silent.

import type { ScanEvent } from './core/events.ts';
import type { Match } from './core/finding.ts';
import type { Origin } from './core/origin.ts';
import { FindingCollector } from './findings/collect.ts';
import type { RepositoryRequest } from './repository/repository-scan.ts';
import { scanRepository } from './repository/scan-repository.ts';
import { CoverageCounter } from './scan/coverage-counter.ts';
import type { BatchTally } from './scan/file-scanner.ts';
import type { FileScanRequest } from './scan/scan-files.ts';
import { type StreamRequest, scanStream } from './scan/scan-stream.ts';

export interface ScanRequest extends FileScanRequest {
  /** Standard input, scanned as one blob, before the paths. */
  readonly stdin?: StreamRequest;
  /** What git keeps, scanned after the paths. */
  readonly repository?: RepositoryRequest;
}

/** Scans what is asked for. Ends early, with what was found so far, when the signal aborts. */
export async function* scan(request: ScanRequest): AsyncGenerator<ScanEvent, void, undefined> {
  const collector = new FindingCollector();
  const coverage = new CoverageCounter();

  for await (const tally of searchAll(request, (origin, match) => collector.add(match, origin))) {
    coverage.add(tally);
    for (const problem of tally.problems) yield { type: 'problem', problem };
    for (const faulty of tally.faultyMarks) yield { type: 'faulty-mark', faulty };
    yield { type: 'progress', blobCount: coverage.blobCount, byteCount: coverage.byteCount };
  }
  if (collector.findingCount > 0) {
    const { fingerprint } = await import('./findings/fingerprint.ts');
    for (const finding of collector.take(fingerprint)) yield { type: 'finding', finding };
  }
  yield { type: 'end', coverage: coverage.sum({ isInterrupted: request.signal?.aborted ?? false }) };
}

async function* searchAll(
  request: ScanRequest,
  take: (origin: Origin, match: Match) => void,
): AsyncGenerator<BatchTally> {
  if (request.stdin) {
    yield await scanStream(request.stdin, request, take);
  }
  if (request.paths.length > 0) {
    const { scanFiles } = await import('./scan/scan-files.ts');
    yield* scanFiles(request, take);
  }
  if (request.repository) {
    yield* scanRepository({ ...request, ...request.repository }, take);
  }
}
