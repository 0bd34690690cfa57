// Where reports go. A file is tried before the scan starts, so that a wrong path costs no scan; written beside its place and moved
// there when it is whole, so that nobody ever reads half a report. Nothing lies beside it while the scan may see it.

import {
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

import { ToolError } from '../../core/errors.ts';
import { isWithin } from '../../core/is-within.ts';
import { explainWriteFault, type WriteFault } from '../../core/write-fault.ts';
import { type Output, parseOutput, type ReporterName } from '../../report/index.ts';
import { removeLeft } from './remove-left.ts';

/** Where files go. */
export interface OutputPlace {
  readonly cwd: string;
  /**
   * Whether somebody else wrote what lies in `cwd`, such as a change under review: then no link leads a report out of it. What
   * stands in a report's place is replaced.
   */
  readonly distrustsLinks?: boolean;
}

/** Tries the files of `--output`. Throws `ToolError` naming the file that cannot be written. */
export function openOutputs(values: readonly string[], place: OutputPlace): readonly ReportFile[] {
  return values.map(parseOutput).map((output) => new ReportFile(output, place));
}

export class ReportFile {
  readonly format: ReporterName;
  #path: string;
  /** Absent for what is no file, such as a device or a pipe: it is written as it stands, never replaced. */
  #temporaryPath: string | undefined;
  #descriptor: number | undefined;

  constructor({ format, file }: Output, place: OutputPlace) {
    this.format = format;
    this.#path = path.resolve(place.cwd, file);
    this.#attempt('bad-usage', () => {
      if (place.distrustsLinks && isWithin(place.cwd, this.#path)) refuseWayOut(this.#path, place.cwd);
      else this.#path = followLinks(this.#path);
      this.#temporaryPath = isSpecial(this.#path) ? undefined : `${this.#path}.${process.pid}.tmp`;
      if (this.#temporaryPath !== undefined) this.#open();
    });
    this.discard();
  }

  /** Writes the whole report and puts the file in its place. */
  write(pieces: Iterable<string>): void {
    this.#attempt('cannot-write', () => {
      const descriptor = this.#open();
      for (const piece of pieces) writeAll(descriptor, Buffer.from(piece));
      this.#close();
      if (this.#temporaryPath !== undefined) renameSync(this.#temporaryPath, this.#path);
    });
  }

  /** Removes what was begun and not finished; does nothing to a file that was written. */
  discard(): void {
    this.#close();
    if (this.#temporaryPath !== undefined) removeLeft(this.#temporaryPath);
  }

  #open(): number {
    const descriptor =
      this.#temporaryPath === undefined
        ? openSync(this.#path, 'w')
        : openSync(this.#temporaryPath, 'wx', 0o600);
    this.#descriptor = descriptor;
    return descriptor;
  }

  #close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #attempt(code: 'bad-usage' | 'cannot-write', action: () => void): void {
    try {
      action();
    } catch (error) {
      if (error instanceof ToolError || !isSystemError(error)) throw error;
      throw refuse(code, this.#path, { ...explainWriteFault(error), cause: error });
    }
  }
}

/** What a link leads to: the report goes there, and the link stays. A link to nothing is replaced. */
function followLinks(file: string): string {
  return statSync(file, { throwIfNoEntry: false }) ? realpathSync(file) : file;
}

function refuse(
  code: 'bad-usage' | 'cannot-write',
  file: string,
  { reason, remedy, cause }: WriteFault & { readonly cause?: unknown },
): ToolError {
  return new ToolError(code, `cannot write the report ${file}: ${reason}`, { hint: remedy, cause });
}

function isSystemError(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code !== undefined;
}

/** Throws when links lead its folder out of `folder`. */
function refuseWayOut(file: string, folder: string): void {
  if (isWithin(realpathSync(folder), realpathSync(path.dirname(file)))) return;
  throw refuse('bad-usage', file, {
    reason: 'a link leads its folder out of the current one',
    remedy: 'Name a file in this folder, or replace the link.',
  });
}

/** Throws as the system would for a folder. */
function isSpecial(file: string): boolean {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats?.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
  return stats !== undefined && !stats.isFile() && !stats.isSymbolicLink();
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) from += writeSync(descriptor, bytes, from);
}

/** Writes a report to standard output, no faster than it takes it. Quiet when its reader is gone; throws `ToolError` on a full disk. */
export async function writePieces(stream: NodeJS.WriteStream, pieces: Iterable<string>): Promise<void> {
  try {
    if (isFile(stream)) for (const piece of pieces) writeAll(stream.fd, Buffer.from(piece));
    else await writeStream(stream, pieces);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw refuse('cannot-write', 'to standard output', { ...explainWriteFault(error), cause: error });
  }
}

/** Node's own stream for a file takes what the last free bytes of a disk hold for the whole (20.20, 22.23, 24.21). */
function isFile(stream: NodeJS.WriteStream): stream is NodeJS.WriteStream & { readonly fd: number } {
  return 'fd' in stream && typeof stream.fd === 'number' && fstatSync(stream.fd).isFile();
}

async function writeStream(stream: NodeJS.WriteStream, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) {
    if (!stream.writable || stream.errored) return;
    if (!stream.write(piece)) await waitForDrain(stream);
  }
}

/** Resolves when its reader is gone, too. Rejects with any other error: later, a standard stream does not know it any more. */
function waitForDrain(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error?: NodeJS.ErrnoException) => {
      for (const event of ['drain', 'close', 'error']) stream.off(event, finish);
      if (error === undefined || isReaderGone(error)) resolve();
      else reject(error);
    };
    for (const event of ['drain', 'close', 'error']) stream.once(event, finish);
  });
}

/** Of a pipe, or of a terminal that was closed. */
function isReaderGone({ code }: NodeJS.ErrnoException): boolean {
  return ['EPIPE', 'EOF', 'EIO', 'ECONNRESET'].includes(code ?? '');
}
