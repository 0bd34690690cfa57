// Reads gzip: one stream or several, one after another, as one entry. What else follows is passed over, as gzip does.
import type { ArchiveReader, ReaderEvents, TakeBytes } from './archive-reader.ts';
import { NO_BYTES } from './archive-reader.ts';
import { Inflation } from './inflation.ts';

const MAGIC = [0x1f, 0x8b, 0x08] as const;

export class GzipReader implements ArchiveReader {
  readonly #name: string;
  readonly #events: ReaderEvents;
  readonly #take: TakeBytes;
  readonly #inflation: Inflation;
  /** Bytes after a stream that may begin another. */
  #pending: Buffer = NO_BYTES;
  #isDone = false;

  /** `name` is that of the entry. */
  constructor(name: string, events: ReaderEvents) {
    this.#name = name;
    this.#events = events;
    events.countEntry();
    this.#take = events.openEntry(name);
    this.#inflation = new Inflation('gzip', events.countExpanded);
    this.#inflation.begin(this.#take);
  }

  write(bytes: Buffer, isLast: boolean): void {
    if (this.#isDone) return;
    let rest = this.#pending.length > 0 ? Buffer.concat([this.#pending, bytes]) : bytes;
    this.#pending = NO_BYTES;
    while (rest.length > 0 && !this.#isDone) {
      if (this.#inflation.state === 'ended') {
        rest = skipZeros(rest);
        if (!this.#beginsNext(rest, isLast)) return;
      }
      rest = rest.subarray(this.#inflation.write(rest));
      if (this.#inflation.state === 'damaged') this.#end('damaged');
    }
    if (isLast && !this.#isDone) this.#end(this.#inflation.state === 'open' ? 'truncated' : undefined);
  }

  /** Whether another stream begins with `rest`; false also when more has to be seen of it. */
  #beginsNext(rest: Buffer, isLast: boolean): boolean {
    const isMagic = MAGIC.every((byte, index) => index >= rest.length || rest[index] === byte);
    if (isMagic && rest.length >= MAGIC.length) {
      this.#inflation.flush(false);
      this.#inflation.begin(this.#take);
      return true;
    }
    if (isMagic && !isLast) this.#pending = Buffer.from(rest);
    else this.#end();
    return false;
  }

  #end(flaw?: 'damaged' | 'truncated'): void {
    this.#isDone = true;
    if (flaw) this.#events.takeFlaw(flaw, this.#name);
    this.#inflation.flush(true);
  }
}

/** Tapes and blocks are filled up with zeros. */
function skipZeros(bytes: Buffer): Buffer {
  let from = 0;
  while (bytes[from] === 0) from++;
  return bytes.subarray(from);
}
