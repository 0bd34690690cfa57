import type { Match } from '../core/finding.ts';
import type { Origin } from '../core/origin.ts';
import type { Rule } from '../core/rule.ts';
import { BlobScan } from '../engine/blob-scan.ts';
import { compileRules } from '../engine/compile.ts';
import { readStream } from '../sources/stream.ts';
import { type BatchTally, createTally } from './file-scanner.ts';

export interface StreamRequest {
  readonly stream: AsyncIterable<Uint8Array>;
  /** The posix path the bytes are taken to have: decides which rules apply, and stands in reports. */
  readonly path: string;
}

/** Searches standard input as one blob, in bounded memory however long it is. */
export async function scanStream(
  { stream, path }: StreamRequest,
  { rules, drawsFrames }: { rules: readonly Rule[]; drawsFrames: boolean },
  take: (origin: Origin, match: Match) => void,
): Promise<BatchTally> {
  const scan = new BlobScan({ ruleset: compileRules(rules), path, drawsFrames });
  const origin: Origin = { kind: 'stdin', path };
  const outcome = await readStream(stream, (bytes, isLast) => {
    for (const match of scan.write(bytes, isLast)) take(origin, match);
  });
  const tally = createTally();
  if (outcome.kind === 'problem') tally.problems.push(outcome.problem);
  if (outcome.kind === 'read') Object.assign(tally, { blobCount: 1, byteCount: outcome.byteCount });
  return tally;
}
