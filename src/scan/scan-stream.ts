import type { ArchiveLimits } from '../archives/limits.ts';
import type { Match } from '../core/finding.ts';
import type { MarkSyntax } from '../core/mark.ts';
import type { Origin } from '../core/origin.ts';
import type { Rule } from '../core/rule.ts';
import { compileRules } from '../engine/compile.ts';
import { readStream } from '../sources/stream.ts';
import { ContentScan } from './content-scan.ts';
import { type BatchTally, createTally } from './file-scanner.ts';
import { withUnpacker } from './load-unpacker.ts';

export interface StreamRequest {
  readonly stream: AsyncIterable<Uint8Array>;
  /** The posix path the bytes are taken to have: decides which rules apply, and stands in reports. */
  readonly path: string;
  /** What stands in reports instead, for what is no file. */
  readonly label?: string;
}

export interface StreamScanOptions {
  readonly rules: readonly Rule[];
  readonly drawsFrames: boolean;
  readonly markSyntaxes?: readonly MarkSyntax[] | undefined;
  /** Whether text in code is decoded where it may hold a secret; not, when absent. */
  readonly decodes?: boolean | undefined;
  /** How much of an archive is read; absent: archives are searched like any other bytes. */
  readonly archiveLimits?: ArchiveLimits | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Searches standard input as one blob, in bounded memory however long it is. Ends with what came when the signal aborts. */
export async function scanStream(
  { stream, path, label = path }: StreamRequest,
  { rules, drawsFrames, markSyntaxes, decodes, archiveLimits, signal }: StreamScanOptions,
  take: (origin: Origin, match: Match) => void,
): Promise<BatchTally> {
  const tally = createTally();
  const scan = new ContentScan({
    ruleset: compileRules(rules, { markSyntaxes, decodes }),
    path,
    label,
    drawsFrames,
    archiveLimits,
  });
  const origin: Origin = { kind: 'stdin', path: label };
  const stop = () => closeStream(stream);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  const outcome = await readStream(stream, async (bytes, isLast) => {
    for (const match of await withUnpacker(() => scan.write(bytes, isLast))) take(origin, match);
  });
  scan.addTo(tally);
  signal?.removeEventListener('abort', stop);
  if (outcome.kind === 'problem' && !signal?.aborted) tally.problems.push(outcome.problem);
  if (outcome.kind === 'read') Object.assign(tally, { blobCount: 1, byteCount: outcome.byteCount });
  return tally;
}

/** A pipe that nobody closes would be waited for, and keep the process alive. */
function closeStream(stream: AsyncIterable<Uint8Array> & { destroy?: () => void }): void {
  stream.destroy?.();
}
