// How a blob's bytes become text in which an index still tells the byte: latin1 (one character, one byte: it stands for ASCII,
// UTF-8 and any other superset of ASCII) or UTF-16 code units (one character, two bytes).

import type { TextKind } from './text-scan.ts';

/** One way to read a blob's bytes as text. */
export interface View {
  readonly kind: TextKind;
  readonly isBigEndian: boolean;
  /** Bytes before the first character: a byte order mark, or the odd byte of a shifted view. */
  readonly startOffset: number;
}

export interface Encoding {
  readonly isBinary: boolean;
  readonly views: readonly View[];
}

/** As many bytes as git looks at to tell binary from text. */
export const SNIFF_LENGTH = 8000;

const bytes: View = { kind: 'bytes', isBigEndian: false, startOffset: 0 };
const utf16 = (isBigEndian: boolean, startOffset: number): View => ({
  kind: 'utf16',
  isBigEndian,
  startOffset,
});

/** UTF-16 strings inside a binary may start at even and at odd offsets; for ASCII, big endian is little endian shifted by one. */
const binary: Encoding = { isBinary: true, views: [bytes, utf16(false, 0), utf16(false, 1)] };

/**
 * Tells the encoding from a blob's first `SNIFF_LENGTH` bytes (or all of it when shorter). UTF-16 is read as bytes too: appending to a file
 * with another shell's `>>` mixes the two.
 */
export function sniffEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return text({ ...bytes, startOffset: 3 });
  if (head[0] === 0xff && head[1] === 0xfe) return text(utf16(false, 2), bytes);
  if (head[0] === 0xfe && head[1] === 0xff) return text(utf16(true, 2), bytes);
  if (!head.includes(0)) return text(bytes);
  return sniffUnmarkedUtf16(head) ?? binary;
}

function text(...views: readonly View[]): Encoding {
  return { isBinary: false, views };
}

/**
 * UTF-16 without a mark: ASCII letters put a zero into every second byte, on one side only. A fifth of them is enough (text
 * of other scripts has few), and the other side stays nearly free of zeros, which no binary of 16- or 32-bit numbers keeps up.
 */
function sniffUnmarkedUtf16(head: Uint8Array): Encoding | undefined {
  const pairCount = head.length >>> 1;
  const zeroCounts = [0, 0];
  for (let index = 0; index < pairCount * 2; index++) if (head[index] === 0) zeroCounts[index & 1]!++;
  const [evenCount, oddCount] = zeroCounts as [number, number];
  if (oddCount >= pairCount / 5 && evenCount <= pairCount / 50) return text(utf16(false, 0), bytes);
  if (evenCount >= pairCount / 5 && oddCount <= pairCount / 50) return text(utf16(true, 0), bytes);
  return undefined;
}

/** Decodes one view of a blob, chunk by chunk; a character cut by a chunk's end waits for the next chunk. */
export class ViewDecoder {
  readonly #view: View;
  #skipCount: number;
  #oddByte: number | undefined;

  constructor(view: View) {
    this.#view = view;
    this.#skipCount = view.startOffset;
  }

  /** The chunk's text. The chunk is not kept and not changed. */
  decode(chunk: Uint8Array): string {
    const bytes = chunk instanceof Buffer ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const skipped = Math.min(this.#skipCount, bytes.length);
    this.#skipCount -= skipped;
    return this.#view.kind === 'bytes'
      ? bytes.toString('latin1', skipped)
      : this.#decodeUtf16(bytes.subarray(skipped));
  }

  #decodeUtf16(chunk: Buffer): string {
    const whole = this.#oddByte === undefined ? chunk : Buffer.concat([Uint8Array.of(this.#oddByte), chunk]);
    this.#oddByte = whole.length % 2 === 1 ? whole[whole.length - 1] : undefined;
    const even = whole.subarray(0, whole.length - (whole.length % 2));
    return this.#view.isBigEndian ? Buffer.from(even).swap16().toString('utf16le') : even.toString('utf16le');
  }
}
