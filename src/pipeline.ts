// The whole tool in one page: sources list blobs, the engine searches them, findings are gathered, the caller reports.
//
//   worktree ─ files ─▶ crew (engine in threads) ─ matches ─▶ collector ─ findings ─▶ events
//   stdin ── chunks ──▶ engine ────────────────── matches ─────▲
//
// Problems and counts travel beside the matches, so that what was not read is never silent.

import type { ScanEvent } from './core/events.ts';
import type { Problem } from './core/problem.ts';
import { FindingCollector } from './findings/collect.ts';
import { CoverageCounter } from './scan/coverage-counter.ts';
import type { FileScanRequest } from './scan/scan-files.ts';
import type { StreamRequest } from './scan/scan-stream.ts';

export interface ScanRequest extends FileScanRequest {
  /** Standard input, scanned as one blob, before the paths. */
  readonly stdin?: StreamRequest;
}

/** Scans what is asked for. Ends early, with what was found so far, when the signal aborts. */
export async function* scan(request: ScanRequest): AsyncGenerator<ScanEvent, void, undefined> {
  const collector = new FindingCollector();
  const coverage = new CoverageCounter();

  if (request.stdin) {
    const { scanStream } = await import('./scan/scan-stream.ts');
    const tally = await scanStream(request.stdin, request, (origin, match) => collector.add(match, origin));
    coverage.add(tally);
    yield* tally.problems.map(toEvent);
  }
  if (request.paths.length > 0) {
    const { scanFiles } = await import('./scan/scan-files.ts');
    for await (const tally of scanFiles(request, (origin, match) => collector.add(match, origin))) {
      coverage.add(tally);
      yield* tally.problems.map(toEvent);
      yield { type: 'progress', blobCount: coverage.blobCount, byteCount: coverage.byteCount };
    }
  }
  if (collector.findingCount > 0) {
    const { fingerprint } = await import('./findings/fingerprint.ts');
    for (const finding of collector.take(fingerprint)) yield { type: 'finding', finding };
  }
  yield { type: 'end', coverage: coverage.sum({ isInterrupted: request.signal?.aborted ?? false }) };
}

function toEvent(problem: Problem): ScanEvent {
  return { type: 'problem', problem };
}
