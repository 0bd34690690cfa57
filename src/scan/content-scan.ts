// Search of one blob and, where it is an archive, of the files in it.
import { NO_BYTES, type TakeBytes, toBuffer } from '../archives/archive-reader.ts';
import type { FaultTally } from '../archives/describe-faults.ts';
import type { ArchiveLimits } from '../archives/limits.ts';
import { type ArchiveFormat, SNIFF_LENGTH, sniffArchive } from '../archives/sniff-archive.ts';
import type { Unpacker } from '../archives/unpacker.ts';
import { type ArchiveCounts, addArchiveCounts } from '../core/coverage.ts';
import { joinEntryPath } from '../core/entry-path.ts';
import type { Match } from '../core/finding.ts';
import type { FaultyMark } from '../core/mark.ts';
import type { Problem } from '../core/problem.ts';
import { BlobScan, type BlobScanOptions } from '../engine/blob-scan.ts';
import { HeldMatches } from './held-matches.ts';
import { requireUnpacker } from './load-unpacker.ts';

export interface ContentScanOptions extends Omit<BlobScanOptions, 'takeFault'> {
  /** What stands in reports where that is not the path. */
  readonly label?: string;
  /** Absent: archives are searched like any other bytes. */
  readonly archiveLimits?: ArchiveLimits | undefined;
  /** Called with every number of bytes that came out of an archive, before they are searched; what it throws comes out of `write`. */
  readonly countBytes?: (byteCount: number) => void;
}

/** What is told of contents beside their matches. */
export interface ContentTally {
  readonly archives: ArchiveCounts;
  readonly problems: Problem[];
  readonly faultyMarks: FaultyMark[];
}

export function createContentTally(): ContentTally {
  return { archives: { archiveCount: 0, entryCount: 0, byteCount: 0 }, problems: [], faultyMarks: [] };
}

/** An archive that is being read. */
interface Unpacking {
  readonly unpacker: Unpacker;
  readonly faults: FaultTally;
  readonly held: HeldMatches;
}

/** Drop-in for `BlobScan`: matches in archives have an `entry`. What was counted is added up by `addTo` when the last byte was written. */
export class ContentScan {
  readonly #options: ContentScanOptions;
  readonly #faultyMarks: FaultyMark[] = [];
  #head: Uint8Array = NO_BYTES;
  #own: BlobScan | undefined;
  #unpacking: Unpacking | undefined;
  #found: Match[] = [];

  constructor(options: ContentScanOptions) {
    this.#options = options;
  }

  /** Throws `UnpackerNeeded` where an archive begins; the same bytes may be given again then. */
  write(bytes: Uint8Array, isLast: boolean): Match[] {
    if (this.#own) return this.#search(this.#own, bytes, isLast);
    const head = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes]);
    if (head.length < SNIFF_LENGTH && !isLast) {
      this.#head = Uint8Array.from(head);
      return [];
    }
    const format = this.#options.archiveLimits && sniffArchive(head);
    if (format) this.#unpacking = this.#unpack(format);
    this.#own = this.#openOwn();
    return this.#search(this.#own, head, isLast);
  }

  /** Adds what the archive held, what of it was not read, and what is wrong with marks. */
  addTo(tally: ContentTally): void {
    tally.faultyMarks.push(...this.#faultyMarks);
    if (!this.#unpacking) return;
    const { unpacker, faults } = this.#unpacking;
    tally.problems.push(...faults.toProblems(this.#label));
    addArchiveCounts(tally.archives, unpacker.counts);
  }

  get #label(): string {
    return this.#options.label ?? this.#options.path;
  }

  /** Marks in an archive's own bytes are those of its entries. */
  #openOwn(): BlobScan {
    const { ruleset, path, drawsFrames } = this.#options;
    if (this.#unpacking) return new BlobScan({ ruleset, path, drawsFrames });
    return new BlobScan({ ruleset, path, drawsFrames, takeFault: this.#takeFaultAt(this.#label) });
  }

  #takeFaultAt(path: string): NonNullable<BlobScanOptions['takeFault']> {
    return (faulty) => this.#faultyMarks.push({ path, ...faulty });
  }

  #unpack(format: ArchiveFormat): Unpacking {
    const { Unpacker, FaultTally } = requireUnpacker();
    const faults = new FaultTally();
    const unpacker = new Unpacker(format, {
      path: this.#options.path,
      limits: this.#options.archiveLimits!,
      openEntry: (path) => this.#openEntry(path),
      takeFault: (fault, path) => faults.add(fault, path),
    });
    return { unpacker, faults, held: new HeldMatches() };
  }

  #openEntry(entry: string): TakeBytes {
    const { ruleset, path, drawsFrames, countBytes } = this.#options;
    const scan = new BlobScan({
      ruleset,
      path: joinEntryPath(path, entry),
      drawsFrames,
      takeFault: this.#takeFaultAt(joinEntryPath(this.#label, entry)),
    });
    return (bytes, isLast) => {
      countBytes?.(bytes.length);
      for (const match of scan.write(bytes, isLast)) {
        this.#unpacking?.held.drop(match);
        this.#found.push({ ...match, entry });
      }
    };
  }

  #search(own: BlobScan, bytes: Uint8Array, isLast: boolean): Match[] {
    const matches = own.write(bytes, isLast);
    if (!this.#unpacking) return matches;
    const { unpacker, held } = this.#unpacking;
    unpacker.write(toBuffer(bytes), isLast);
    const found = this.#found;
    this.#found = [];
    for (const match of matches) for (const released of held.hold(match)) found.push(released);
    if (isLast) for (const released of held.release()) found.push(released);
    return found;
  }
}
