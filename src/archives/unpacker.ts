// Walks through an archive and the archives in it while its bytes come, and hands out the files. One budget counts for all of it, so
// that a bomb is stopped wherever it lies.

import type { ArchiveCounts } from '../core/coverage.ts';
import { ENTRY_SEPARATOR, expandName } from '../core/entry-path.ts';
import {
  type ArchiveFlaw,
  type ArchiveReader,
  NO_BYTES,
  type ReaderEvents,
  type TakeBytes,
} from './archive-reader.ts';
import { EntryStream } from './entry-stream.ts';
import { GzipReader } from './gzip-reader.ts';
import { type ArchiveLimits, MIN_BOMB_BYTES } from './limits.ts';
import type { ArchiveFormat } from './sniff-archive.ts';
import { TarReader } from './tar-reader.ts';
import { ZipReader } from './zip-reader.ts';

export type ArchiveFault = ArchiveFlaw | `limit of ${keyof ArchiveLimits}`;

export interface UnpackerOptions {
  /** The archive's own posix path: what a gzip holds is called by it. */
  readonly path: string;
  readonly limits: ArchiveLimits;
  /**
   * A file in the archive begins. Its path starts below the archive and has posix separators; from an archive within to its files it goes
   * on after `ENTRY_SEPARATOR`. As hostile as whoever wrote it.
   */
  readonly openEntry: (path: string) => TakeBytes;
  /** Something was not read as it was written; the path is absent where the whole archive is to blame. */
  readonly takeFault: (fault: ArchiveFault, path?: string) => void;
}

/** One archive on the way down. */
interface Layer {
  /** What its entries' paths start with. */
  readonly prefix: string;
  readonly depth: number;
}

class LimitReached extends Error {
  readonly limit: keyof ArchiveLimits;

  constructor(limit: keyof ArchiveLimits) {
    super(limit);
    this.limit = limit;
  }
}

/** Longer paths are cut: nobody reads them, and a tar may name a million of a megabyte each. */
const LONGEST_PATH = 4096;

export class Unpacker {
  readonly #options: UnpackerOptions;
  readonly #reader: ArchiveReader;
  readonly counts: ArchiveCounts = { archiveCount: 0, entryCount: 0, byteCount: 0 };
  #packedBytes = 0;
  #expandedBytes = 0;
  #headerCount = 0;
  /** The file whose bytes are coming. */
  #open: TakeBytes | undefined;
  #isDone = false;

  constructor(format: ArchiveFormat, options: UnpackerOptions) {
    this.#options = options;
    this.#reader = this.#openReader(format, options.path, { prefix: '', depth: 1 });
  }

  /** Bytes are only read during the call. Throws what the functions it was given throw. */
  write(bytes: Buffer, isLast: boolean): void {
    if (this.#isDone) return;
    this.#packedBytes += bytes.length;
    try {
      this.#reader.write(bytes, isLast);
    } catch (error) {
      if (!(error instanceof LimitReached)) throw error;
      this.#stop(error.limit);
    }
  }

  #stop(limit: keyof ArchiveLimits): void {
    this.#isDone = true;
    this.#options.takeFault(`limit of ${limit}`);
    this.#open?.(NO_BYTES, true);
  }

  /** `path` is that of the archive. */
  #openReader(format: ArchiveFormat, path: string, layer: Layer): ArchiveReader {
    this.counts.archiveCount++;
    const events: ReaderEvents = {
      openEntry: (name) => this.#openEntry(layer.prefix + cleanName(name), format, layer),
      countEntry: () => this.#countEntry(),
      countExpanded: (byteCount) => this.#countExpanded(byteCount),
      takeFlaw: (flaw, name) => this.#takeFlaw(flaw, layer, name),
    };
    if (format === 'zip') return new ZipReader(events);
    return format === 'tar' ? new TarReader(events) : new GzipReader(expandName(path), events);
  }

  #openEntry(path: string, within: ArchiveFormat, { prefix, depth }: Layer): TakeBytes {
    return new EntryStream({
      openArchive: (format) => {
        // A packed tar is one archive to whoever packed it.
        const isPackedTar = within === 'gzip' && format === 'tar';
        if (!isPackedTar && depth >= this.#options.limits.depth) {
          this.#options.takeFault('limit of depth', path);
          return undefined;
        }
        return this.#openReader(
          format,
          path,
          isPackedTar ? { prefix, depth } : { prefix: path + ENTRY_SEPARATOR, depth: depth + 1 },
        );
      },
      openFile: () => this.#openFile(path),
    }).write;
  }

  #openFile(path: string): TakeBytes {
    this.counts.entryCount++;
    const take = this.#options.openEntry(path);
    const counting: TakeBytes = (bytes, isLast) => {
      this.counts.byteCount += bytes.length;
      if (isLast) this.#open = undefined;
      take(bytes, isLast);
    };
    this.#open = counting;
    return counting;
  }

  #takeFlaw(flaw: ArchiveFlaw, { prefix }: Layer, name: string | undefined): void {
    const path = name === undefined ? prefix.slice(0, -ENTRY_SEPARATOR.length) : prefix + cleanName(name);
    this.#options.takeFault(flaw, path === '' ? undefined : path);
  }

  #countEntry(): void {
    if (++this.#headerCount > this.#options.limits.entryCount) throw new LimitReached('entryCount');
  }

  #countExpanded(byteCount: number): void {
    const { expandedBytes, ratio } = this.#options.limits;
    this.#expandedBytes += byteCount;
    if (this.#expandedBytes > expandedBytes) throw new LimitReached('expandedBytes');
    if (this.#expandedBytes > MIN_BOMB_BYTES && this.#expandedBytes > ratio * this.#packedBytes)
      throw new LimitReached('ratio');
  }
}

function cleanName(name: string): string {
  const path = name.replace(/^(?:\.\/+)+/, '');
  return path.length <= LONGEST_PATH ? path : `${path.slice(0, LONGEST_PATH)}…`;
}
