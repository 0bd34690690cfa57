// Reads a pack through some hundred remembered stretches. A delta tree's entries lie near each other but not in the order in which
// the tree is walked; with stretches, nearly every entry is in memory already and a read of the file serves many.
import { readSync } from 'node:fs';
import type { ByteRange } from './byte-range.ts';

const STRETCH_LENGTH = 8 << 10;
/** Read beyond a stretch, so that an entry that begins at its end is whole in most cases. */
const OVERLAP = 2 << 10;
const STRETCH_COUNT = 512;
/** Readable bytes behind every entry: an inflater may look a little ahead. */
const SLACK = 8;

interface Stretch {
  readonly bytes: Buffer;
  index: number;
  fd: number;
  length: number;
}

/** The place of an entry; changes with each `locate`. */
export interface Place extends ByteRange {
  bytes: Buffer;
  startOffset: number;
  endOffset: number;
}

export class PackWindow {
  readonly #stretches: (Stretch | undefined)[] = new Array(STRETCH_COUNT).fill(undefined);
  readonly #place: Place = { bytes: Buffer.alloc(0), startOffset: 0, endOffset: 0 };

  /** The bytes of a file from `start` to `end`, fewer where the file ends. Valid until the next call; a file error is thrown. */
  locate(fd: number, start: number, end: number): ByteRange {
    const index = Math.floor(start / STRETCH_LENGTH);
    const stretchStart = index * STRETCH_LENGTH;
    if (end + SLACK > stretchStart + STRETCH_LENGTH + OVERLAP) return this.#locateLong(fd, start, end);
    const stretch = this.#readStretch(fd, index);
    const place = this.#place;
    place.bytes = stretch.bytes;
    place.startOffset = start - stretchStart;
    place.endOffset = Math.min(end - stretchStart, stretch.length);
    return place;
  }

  #locateLong(fd: number, start: number, end: number): ByteRange {
    const bytes = Buffer.allocUnsafeSlow(end - start + SLACK);
    const length = readFully(fd, bytes, start);
    return { bytes, startOffset: 0, endOffset: Math.min(end - start, length) };
  }

  #readStretch(fd: number, index: number): Stretch {
    const slot = (index + fd) % STRETCH_COUNT;
    const known = this.#stretches[slot];
    if (known?.index === index && known.fd === fd) return known;
    const stretch = known ?? {
      bytes: Buffer.allocUnsafeSlow(STRETCH_LENGTH + OVERLAP + SLACK),
      index,
      fd,
      length: 0,
    };
    this.#stretches[slot] = stretch;
    stretch.index = -1;
    stretch.length = readFully(fd, stretch.bytes, index * STRETCH_LENGTH);
    stretch.index = index;
    stretch.fd = fd;
    return stretch;
  }
}

function readFully(fd: number, bytes: Buffer, start: number): number {
  let length = 0;
  while (length < bytes.length) {
    const count = readSync(fd, bytes, length, bytes.length - length, start + length);
    if (count === 0) break;
    length += count;
  }
  return length;
}
