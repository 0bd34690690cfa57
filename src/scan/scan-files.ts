import type { ArchiveLimits } from '../archives/limits.ts';
import type { Match } from '../core/finding.ts';
import type { MarkSyntax } from '../core/mark.ts';
import type { Origin } from '../core/origin.ts';
import type { Rule } from '../core/rule.ts';
import type { ListedFile, Listing, ListRequest } from '../sources/listing.ts';
import { listFiles } from '../sources/worktree.ts';
import { FileCrew } from './crew.ts';
import { type BatchTally, createTally } from './file-scanner.ts';
import { nextTurn } from './next-turn.ts';

export interface FileScanRequest extends ListRequest {
  readonly rules: readonly Rule[];
  /** Whether matches carry the line they stand in, masked: for reports that people read. */
  readonly drawsFrames: boolean;
  /** Whose marks are looked for and put on places; none when absent. */
  readonly markSyntaxes?: readonly MarkSyntax[];
  /** Whether text in code is decoded where it may hold a secret; not, when absent. */
  readonly decodes?: boolean | undefined;
  /** How much of an archive is read; absent: archives are searched like any other bytes. */
  readonly archiveLimits?: ArchiveLimits | undefined;
}

/** Batches begun and not told: enough that no thread runs dry while an earlier batch takes long. */
const MAX_WAITING = 32;

/**
 * Lists the files of a working tree and searches them while the list still grows. Gives a tally for each batch, in listing
 * order, and every match to `take`. Stops at once when the signal aborts; what was being searched then is dropped.
 */
export async function* scanFiles(
  request: FileScanRequest,
  take: (origin: Origin, match: Match) => void,
): AsyncGenerator<BatchTally> {
  const crew = new FileCrew({ ...request, take: takeByFile(take) });
  const waiting: Promise<BatchTally>[] = [];
  const { signal } = request;
  try {
    for await (const listing of listFiles(request)) {
      if (listing.kind !== 'files') yield { ...createTally(), ...toTallyPart(listing) };
      else yield* scanBatch(listing.files, { crew, waiting, signal });
      if (signal?.aborted) return;
    }
    yield* takeTallies(waiting, { leaving: 0, signal });
  } catch (error) {
    // An aborted listing ends by throwing the reason.
    if (!signal?.aborted) throw error;
  } finally {
    await crew.close();
  }
}

interface Scanning {
  readonly crew: FileCrew;
  readonly waiting: Promise<BatchTally>[];
  readonly signal: AbortSignal | undefined;
}

/** Signals and the workers' answers are heard in between, or this thread would scan everything itself. */
async function* scanBatch(
  files: readonly ListedFile[],
  { crew, waiting, signal }: Scanning,
): AsyncGenerator<BatchTally> {
  for (let left = files; left.length > 0; ) {
    await nextTurn();
    if (signal?.aborted) return;
    const { tally, takenCount } = crew.take(left);
    left = left.slice(takenCount);
    waiting.push(heard(tally));
    yield* takeTallies(waiting, { leaving: MAX_WAITING, signal });
  }
}

/** A batch that fails before its turn has come is told in its turn, and a dropped one never: neither may end the process. */
function heard(tally: Promise<BatchTally>): Promise<BatchTally> {
  tally.catch(() => undefined);
  return tally;
}

/** The oldest tallies, until `leaving` of them still wait or the signal aborts. */
async function* takeTallies(
  waiting: Promise<BatchTally>[],
  { leaving, signal }: { leaving: number; signal: AbortSignal | undefined },
): AsyncGenerator<BatchTally> {
  while (waiting.length > leaving) {
    const tally = await untilAborted(waiting.shift()!, signal);
    if (tally === undefined) return;
    yield tally;
  }
}

/** What the promise gives, or undefined as soon as the signal aborts. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop));
  });
}

/** Matches of one file mostly come together: they share one origin, which 100,000 of them would feel. */
function takeByFile(take: (origin: Origin, match: Match) => void): (file: ListedFile, match: Match) => void {
  let last: { file: ListedFile; origin: Origin } | undefined;
  return (file, match) => {
    if (last?.file !== file) last = { file, origin: toOrigin(file) };
    take(last.origin, match);
  };
}

/** The path is a copy: one that is cut out of a longer text would keep that alive for as long as the finding. */
function toOrigin({ path, isIgnored }: ListedFile): Origin {
  return { kind: 'file', path: Buffer.from(path).toString(), ...(isIgnored && { isIgnored }) };
}

function toTallyPart(listing: Exclude<Listing, { kind: 'files' }>): Partial<BatchTally> {
  if (listing.kind === 'problem') return { problems: [listing.problem] };
  return { skipped: { [listing.reason]: listing.count } };
}
