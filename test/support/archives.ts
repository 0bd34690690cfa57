// Archives made by hand, byte by byte, so that tests may have them lie; and what is in one, as the room of archives reads it.
import { crc32, deflateRawSync } from 'node:zlib';
import { type ArchiveLimits, defaultLimits } from '../../src/archives/limits.ts';
import { sniffArchive } from '../../src/archives/sniff-archive.ts';
import { type ArchiveFault, Unpacker } from '../../src/archives/unpacker.ts';

export interface ZipEntry {
  readonly name: string;
  readonly content: string | Buffer;
  readonly isStored?: boolean;
  /** Sizes and checksum stand behind the bytes. */
  readonly hasDescriptor?: boolean;
  /** Its size stands before the bytes too, and the record behind them has no signature. */
  readonly isTold?: boolean;
  readonly isZip64?: boolean;
  readonly isEncrypted?: boolean;
  /** Instead of the true ones, in both headers. */
  readonly lies?: { readonly packedSize?: number; readonly crc?: number; readonly method?: number };
  /** False: the directory does not name it. */
  readonly isNamed?: boolean;
  /** Bytes put before it. */
  readonly padding?: number;
}

interface Packed {
  readonly entry: ZipEntry;
  readonly bytes: Buffer;
  readonly offset: number;
  readonly crc: number;
}

export function makeZip(entries: readonly ZipEntry[], comment = ''): Buffer {
  const parts: Buffer[] = [];
  const packed: Packed[] = [];
  let offset = 0;
  const add = (part: Buffer) => {
    parts.push(part);
    offset += part.length;
  };
  for (const entry of entries) {
    const content = Buffer.from(entry.content);
    add(Buffer.alloc(entry.padding ?? 0));
    const bytes = entry.isStored ? content : deflateRawSync(content);
    const one = { entry, bytes, offset, crc: crc32(content) };
    packed.push(one);
    add(localHeader(one, content.length));
    add(bytes);
    if (entry.hasDescriptor) add(descriptor(one, content.length));
  }
  const start = offset;
  const named = packed.filter(({ entry }) => entry.isNamed !== false);
  for (const one of named) add(directoryHeader(one));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(named.length % 0x10000, 8);
  end.writeUInt16LE(named.length % 0x10000, 10);
  end.writeUInt32LE(offset - start, 12);
  end.writeUInt32LE(start, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  add(end);
  add(Buffer.from(comment));
  return Buffer.concat(parts);
}

function localHeader({ entry, bytes, crc }: Packed, size: number): Buffer {
  const { name, hasDescriptor = false, isZip64 = false } = entry;
  const extra = isZip64
    ? zip64Field(hasDescriptor ? 0 : size, hasDescriptor ? 0 : tellSize(entry, bytes))
    : Buffer.alloc(0);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(isZip64 ? 45 : 20, 4);
  writeCommon(header, { entry, crc: hasDescriptor ? 0 : crc, at: 6 });
  const packedSize = hasDescriptor && !entry.isTold ? 0 : tellSize(entry, bytes);
  header.writeUInt32LE(isZip64 ? 0xffffffff : packedSize, 18);
  header.writeUInt32LE(isZip64 ? 0xffffffff : hasDescriptor ? 0 : size, 22);
  header.writeUInt16LE(Buffer.byteLength(name), 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, Buffer.from(name), extra]);
}

function directoryHeader({ entry, bytes, offset, crc }: Packed): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(20, 6);
  writeCommon(header, { entry, crc, at: 8 });
  header.writeUInt32LE(tellSize(entry, bytes), 20);
  header.writeUInt32LE(Buffer.from(entry.content).length, 24);
  header.writeUInt16LE(Buffer.byteLength(entry.name), 28);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, Buffer.from(entry.name)]);
}

/** Flags, method, time and checksum: the same in both headers. */
function writeCommon(header: Buffer, { entry, crc, at }: { entry: ZipEntry; crc: number; at: number }): void {
  const { isEncrypted = false, hasDescriptor = false, isStored = false, lies } = entry;
  header.writeUInt16LE(Number(isEncrypted) | (Number(hasDescriptor) << 3) | (1 << 11), at);
  header.writeUInt16LE(lies?.method ?? (isStored ? 0 : 8), at + 2);
  header.writeUInt16LE(0x21, at + 6);
  header.writeUInt32LE(lies?.crc ?? crc, at + 8);
}

