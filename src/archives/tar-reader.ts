// Reads tars, with the parser that npm unpacks packages with. Links, folders and devices have no content.
import { Parser } from 'tar/parse';
import type { ReadEntry } from 'tar/read-entry';
import { type ArchiveFlaw, type ArchiveReader, NO_BYTES, type ReaderEvents } from './archive-reader.ts';

const BLOCK_LENGTH = 512;

const fileTypes: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile']);

export class TarReader implements ArchiveReader {
  readonly #events: ReaderEvents;
  readonly #parser: Parser;
  /** The start of a block. */
  #pending: Buffer = NO_BYTES;
  /** The file whose bytes are coming. */
  #open: ReadEntry | undefined;
  #hasFlaw = false;
  #isDone = false;

  constructor(events: ReaderEvents) {
    this.#events = events;
    this.#parser = new Parser({
      // What is compressed is no tar.
      brotli: false,
      zstd: false,
      onReadEntry: (entry) => this.#read(entry),
      onwarn: (code) => this.#takeWarning(code),
    });
    this.#parser.on('ignoredEntry', (entry) => this.#passOver(entry));
    this.#parser.on('eof', () => {
      this.#isDone = true;
    });
    // Only what it cannot go on after.
    this.#parser.on('error', () => {
      this.#isDone = true;
      this.#takeFlaw('damaged');
    });
  }

  /** The parser is given whole blocks, or it would keep what it was given; nor does it stop to collect after the end of the archive. */
  write(bytes: Buffer, isLast: boolean): void {
    if (this.#isDone) return;
    const all = this.#pending.length > 0 ? Buffer.concat([this.#pending, bytes]) : bytes;
    const length = isLast ? all.length : all.length - (all.length % BLOCK_LENGTH);
    this.#pending = Buffer.from(all.subarray(length));
    this.#parser.write(all.subarray(0, length));
    if (!isLast || this.#isDone) return;
    this.#parser.end();
    if (all.length % BLOCK_LENGTH !== 0 && !this.#hasFlaw) this.#takeFlaw('truncated');
    this.#isDone = true;
  }

  #takeFlaw(flaw: ArchiveFlaw, name?: string): void {
    this.#hasFlaw = true;
    this.#events.takeFlaw(flaw, name);
  }

  #read(entry: ReadEntry): void {
    this.#events.countEntry();
    if (!fileTypes.has(entry.type)) {
      entry.resume();
      return;
    }
    const take = this.#events.openEntry(entry.path);
    let left = entry.size;
    if (left === 0) take(NO_BYTES, true);
    this.#open = entry;
    entry.on('data', (bytes) => {
      left -= bytes.length;
      take(bytes, left === 0);
    });
    entry.on('end', () => {
      this.#open = undefined;
      if (left > 0) take(NO_BYTES, true);
    });
  }

  /** Headers that only describe are passed over too, but only in a tar of a kind that the parser does not know. */
  #passOver(entry: ReadEntry): void {
    this.#events.countEntry();
    if (entry.size > 0) this.#takeFlaw('unsupported', entry.path);
  }

  #takeWarning(code: string): void {
    // One for every block that should be a header and is none.
    this.#events.countEntry();
    if (code !== 'TAR_ENTRY_INVALID' && code !== 'TAR_BAD_ARCHIVE') return;
    if (this.#open) this.#takeFlaw('truncated', this.#open.path);
    else this.#takeFlaw('damaged');
  }
}
