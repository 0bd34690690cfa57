// Where reports go. A file is opened before the scan starts, so that a wrong path costs no scan, written beside its place and moved
// there when it is whole, so that nobody ever reads half a report.

import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

import { ToolError } from '../core/errors.ts';
import { type Output, parseOutput, type ReporterName } from '../report/index.ts';

/** Opens the files of `--output`. Throws `ToolError` naming the file that cannot be written. */
export function openOutputs(values: readonly string[], cwd: string): readonly ReportFile[] {
  const opened: ReportFile[] = [];
  try {
    for (const output of values.map(parseOutput)) opened.push(new ReportFile(output, cwd));
  } catch (error) {
    for (const file of opened) file.discard();
    throw error;
  }
  return opened;
}

export class ReportFile {
  readonly format: ReporterName;
  readonly #path: string;
  readonly #temporaryPath: string;
  #descriptor: number | undefined;

  constructor({ format, file }: Output, cwd: string) {
    this.format = format;
    this.#path = path.resolve(cwd, file);
    this.#temporaryPath = `${this.#path}.${process.pid}.tmp`;
    this.#attempt('bad-usage', () => {
      this.#descriptor = openSync(this.#temporaryPath, 'wx', 0o600);
    });
  }

  /** Writes the whole report and puts the file in its place. */
  write(pieces: Iterable<string>): void {
    this.#attempt('cannot-write', () => {
      for (const piece of pieces) writeAll(this.#descriptor!, Buffer.from(piece));
      this.#close();
      renameSync(this.#temporaryPath, this.#path);
    });
  }

  /** Removes what was begun and not finished; does nothing to a file that was written. */
  discard(): void {
    this.#close();
    rmSync(this.#temporaryPath, { force: true });
  }

  #close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #attempt(code: 'bad-usage' | 'cannot-write', action: () => void): void {
    try {
      action();
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code;
      if (reason === undefined) throw error;
      throw new ToolError(code, `cannot write the report ${this.#path}: ${reason}`, {
        hint: 'Name a file in a folder that exists and that you may write to, on a disk with room.',
        cause: error,
      });
    }
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) from += writeSync(descriptor, bytes, from);
}

/** Writes pieces to a stream, no faster than it takes them; stops quietly when its reader is gone. */
export async function writePieces(stream: NodeJS.WriteStream, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) {
    if (!stream.writable || stream.errored) return;
    if (!stream.write(piece)) await waitForDrain(stream);
  }
}

function waitForDrain(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      for (const event of ['drain', 'close', 'error']) stream.off(event, finish);
      resolve();
    };
    for (const event of ['drain', 'close', 'error']) stream.once(event, finish);
  });
}