function descriptor({ entry, bytes, crc }: Packed, size: number): Buffer {
  const record = Buffer.alloc(entry.isZip64 ? 24 : 16);
  record.writeUInt32LE(0x08074b50, 0);
  record.writeUInt32LE(entry.lies?.crc ?? crc, 4);
  record.writeUInt32LE(bytes.length, 8);
  record.writeUInt32LE(size, entry.isZip64 ? 16 : 12);
  return entry.isTold ? record.subarray(4) : record;
}

function zip64Field(size: number, packedSize: number): Buffer {
  const field = Buffer.alloc(20);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(16, 2);
  field.writeBigUInt64LE(BigInt(size), 4);
  field.writeBigUInt64LE(BigInt(packedSize), 12);
  return field;
}

function tellSize({ lies }: ZipEntry, bytes: Buffer): number {
  return lies?.packedSize ?? bytes.length;
}

export interface TarEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  /** As the header has it: `0` is a file, `2` a symbolic link, `5` a folder, `x` what describes the next. */
  readonly type?: string;
  /** Instead of the true one. */
  readonly size?: number;
  /** Of before 1988. */
  readonly isOld?: boolean;
}

const BLOCK_LENGTH = 512;

export function makeTar(entries: readonly TarEntry[], { hasEnd = true } = {}): Buffer {
  const end = Buffer.alloc(hasEnd ? 2 * BLOCK_LENGTH : 0);
  return Buffer.concat([...entries.flatMap((entry) => [tarHeader(entry), tarBody(entry)]), end]);
}

function tarHeader({ name, content = '', type = '0', size, isOld = false }: TarEntry): Buffer {
  const header = Buffer.alloc(BLOCK_LENGTH);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${(size ?? Buffer.from(content).length).toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  if (type === '1' || type === '2') header.write('elsewhere', 157);
  if (!isOld) header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function tarBody({ content = '' }: TarEntry): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([bytes, Buffer.alloc((BLOCK_LENGTH - (bytes.length % BLOCK_LENGTH)) % BLOCK_LENGTH)]);
}

/** What an archive holds, as it was read. */
export interface Unpacked {
  readonly files: readonly (readonly [path: string, content: string])[];
  readonly faults: readonly (readonly [fault: ArchiveFault, path: string | undefined])[];
  readonly counts: Unpacker['counts'];
}

export interface UnpackOptions {
  readonly path?: string;
  readonly limits?: Partial<ArchiveLimits>;
  /** How many bytes are given at a time; all when absent. */
  readonly pieceLength?: number;
}

/** Reads an archive; throws when its first bytes are not those of one, or an entry is not ended exactly once. */
export function unpack(
  bytes: Buffer,
  { path = 'archive', limits, pieceLength = bytes.length }: UnpackOptions = {},
): Unpacked {
  const files: [string, string][] = [];
  const faults: [ArchiveFault, string | undefined][] = [];
  let openCount = 0;
  const format = sniffArchive(bytes.subarray(0, 512));
  if (!format) throw new Error('no archive');
  const unpacker = new Unpacker(format, {
    path,
    limits: { ...defaultLimits, ...limits },
    takeFault: (fault, at) => faults.push([fault, at]),
    openEntry: (name) => {
      if (++openCount > 1) throw new Error('two entries at a time');
      const file: [string, string] = [name, ''];
      files.push(file);
      return (piece, isLast) => {
        if (openCount !== 1 || files.at(-1) !== file) throw new Error('bytes after the last');
        file[1] += Buffer.from(piece).toString('latin1');
        if (isLast) openCount--;
      };
    },
  });
  let offset = 0;
  do {
    const piece = Buffer.from(bytes.subarray(offset, offset + pieceLength));
    offset += pieceLength;
    unpacker.write(piece, offset >= bytes.length);
    // Whoever keeps what it was given reads this.
    piece.fill(0xee);
  } while (offset < bytes.length);
  if (openCount > 0) throw new Error('an entry was not ended');
  return { files, faults, counts: unpacker.counts };
}
