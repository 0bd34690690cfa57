// Paths as reports show them: `/` between names on every system, bytes that are not UTF-8 written out, and relative to one
// directory, so that the same file reads the same wherever it is scanned.
import { isUtf8 } from 'node:buffer';
import { dirname, relative, sep } from 'node:path';
import { isWithin } from '../core/is-within.ts';

/** `path` with `/` for the system's `separator`. A backslash is part of a name where it does not separate. */
export function toPosixPath(path: string, separator: string = sep): string {
  return separator === '/' ? path : path.replaceAll(separator, '/');
}

/** The path of `absolutePath` below `base`, for reports; empty for `base` itself. */
export function displayPath(base: string, absolutePath: string): string {
  return toPosixPath(relative(base, absolutePath));
}

/** The deepest directory that all of `directories` lie in; the root when they share nothing else. */
export function commonDirectory(directories: readonly string[]): string {
  let common = directories[0] ?? sep;
  while (!directories.every((directory) => isWithin(common, directory))) common = dirname(common);
  return common;
}

/** `bytes` as text: what is UTF-8 as it is, every other byte as `\xff`. */
export function displayName(bytes: Buffer): string {
  let text = '';
  for (let offset = 0; offset < bytes.length; ) {
    const length = characterLength(bytes, offset);
    text += length > 0 ? bytes.toString('utf8', offset, offset + length) : escapeByte(bytes[offset] ?? 0);
    offset += Math.max(length, 1);
  }
  return text;
}

/** How many bytes the UTF-8 character at `offset` takes; 0 when there is none. */
function characterLength(bytes: Buffer, offset: number): number {
  for (let length = 1; length <= 4; length++) {
    if (isUtf8(bytes.subarray(offset, offset + length))) return length;
  }
  return 0;
}

function escapeByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
