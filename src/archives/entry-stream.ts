// One entry's bytes, which may be an archive again: its first bytes are kept back until they tell.
import { type ArchiveReader, NO_BYTES, type TakeBytes, toBuffer } from './archive-reader.ts';
import { type ArchiveFormat, SNIFF_LENGTH, sniffArchive } from './sniff-archive.ts';

export interface EntryStreamOptions {
  /** Undefined when it may not be entered. */
  readonly openArchive: (format: ArchiveFormat) => ArchiveReader | undefined;
  readonly openFile: () => TakeBytes;
}

export class EntryStream {
  readonly #options: EntryStreamOptions;
  #head: Buffer = NO_BYTES;
  #take: TakeBytes | undefined;

  constructor(options: EntryStreamOptions) {
    this.#options = options;
  }

  readonly write: TakeBytes = (bytes, isLast) => {
    if (this.#take) return this.#take(bytes, isLast);
    const head = this.#head.length > 0 ? Buffer.concat([this.#head, bytes]) : bytes;
    if (head.length < SNIFF_LENGTH && !isLast) {
      this.#head = Buffer.from(head);
      return;
    }
    this.#take = this.#open(head);
    this.#head = NO_BYTES;
    this.#take(head, isLast);
  };

  #open(head: Uint8Array): TakeBytes {
    const format = sniffArchive(head.subarray(0, SNIFF_LENGTH));
    const reader = format && this.#options.openArchive(format);
    return reader ? (bytes, isLast) => reader.write(toBuffer(bytes), isLast) : this.#options.openFile();
  }
}
