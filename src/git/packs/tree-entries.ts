// What the entries of a tree say (see tree-reader.ts).
import type { RawEntry } from './tree-reader.ts';

const FOLDER = 0o040000;
const REGULAR_FILE = 0o100000;
const SUBMODULE = 0o160000;
const TYPE_MASK = 0o170000;

/** Whether it is a file: not a tree, a link or a submodule. */
export function isFile(entry: RawEntry): boolean {
  return (readMode(entry) & TYPE_MASK) === REGULAR_FILE;
}

export function isFolder(entry: RawEntry): boolean {
  return (readMode(entry) & TYPE_MASK) === FOLDER;
}

/** Whether it names a commit of another repository. */
export function isSubmodule(entry: RawEntry): boolean {
  return (readMode(entry) & TYPE_MASK) === SUBMODULE;
}

/** Its bytes, one a character. */
export function readName({ bytes, nameOffset, idOffset }: RawEntry): string {
  return bytes.toString('latin1', nameOffset, idOffset - 1);
}

/** Hex. */
export function readId({ bytes, idOffset }: RawEntry, idLength: number): string {
  return bytes.toString('hex', idOffset, idOffset + idLength);
}

function readMode({ bytes, startOffset, nameOffset }: RawEntry): number {
  let mode = 0;
  for (let at = startOffset; at < nameOffset - 1; at++) mode = mode * 8 + (bytes[at]! - 48);
  return mode;
}
