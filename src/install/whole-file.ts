// Files of hooks, read and written byte for byte: latin1 text in memory, and a write that is seen whole or not at all.
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { ToolError } from '../core/errors.ts';
import { explainWriteFault } from '../core/write-fault.ts';

/** The file as latin1, in which every byte is a character; undefined where there is no file, or a link that leads nowhere. */
export function readBytes(path: string): string | undefined {
  return attempt(path, () => (readStats(path)?.isFile() ? readFileSync(path, 'latin1') : undefined));
}

/** Whether something has the name, be it a link that leads nowhere. */
export function isThere(path: string): boolean {
  return attempt(path, () => readStats(path, lstatSync)) !== undefined;
}

/** Whether something else than a folder has the name. */
export function isNoFolder(path: string): boolean {
  return attempt(path, () => readStats(path))?.isDirectory() === false;
}

/** What the system starts: on Windows any file with the name. */
export function isProgram(path: string): boolean {
  const stats = attempt(path, () => readStats(path));
  return stats?.isFile() === true && (process.platform === 'win32' || (stats.mode & 0o111) !== 0);
}

/** Our text in the form of `readBytes`. */
export function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Puts the file in its place in one move. A link stays, and what it leads to is written; a file keeps its mode. */
export function writeWhole(path: string, bytes: string, modeOfNew: number): void {
  attempt(path, () => {
    const target = statSync(path, { throwIfNoEntry: false }) ? realpathSync(path) : path;
    const mode = statSync(target, { throwIfNoEntry: false })?.mode ?? modeOfNew;
    mkdirSync(dirname(target), { recursive: true });
    const draft = `${target}.${process.pid}.tmp`;
    try {
      writeFileSync(draft, bytes, { encoding: 'latin1', flag: 'wx', mode: mode & 0o777 });
      renameSync(draft, target);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  });
}

export function makeProgram(path: string): void {
  attempt(path, () => chmodSync(path, 0o755));
}

export function moveFile(from: string, to: string): void {
  attempt(from, () => renameSync(from, to));
}

export function removeFile(path: string): void {
  attempt(path, () => rmSync(path, { recursive: true, force: true }));
}

/** Undefined where nothing has the name, or where a folder on the way to it is none. */
function readStats(path: string, read: typeof statSync = statSync): Stats | undefined {
  try {
    return read(path);
  } catch (error) {
    if (/^(?:ENOENT|ENOTDIR|ELOOP)$/.test((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Throws a `ToolError` about `path` for what the system refuses. */
export function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new ToolError('cannot-write', `cannot read or write ${path}: ${explainWriteFault(error).reason}`, {
      hint: 'See who owns the file and its folder; run the command as the user who commits.',
      cause: error,
    });
  }
}
