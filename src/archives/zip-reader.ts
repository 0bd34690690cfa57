// Reads zips front to back, from the header before each entry. Libraries for zips begin at the directory in the end: they need all of
// a file at hand, read nothing of one that was cut, and let a directory name the same bytes a thousand times. The directory is only
// counted here, to tell what it names and the headers do not.
import {
  type ArchiveFlaw,
  type ArchiveReader,
  NO_BYTES,
  type ReaderEvents,
  type TakeBytes,
} from './archive-reader.ts';
import { Inflation } from './inflation.ts';
import { DeflatedBody, type EntryBody, SkippedBody, StoredBody, UntoldBody } from './zip-entry.ts';
import {
  type LocalHeader,
  measureRecord,
  methods,
  parseLocalHeader,
  readNamedSize,
  signatures,
} from './zip-records.ts';

interface OpenEntry {
  readonly header: LocalHeader;
  readonly body: EntryBody;
}

/** How many entries, and bytes of them as they are packed. */
interface Sum {
  count: number;
  byteCount: number;
}

const SIGNATURE_LENGTH = 4;
const recordSignatures: ReadonlySet<number> = new Set(Object.values(signatures));

export class ZipReader implements ArchiveReader {
  readonly #events: ReaderEvents;
  #inflation: Inflation | undefined;
  /** The start of a record, or of what an entry needs more of. */
  #pending: Buffer = NO_BYTES;
  #entry: OpenEntry | undefined;
  /** The checksum and name of the entry before, while a record may tell what it should be. */
  #unchecked: { readonly name: string; readonly crc: number } | undefined;
  /** Bytes of the directory that are still to be passed over. */
  #skipCount = 0;
  readonly #read: Sum = { count: 0, byteCount: 0 };
  readonly #named: Sum = { count: 0, byteCount: 0 };
  #hasFlaw = false;
  #hasEnd = false;

  constructor(events: ReaderEvents) {
    this.#events = events;
  }

  write(bytes: Buffer, isLast: boolean): void {
    let rest = this.#pending.length > 0 ? Buffer.concat([this.#pending, bytes]) : bytes;
    while (!this.#hasEnd) {
      const entry = this.#entry;
      const length = this.#readOne(rest);
      rest = rest.subarray(length);
      if (length === 0 && this.#entry === entry) break;
    }
    if (isLast) this.#end(rest);
    else this.#pending = this.#hasEnd ? NO_BYTES : Buffer.from(rest);
  }

  /** Reads one thing, or a piece of it, and tells how long it was; 0 when more has to be there first. */
  #readOne(bytes: Buffer): number {
    if (this.#entry) return this.#readEntry(this.#entry, bytes);
    if (this.#skipCount > 0) return this.#skip(bytes);
    if (bytes.length < SIGNATURE_LENGTH) return 0;
    const signature = bytes.readUInt32LE(0);
    if (signature === signatures.localHeader) return this.#openEntry(bytes);
    if (signature === signatures.descriptor) return this.#readDescriptor(bytes);
    if (recordSignatures.has(signature)) return this.#readDirectory(signature, bytes);
    return this.#seek(bytes);
  }

  #readEntry(entry: OpenEntry, bytes: Buffer): number {
    const length = entry.body.write(bytes);
    this.#read.byteCount += length;
    if (entry.body.isDone) this.#closeEntry(entry, NO_BYTES);
    return length;
  }

  #closeEntry({ header: { name, crc }, body }: OpenEntry, rest: Buffer): void {
    this.#entry = undefined;
    body.end(rest);
    if (!body.isDone) this.#takeFlaw('truncated', name);
    else if (body.flaw) this.#takeFlaw(body.flaw, name);
    else if (body.crc === undefined) return;
    else if (crc === undefined) this.#unchecked = { name, crc: body.crc };
    else if (body.crc !== crc) this.#takeFlaw('damaged', name);
  }

