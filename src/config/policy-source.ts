// Where the files of a policy are read from: the disk or a revision. They may come with a hostile repository, so every read is bounded
// and none leaves the root by a link.

import { closeSync, fstatSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

import { ToolError } from '../core/errors.ts';
import { isWithin } from '../core/is-within.ts';
import { explainReadFault } from '../core/read-fault.ts';
import { errorCode } from '../sources/failure.ts';
import { openFile } from '../sources/file.ts';

/** Reads files by their paths relative to the root, with `/` between names. */
export interface PolicySource {
  /** What errors put before a file's path: empty, or `main:`. */
  readonly prefix: string;
  /** Undefined when there is none. Throws a ToolError `bad-policy` when it cannot be read, is too large or lies outside of the root. */
  read(file: string, maxBytes: number): Promise<string | undefined>;
}

/** No config that people write is longer. */
export const MAX_CONFIG_BYTES = 1 << 20;
export const MAX_BASELINE_BYTES = 64 << 20;

/** The files below `root` as they lie on the disk. */
export function createDiskSource(root: string): PolicySource {
  const realRoot = resolveRoot(root);
  return {
    prefix: '',
    read: async (file, maxBytes) => {
      const found = followLinks(path.join(realRoot, file), file);
      if (found === undefined) return undefined;
      if (!isWithin(realRoot, found)) throw refuseFile(file, 'lies outside of the repository', NOT_OUTSIDE);
      return readBounded(found, { shown: file, maxBytes });
    },
  };
}

function resolveRoot(root: string): string {
  try {
    return realpathSync(root);
  } catch (error) {
    throw refuseUnreadable(root, error);
  }
}

const NOT_OUTSIDE = 'Put the file itself into the repository; no link and no `..` may lead out of it.';

/** A file that the user named, wherever it is. Throws a ToolError `bad-policy` when it is not there or cannot be read. */
export function readNamedFile(file: string, maxBytes: number): string {
  const found = followLinks(file, file);
  if (found === undefined) throw refuseFile(file, 'does not exist', 'Check the spelling.');
  return readBounded(found, { shown: file, maxBytes });
}

function followLinks(file: string, shown: string): string | undefined {
  try {
    return realpathSync(file);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw refuseUnreadable(shown, error);
  }
}

function readBounded(file: string, { shown, maxBytes }: { shown: string; maxBytes: number }): string {
  try {
    const descriptor = openFile(file);
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) throw refuseFile(shown, 'is no file', 'Name a file.');
      if (stats.size > maxBytes) throw refuseSize(shown, maxBytes);
      return decodeText(readFileSync(descriptor), shown);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof ToolError) throw error;
    throw refuseUnreadable(shown, error);
  }
}

/** Throws a ToolError `bad-policy` for what is not UTF-8. */
export function decodeText(bytes: Uint8Array, shown: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuseFile(shown, 'is not UTF-8 text', 'Save it as UTF-8.');
  }
}

export function refuseSize(shown: string, maxBytes: number): ToolError {
  return refuseFile(shown, `is larger than ${maxBytes >> 20} MB`, 'Keep it small: people are to read it.');
}

function refuseUnreadable(shown: string, error: unknown): ToolError {
  const { reason, remedy } = explainReadFault(error);
  return refuseFile(shown, `cannot be read: ${reason}`, remedy);
}

export function refuseFile(shown: string, what: string, hint: string): ToolError {
  return new ToolError('bad-policy', `${shown} ${what}`, { hint });
}
