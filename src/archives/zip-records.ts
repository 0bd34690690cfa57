// The records that a zip is made of, as PKWARE's APPNOTE 6.3.10 describes them. Numbers are little endian.

/** The four bytes a record starts with. */
export const signatures = {
  localHeader: 0x04034b50,
  descriptor: 0x08074b50,
  directoryHeader: 0x02014b50,
  zip64End: 0x06064b50,
  zip64Locator: 0x07064b50,
  end: 0x06054b50,
} as const;

/** How an entry's bytes are packed. Others exist, and are not read here. */
export const methods = { stored: 0, deflated: 8 } as const;

const LOCAL_HEADER_LENGTH = 30;
const DIRECTORY_HEADER_LENGTH = 46;
const END_LENGTH = 22;
/** What the fields of 32 bits say when the true number is in the extra field. */
const IN_EXTRA_FIELD = 0xffffffff;
const ZIP64_FIELD = 1;

const ENCRYPTED = 1 << 0;
const HAS_DESCRIPTOR = 1 << 3;

/** What stands before an entry's bytes. */
export interface LocalHeader {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Undefined where only a record after the bytes tells their number. */
  readonly packedSize: number | undefined;
  /** Undefined where only a record after the bytes tells it. */
  readonly crc: number | undefined;
  /** Of the header itself. */
  readonly length: number;
}

/** The header at the start of `bytes`; undefined when they do not hold all of it. */
export function parseLocalHeader(bytes: Buffer): LocalHeader | undefined {
  if (bytes.length < LOCAL_HEADER_LENGTH) return undefined;
  const nameLength = bytes.readUInt16LE(26);
  const length = LOCAL_HEADER_LENGTH + nameLength + bytes.readUInt16LE(28);
  if (bytes.length < length) return undefined;
  const flags = bytes.readUInt16LE(6);
  const nameEnd = LOCAL_HEADER_LENGTH + nameLength;
  const packedSize = readPackedSize(bytes, bytes.subarray(nameEnd, length));
  const hasDescriptor = (flags & HAS_DESCRIPTOR) !== 0;
  return {
    name: decodeName(bytes.subarray(LOCAL_HEADER_LENGTH, nameEnd)),
    method: bytes.readUInt16LE(8),
    isEncrypted: (flags & ENCRYPTED) !== 0,
    // Some write the size before the bytes all the same.
    packedSize: hasDescriptor && packedSize === 0 ? undefined : packedSize,
    crc: hasDescriptor ? undefined : bytes.readUInt32LE(14),
    length,
  };
}

function readPackedSize(header: Buffer, extra: Buffer): number {
  const packedSize = header.readUInt32LE(18);
  if (packedSize !== IN_EXTRA_FIELD) return packedSize;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    // Size as it was, then as it is packed.
    if (extra.readUInt16LE(at) === ZIP64_FIELD && at + 20 <= extra.length)
      return Number(extra.readBigUInt64LE(at + 12));
  }
  return packedSize;
}

/** Most write UTF-8 whether or not they say so; what is none is shown byte by byte. On Windows some write backslashes. */
function decodeName(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return (text.includes('\ufffd') ? bytes.toString('latin1') : text).replaceAll('\\', '/');
}

/** How many bytes the directory says that an entry has; `bytes` hold its record. 0 where the number is elsewhere. */
export function readNamedSize(bytes: Buffer): number {
  const size = bytes.readUInt32LE(20);
  return size === IN_EXTRA_FIELD ? 0 : size;
}

/** The length of the record of the directory, or of the end, at the start of `bytes`; undefined when too few are there to tell. */
export function measureRecord(signature: number, bytes: Buffer): number | undefined {
  if (signature === signatures.directoryHeader)
    return bytes.length < DIRECTORY_HEADER_LENGTH
      ? undefined
      : DIRECTORY_HEADER_LENGTH + bytes.readUInt16LE(28) + bytes.readUInt16LE(30) + bytes.readUInt16LE(32);
  if (signature === signatures.zip64Locator) return 20;
  if (signature === signatures.zip64End)
    return bytes.length < 12 ? undefined : 12 + Number(bytes.readBigUInt64LE(4));
  return END_LENGTH;
}