  #takeFlaw(flaw: ArchiveFlaw, name?: string): void {
    this.#hasFlaw = true;
    this.#events.takeFlaw(flaw, name);
  }

  #openEntry(bytes: Buffer): number {
    const header = parseLocalHeader(bytes);
    if (!header) return 0;
    this.#read.count++;
    this.#events.countEntry();
    this.#unchecked = undefined;
    const entry = { header, body: this.#openBody(header) };
    this.#entry = entry;
    if (entry.body.isDone) this.#closeEntry(entry, NO_BYTES);
    return header.length;
  }

  #openBody(header: LocalHeader): EntryBody {
    const { name, method, packedSize } = header;
    const flaw = findFlaw(header);
    if (flaw) this.#takeFlaw(flaw, name);
    // How long it is only the next signature tells.
    if (flaw || isFolder(header)) return new SkippedBody(packedSize ?? 0);
    const open = () => this.#events.openEntry(name);
    const take = name.endsWith('/') ? openNonEmpty(open) : open();
    if (packedSize === 0) return new StoredBody(0, take);
    if (method === methods.stored)
      return packedSize === undefined ? new UntoldBody(take) : new StoredBody(packedSize, take);
    this.#inflation ??= new Inflation('raw', this.#events.countExpanded);
    return new DeflatedBody(packedSize ?? Number.POSITIVE_INFINITY, this.#inflation, take);
  }

  #readDescriptor(bytes: Buffer): number {
    const length = 2 * SIGNATURE_LENGTH;
    if (bytes.length < length) return 0;
    if (this.#unchecked && bytes.readUInt32LE(SIGNATURE_LENGTH) !== this.#unchecked.crc)
      this.#takeFlaw('damaged', this.#unchecked.name);
    this.#unchecked = undefined;
    // The sizes are no signature: they are passed over in search of the next.
    return length;
  }

  #readDirectory(signature: number, bytes: Buffer): number {
    const length = measureRecord(signature, bytes);
    if (length === undefined) return 0;
    if (signature === signatures.directoryHeader) {
      this.#named.count++;
      this.#named.byteCount += readNamedSize(bytes);
    }
    this.#hasEnd = signature === signatures.end;
    this.#skipCount = length;
    return this.#skip(bytes);
  }

  #skip(bytes: Buffer): number {
    const length = Math.min(this.#skipCount, bytes.length);
    this.#skipCount -= length;
    return length;
  }

  /** Between entries there may be padding, what signs an app, or an entry of unknown length that is not read. */
  #seek(bytes: Buffer): number {
    for (let at = bytes.indexOf('PK', 0, 'latin1'); at !== -1; at = bytes.indexOf('PK', at + 1, 'latin1')) {
      const isWhole = at + SIGNATURE_LENGTH <= bytes.length;
      if (!isWhole || recordSignatures.has(bytes.readUInt32LE(at))) return at;
    }
    return bytes.at(-1) === 0x50 ? bytes.length - 1 : bytes.length;
  }

  #end(rest: Buffer): void {
    if (this.#entry) this.#closeEntry(this.#entry, rest);
    else if (!this.#hasEnd) this.#takeFlaw('truncated');
    else if (!this.#hasFlaw && this.#isMoreNamed()) this.#takeFlaw('damaged');
  }

  /** What was taken out of a zip may still lie in it; what is named and not there was written over, or lies inside other entries. */
  #isMoreNamed(): boolean {
    return this.#named.count > this.#read.count || this.#named.byteCount > this.#read.byteCount;
  }
}

function isFolder({ name, packedSize }: LocalHeader): boolean {
  return name.endsWith('/') && packedSize === 0;
}

/** Java packs even folders: they are files when they hold something. */
function openNonEmpty(open: () => TakeBytes): TakeBytes {
  let take: TakeBytes | undefined;
  return (bytes, isLast) => {
    if (bytes.length > 0) take ??= open();
    take?.(bytes, isLast);
  };
}

function findFlaw(header: LocalHeader): ArchiveFlaw | undefined {
  if (header.isEncrypted) return 'encrypted';
  const isRead = header.method === methods.stored || header.method === methods.deflated || isFolder(header);
  return isRead ? undefined : 'unsupported';
}
