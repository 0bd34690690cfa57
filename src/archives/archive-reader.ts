// What readers of archives have in common: bytes are pushed in, entries come out while they are read. Nothing is kept but a header
// that is not whole and one buffer, so that memory does not depend on the archive. All of it is synchronous: an archive is searched
// in whatever thread, file by file, as everything else is.

/** Takes an entry's bytes in order. They are only valid during the call; `isLast` is true exactly once, possibly without bytes. */
export type TakeBytes = (bytes: Uint8Array, isLast: boolean) => void;

/** Why an entry, or the rest of an archive, was not read as it was written. */
export type ArchiveFlaw =
  /** It asks for a password. */
  | 'encrypted'
  /** Packed in a way that is not read here. */
  | 'unsupported'
  /** Its bytes contradict themselves: a wrong checksum or size, a stream that is none. */
  | 'damaged'
  /** It ends before it should. */
  | 'truncated';

/** What a reader tells its owner. */
export interface ReaderEvents {
  /** A file begins; its bytes go to what is given back, until the last. No other begins before. */
  readonly openEntry: (name: string) => TakeBytes;
  /** To be called for every header of an entry, whatever it is. Throws to end the reading. */
  readonly countEntry: () => void;
  /** To be called with what decompression gives, before it is passed on. Throws to end the reading. */
  readonly countExpanded: (byteCount: number) => void;
  /** `name` is absent where no entry is to blame. */
  readonly takeFlaw: (flaw: ArchiveFlaw, name?: string) => void;
}

/** Reads one archive. After a throw it must not be written to again. */
export interface ArchiveReader {
  /** Bytes are only read during the call. Nothing is read after `isLast`. */
  write(bytes: Buffer, isLast: boolean): void;
}

export const NO_BYTES: Buffer = Buffer.alloc(0);

/** The same bytes with the methods of a Buffer. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
