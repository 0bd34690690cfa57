// Inflates streams of deflate, piece by piece. Node's own zlib would be twice as fast, but expands all it is given at once, or gives
// control away between two pieces; this one stops at every 64 KB, so that a bomb is stopped there.
import {
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
} from 'pako';

import type { TakeBytes } from './archive-reader.ts';

const OUTPUT_LENGTH = 64 * 1024;

/** As zlib numbers them: 15 is the longest window, negative without any wrapper, 16 more within that of gzip. */
const windowBits = { raw: -15, gzip: 31 } as const;

export type InflationState = 'open' | 'ended' | 'damaged';

export class Inflation {
  readonly #countExpanded: (byteCount: number) => void;
  readonly #output: Uint8Array<ArrayBuffer> = new Uint8Array(OUTPUT_LENGTH);
  readonly #stream = new ZStream();
  #take: TakeBytes = () => undefined;
  #state: InflationState = 'ended';

  constructor(wrapper: keyof typeof windowBits, countExpanded: (byteCount: number) => void) {
    this.#countExpanded = countExpanded;
    zlibInflateInit2(this.#stream, windowBits[wrapper]);
  }

  /** `damaged`: what follows is no stream of deflate, or does not have the checksum that gzip wrote. */
  get state(): InflationState {
    return this.#state;
  }

  /** Begins a stream. What it says goes to `take`, in the inflation's own buffer. */
  begin(take: TakeBytes): void {
    this.#take = take;
    this.#state = 'open';
    zlibInflateReset(this.#stream);
    this.#emptyOutput();
  }

  /** How many of the bytes were used: all of them, unless the stream has ended or is damaged then. */
  write(bytes: Uint8Array): number {
    const stream = this.#stream;
    stream.input = bytes;
    stream.next_in = 0;
    stream.avail_in = bytes.length;
    while (this.#state === 'open') {
      const status = zlibInflate(stream, Z_NO_FLUSH);
      if (status === Z_STREAM_END) this.#state = 'ended';
      else if (status !== Z_OK && status !== Z_BUF_ERROR) this.#state = 'damaged';
      else if (stream.avail_out === 0) this.flush(false);
      else if (stream.avail_in === 0) break;
    }
    return stream.next_in;
  }

  /** Passes on what is not passed on yet. */
  flush(isLast: boolean): void {
    const length = this.#stream.next_out;
    if (length > 0) this.#countExpanded(length);
    this.#emptyOutput();
    if (length > 0 || isLast) this.#take(this.#output.subarray(0, length), isLast);
  }

  #emptyOutput(): void {
    this.#stream.output = this.#output;
    this.#stream.next_out = 0;
    this.#stream.avail_out = OUTPUT_LENGTH;
  }
}
