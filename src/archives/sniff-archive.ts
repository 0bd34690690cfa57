// Tells an archive by its first bytes, whatever its name: office files are zips, npm's packages gzipped tars.

export type ArchiveFormat = 'gzip' | 'zip' | 'tar';

/** As many bytes as are looked at: the header of a tar's first entry. */
export const SNIFF_LENGTH = 512;

const MAGIC_START = 257;
const MAGIC = Buffer.from('ustar');
const CHECKSUM_START = 148;
const CHECKSUM_END = 156;

/** The format of what starts with `head`: a blob's first `SNIFF_LENGTH` bytes or more, or all of it when shorter. */
export function sniffArchive(head: Uint8Array): ArchiveFormat | undefined {
  const first = head[0];
  if (first === 0x1f && head[1] === 0x8b && head[2] === 0x08) return 'gzip';
  if (first === 0x50 && isZipStart(head)) return 'zip';
  return isTarStart(head) ? 'tar' : undefined;
}

/** The header of an entry, or the end of an archive without any. */
function isZipStart(head: Uint8Array): boolean {
  if (head[1] !== 0x4b) return false;
  return (head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6);
}

/** Since 1988 tars say so; older ones only have the sum of the header in it, in octal. */
function isTarStart(head: Uint8Array): boolean {
  if (head.length < SNIFF_LENGTH || head[0] === 0) return false;
  return saysTar(head) || hasHeaderSum(head);
}

/** `ustar`, and a zero or a space behind it. */
function saysTar(head: Uint8Array): boolean {
  for (let index = 0; index < MAGIC.length; index++)
    if (head[MAGIC_START + index] !== MAGIC[index]) return false;
  const ending = head[MAGIC_START + MAGIC.length];
  return ending === 0 || ending === 0x20;
}

function hasHeaderSum(head: Uint8Array): boolean {
  // Text has other characters here: nearly every blob ends at this line.
  for (let index = CHECKSUM_START; index < CHECKSUM_END; index++) if (!isInSum(head[index]!)) return false;
  const digits = Buffer.from(head.subarray(CHECKSUM_START, CHECKSUM_END)).toString('latin1');
  const told = /^[ 0]*([0-7]{1,7})[ \0]*$/.exec(digits)?.[1];
  return told !== undefined && Number.parseInt(told, 8) === sumHeader(head);
}

/** Digits, and what may stand round them. */
function isInSum(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x37) || byte === 0x20 || byte === 0;
}

/** The sum as a tar tells it: of all bytes of the header, those of the sum taken as spaces. */
function sumHeader(head: Uint8Array): number {
  let sum = (CHECKSUM_END - CHECKSUM_START) * 0x20;
  for (let index = 0; index < SNIFF_LENGTH; index++) {
    if (index < CHECKSUM_START || index >= CHECKSUM_END) sum += head[index]!;
  }
  return sum;
}
