// Git's deltas (gitformat-pack(5)): an object told as runs of bytes, copied from another object, its base, or put in. A literal that
// is nowhere in the base can occur in the object only inside a run that is put in, or across a seam between two runs. Most
// seams are settled by the bytes that meet there: no literal holds them side by side. One that reaches over several seams is found at
// the last of them.
import type { ByteRange } from './byte-range.ts';
import { DeltaRuns } from './delta-runs.ts';
import { foldTail } from './folded-bytes.ts';
import type { LiteralSearch } from './literal-search.ts';

/** Shorter runs are copied faster by a loop than by a call (20 ns, Node 20.20); what is put in is never longer than 127 bytes. */
const SHORT_RUN = 20;

export class Delta {
  /** Of the delta that is open. */
  readonly runs = new DeltaRuns();
  #piece = Buffer.allocUnsafeSlow(64 << 10);
  #pieceLength = 0;

  /** Size of the object. */
  get size(): number {
    return this.runs.size;
  }

  /** Takes the delta that lies in `entry`; the bytes are read by the other methods. Throws `CorruptObject` when it is damaged. */
  open(entry: ByteRange, baseSize: number): void {
    this.runs.read(entry, baseSize);
  }

  /** Writes the object; `target` has its size and lies in the same array as `base`. */
  apply(base: ByteRange, target: ByteRange): void {
    const { count, origins, ends, bytes: put } = this.runs;
    const { bytes } = base;
    let to = target.startOffset;
    for (let run = 0; run < count; run++) {
      const origin = origins[run]!;
      const end = target.startOffset + ends[run]!;
      const from = origin < 0 ? ~origin : base.startOffset + origin;
      if (origin >= 0 && end - to > SHORT_RUN) bytes.copyWithin(to, from, from + end - to);
      else copyBytes(origin < 0 ? put : bytes, from, { bytes, startOffset: to, endOffset: end });
      to = end;
    }
  }

  /** Whether a literal occurs in the object that is not copied from the base as a whole. */
  brings(search: LiteralSearch, base: ByteRange): boolean {
    const { count, origins, ends, bytes: put } = this.runs;
    let tail = 0;
    for (let run = 0, start = 0; run < count; start = ends[run++]!) {
      const origin = origins[run]!;
      const length = ends[run]! - start;
      const bytes = origin < 0 ? put : base.bytes;
      const from = origin < 0 ? ~origin : base.startOffset + origin;
      if (run > 0 && search.mayReachOver(tail, bytes, from) && this.#isAcross(run, search, base)) return true;
      if (origin < 0 && length >= search.shortest && search.isIn(put, from, from + length)) return true;
      tail = foldTail(tail, bytes, from, from + length);
    }
    return false;
  }

  /** Whether the first `length` bytes of the object are those of its base. */
  keepsHead(length: number): boolean {
    const { count, origins, ends } = this.runs;
    return count > 0 && origins[0] === 0 && ends[0]! >= length;
  }

  /** The first `length` bytes of the object, or all of it when it is shorter; good until the next call. */
  readHead(length: number, base: ByteRange): Uint8Array {
    this.#gather({ firstRun: 0, from: 0, to: Math.min(length, this.size) }, base);
    return this.#piece.subarray(0, this.#pieceLength);
  }

  /** Whether a literal reaches over the seam before a run: looks at the bytes on both sides of it that one could cover. */
  #isAcross(run: number, search: LiteralSearch, base: ByteRange): boolean {
    const { count, ends } = this.runs;
    const seam = ends[run - 1]!;
    const from = Math.max(0, seam - search.width + 1);
    const to = Math.min(ends[count - 1]!, seam + search.width - 1);
    let firstRun = run - 1;
    while (firstRun > 0 && ends[firstRun - 1]! > from) firstRun--;
    this.#gather({ firstRun, from, to }, base);
    return search.isIn(this.#piece, 0, this.#pieceLength);
  }

  /** Puts together a few bytes of the object, which begin in the first of the runs. */
  #gather({ firstRun, from, to }: { firstRun: number; from: number; to: number }, base: ByteRange): void {
    const { origins, ends } = this.runs;
    this.#pieceLength = 0;
    for (let at = from, next = firstRun; at < to; next++) {
      const start = next > 0 ? ends[next - 1]! : 0;
      const end = Math.min(to, ends[next]!);
      const bytes = origins[next]! < 0 ? this.runs.bytes : base.bytes;
      let source = (origins[next]! < 0 ? ~origins[next]! : base.startOffset + origins[next]!) + at - start;
      for (; at < end; at++) this.#piece[this.#pieceLength++] = bytes[source++]!;
    }
  }
}

function copyBytes(source: Buffer, from: number, { bytes, startOffset, endOffset }: ByteRange): void {
  for (let at = startOffset, next = from; at < endOffset; ) bytes[at++] = source[next++]!;
}
