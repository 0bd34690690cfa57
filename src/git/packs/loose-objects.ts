// Objects that are not in a pack: one file each, `ab/cdef…`, a zlib stream of `type size NUL content`.
import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { constants, inflateSync } from 'node:zlib';
import { CorruptObject } from './byte-range.ts';
import { readIfThere } from './read-if-there.ts';
import { type ObjectKind, objectKinds } from './search-plan.ts';

export interface FoundObject {
  readonly kind: ObjectKind;
  readonly bytes: Buffer;
}

/** Said instead of an object that is larger than was asked for. */
export const tooLarge = 'too large';

const HEAD_LENGTH = 4096;

/** Ids of the loose objects of a directory, as hex. Throws a `ToolError` where they cannot be listed. */
export function listLooseIds(objectDirectory: string, hashLength: number): string[] {
  const folders = list(objectDirectory).filter((name) => /^[0-9a-f]{2}$/.test(name));
  const isRest = (name: string) => name.length === hashLength * 2 - 2 && /^[0-9a-f]+$/.test(name);
  return folders.flatMap((folder) =>
    list(join(objectDirectory, folder))
      .filter(isRest)
      .map((rest) => folder + rest),
  );
}

/** Undefined when it is not there. Throws `CorruptObject` when it is damaged, and what the file system throws. */
export function readLooseObject(
  objectDirectory: string,
  id: string,
  largestBytes: number,
): FoundObject | typeof tooLarge | undefined {
  const fd = openIfThere(join(objectDirectory, id.slice(0, 2), id.slice(2)));
  if (fd === undefined) return undefined;
  try {
    return readOpened(fd, largestBytes);
  } finally {
    closeSync(fd);
  }
}

function readOpened(fd: number, largestBytes: number): FoundObject | typeof tooLarge {
  const head = readBytes(fd, HEAD_LENGTH);
  const start = inflate(head, { finishFlush: constants.Z_SYNC_FLUSH });
  const header = /^(commit|tree|blob|tag) (\d{1,15})\0/.exec(start.toString('latin1', 0, 32));
  if (!header) throw new CorruptObject('it has no object header');
  const kind = objectKinds.find((known) => known === header[1])!;
  const sizeBytes = Number(header[2]);
  if (sizeBytes > largestBytes) return tooLarge;
  const whole = head.length < HEAD_LENGTH ? head : readBytes(fd, fstatSync(fd).size);
  const inflated = inflate(whole, { maxOutputLength: header[0].length + sizeBytes });
  if (inflated.length !== header[0].length + sizeBytes)
    throw new CorruptObject('it is shorter than its header says');
  return { kind, bytes: inflated.subarray(header[0].length) };
}

function readBytes(fd: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let end = 0;
  for (let count = -1; count !== 0 && end < length; end += count)
    count = readSync(fd, bytes, end, length - end, end);
  return bytes.subarray(0, end);
}

function inflate(bytes: Buffer, options: { finishFlush?: number; maxOutputLength?: number }): Buffer {
  try {
    return inflateSync(bytes, options);
  } catch (error) {
    throw new CorruptObject('its compressed data is damaged', { cause: error });
  }
}

function list(folder: string): string[] {
  return readIfThere(folder, (path) => readdirSync(path)) ?? [];
}

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
