import type { Match } from '../core/finding.ts';
import type { Origin } from '../core/origin.ts';
import type { Rule } from '../core/rule.ts';
import type { ListedFile, Listing, ListRequest } from '../sources/listing.ts';
import { listFiles } from '../sources/worktree.ts';
import { FileCrew } from './crew.ts';
import { type BatchTally, createTally } from './file-scanner.ts';

export interface FileScanRequest extends ListRequest {
  readonly rules: readonly Rule[];
  /** Whether matches carry the line they stand in, masked: for reports that people read. */
  readonly drawsFrames: boolean;
}

/** Batches begun and not told: enough that no thread runs dry while an earlier batch takes long. */
const MAX_WAITING = 32;

/**
 * Lists the files of a working tree and searches them while the list still grows. Gives a tally for each batch, in listing
 * order, and every match to `take`. Stops listing when the signal aborts; what was being searched then is dropped.
 */
export async function* scanFiles(
  request: FileScanRequest,
  take: (origin: Origin, match: Match) => void,
): AsyncGenerator<BatchTally> {
  const crew = new FileCrew({ ...request, take: (file, match) => take(toOrigin(file), match) });
  const waiting: Promise<BatchTally>[] = [];
  try {
    for await (const listing of listFiles(request)) {
      if (request.signal?.aborted) return;
      // Signals and the workers' answers are heard between batches, or this thread would scan everything itself.
      await nextTurn();
      if (listing.kind === 'files') waiting.push(crew.scan(listing.files));
      else yield { ...createTally(), ...toTallyPart(listing) };
      while (waiting.length > MAX_WAITING) yield await waiting.shift()!;
    }
    for (const tally of waiting.splice(0)) {
      if (request.signal?.aborted) return;
      yield await tally;
    }
  } finally {
    for (const tally of waiting) tally.catch(() => undefined);
    await crew.close();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function toOrigin({ path, isIgnored }: ListedFile): Origin {
  return { kind: 'file', path, ...(isIgnored && { isIgnored }) };
}

function toTallyPart(listing: Exclude<Listing, { kind: 'files' }>): Partial<BatchTally> {
  if (listing.kind === 'problem') return { problems: [listing.problem] };
  return { skipped: { [listing.reason]: listing.count } };
}
